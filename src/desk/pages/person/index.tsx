import { recordView } from '../../../audit/view.ts';
import { unlock, withdrawRemark, writeRemark } from '../../../cards/acts.ts';
import { officesOfCard } from '../../../cards/lies-at.ts';
import { type Card, remarks } from '../../../cards/read.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { isOwn } from '../../../staff/bounds.ts';
import type { Right } from '../../../staff/rights.ts';
import { askedInHand, refusalLeft } from '../../parts/asked-in-hand.tsx';
import { readForm } from '../../parts/form.tsx';
import { mayWithdrawAny, withdrawn } from '../../parts/remark.tsx';
import { person } from '../../parts/subject.ts';
import { withCard, withCardToLog } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { foundRoutes } from './found.tsx';
import { keepRoutes } from './keep.tsx';
import { missingRoutes } from './missing.tsx';
import { postedDayRoutes } from './posted-day.tsx';
import type { PersonProps } from './props.ts';
import { protectRoutes } from './protect.tsx';
import { readPerson } from './read.ts';
import { remarkForm } from './remarks.tsx';
import { statusRoutes } from './status.tsx';
import { PersonPage } from './view.tsx';

/** What is done with a card by the office where it lies, and what also by the one where it is booked: who is bound to others is not offered it. */
const WHERE_IT_LIES: readonly Right[] = ['people.status', 'cards.move'];
async function handling(ask: SignedAsk, card: Card, { reservations }: Pick<PersonProps, 'reservations'>): Promise<SignedAsk> {
  const lies = (await officesOfCard(ask.db, card.id)).some((id) => isOwn(ask.session, id));
  if (ask.session.bounds === null || lies) return ask;
  const booked = reservations.some(({ state, officeId }) => state === 'booked' && isOwn(ask.session, officeId));
  const not: readonly Right[] = booked ? WHERE_IT_LIES : [...WHERE_IT_LIES, 'counter.act'];
  const rights = new Set([...ask.session.rights].filter((right) => !not.includes(right)));
  return { ...ask, session: { ...ask.session, rights } };
}

/** @param errors what is wrong with the remark that was typed; none given: the page is only looked at */
async function personPage(ask: SignedAsk, card: Card, errors?: FormErrors): Promise<Answer> {
  const read = await readPerson(ask, card);
  if (errors === undefined) {
    await recordView(ask.db, ask.actor, { saw: 'person', cardId: card.id });
    const strangers = read.others.filter(({ samePerson }) => !samePerson).length;
    if (strangers > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: strangers });
  }
  const refused = field(ask.query, 'refused');
  const visit = read.visit?.reservation.hidden === false ? read.visit : undefined;
  const whom = visit && { reservationId: visit.reservation.id, position: visit.position };
  const inHand = await askedInHand(ask, refused, whom);
  const pressed = { refused: refusalLeft(refused, inHand), inHand, done: field(ask.query, 'done') };
  return show(
    <PersonPage ask={await handling(ask, card, read)} props={{ ...read, ...pressed, errors: errors ?? {} }} />,
    errors === undefined ? 200 : hasErrors(errors) ? 422 : 409,
  );
}

export const personRoutes: readonly Route[] = [
  ...keepRoutes,
  ...protectRoutes,
  get(
    paths.person(':card'),
    'people.see',
    withCardToLog((ask, card) => personPage(ask, card)),
  ),

  post(
    paths.remark(':card'),
    'people.remark',
    { words: '備考の記入', of: person },
    withCard(async (ask, card) => {
      const typed = readForm(ask, remarkForm(card.remark !== null));
      const from = rowId(ask.body['from']);
      if (!typed.ok) return personPage(ask, card, typed.errors);
      // An emptied remark is a version too: what was there no longer holds.
      if (typed.value.body === '' && card.remark === null) return go(paths.person(card.id));
      const { body } = typed.value;
      const written = await writeRemark(ask.db, ask.actor, { of: { cardId: card.id }, from: from.ok ? from.value : null, body });
      if (!written.ok) return personPage({ ...ask, query: { refused: written.reason } }, card, {});
      return go(withQuery(paths.person(card.id), { done: 'remark' }));
    }),
  ),

  post(
    paths.withdrawRemark(':card'),
    'people.remark',
    { words: '備考の取り消し', of: person },
    withCard(async (ask, card) => {
      const told = await withdrawn(ask, await remarks(ask.db, card.id), ({ id }) =>
        withdrawRemark(ask.db, ask.actor, { cardId: card.id, remark: id, any: mayWithdrawAny(ask) }),
      );
      return go(withQuery(paths.person(card.id), told));
    }),
  ),

  ...missingRoutes,
  ...foundRoutes,

  ...statusRoutes,
  ...postedDayRoutes,

  post(
    paths.unlockNotice(':card'),
    'locks.lift',
    { words: 'Web入力のロックの解除', of: person },
    withCard(async (ask, card) => {
      if (ask.body['checked'] !== 'yes') return go(withQuery(paths.person(card.id), { refused: 'unchecked' }));
      const lifted = await unlock(ask.db, ask.actor, 'notice', card.noticeId);
      return go(withQuery(paths.person(card.id), { done: lifted ? 'lifted' : 'not-locked' }));
    }),
  ),
];
