import { recordView } from '../../../audit/view.ts';
import { liftRest, readRest, writeRemark } from '../../../cards/acts.ts';
import { toldAddressOf } from '../../../cards/addresses.ts';
import { readDeadline } from '../../../cards/deadline.ts';
import { readKept } from '../../../cards/keep.ts';
import { protectionsOf } from '../../../cards/protect.ts';
import { custodyHistory, remarks as readRemarks, statusHistory } from '../../../cards/read.ts';
import { noticesOf } from '../../../cards/returned.ts';
import { latestAct, OUTCOMES } from '../../../counter/acts.ts';
import { taskOf } from '../../../counter/card-tasks.ts';
import { lastIncompleteOf } from '../../../counter/incomplete.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { mailsOf } from '../../../outbox/desk.ts';
import { otherCards } from '../../../reservations/other-cards.ts';
import { reservationsOfCard } from '../../../reservations/read.ts';
import { readForm } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { foundRoutes } from './found.tsx';
import { keepRoutes } from './keep.tsx';
import { missingRoutes } from './missing.tsx';
import { protectRoutes } from './protect.tsx';
import { remarkForm } from './remarks.tsx';
import { statusRoutes } from './status.tsx';
import { PersonPage } from './view.tsx';

const notFound = (ask: SignedAsk): Answer => show(<NotFound ask={ask} />, 404);

/** @param errors what is wrong with the remark that was typed; none given: the page is only looked at */
async function person(ask: SignedAsk, errors?: FormErrors): Promise<Answer> {
  const card = await visibleCard(ask, ask.params['card']);
  if (card === undefined) return notFound(ask);
  const [
    reservations,
    history,
    custody,
    remarks,
    rest,
    others,
    lastIncomplete,
    kept,
    deadline,
    task,
    notices,
    toldAddress,
    protections,
  ] = await Promise.all([
    reservationsOfCard(ask.db, card.id),
    statusHistory(ask.db, card.id),
    custodyHistory(ask.db, card.id),
    readRemarks(ask.db, card.id),
    readRest(ask.db, card.noticeId),
    otherCards(ask.db, viewerOf(ask), card.id),
    lastIncompleteOf(ask.db, card.id),
    readKept(ask.db, card.id),
    readDeadline(ask.db, card.id),
    taskOf(ask.db, card.id),
    noticesOf(ask.db, card.id),
    toldAddressOf(ask.db, viewerOf(ask), card.id),
    viewerOf(ask).seesProtected ? protectionsOf(ask.db, card.id) : [],
  ]);
  const mails = await mailsOf(
    ask.db,
    reservations.map(({ id }) => id),
  );
  if (errors === undefined) {
    await recordView(ask.db, ask.actor, { saw: 'person', cardId: card.id });
    const strangers = others.filter(({ samePerson }) => !samePerson).length;
    if (strangers > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: strangers });
  }
  const today = cityDay(ask.now);
  const live = reservations.find(({ state }) => state === 'booked');
  // A visit can be pressed on from its day on; of one that ended, only today's last press is offered back.
  const pressed = reservations.find(
    ({ state, day, needsMoving }) =>
      day <= today && ((state === 'booked' && !needsMoving) || (state === 'ended' && day === today)),
  );
  const member = pressed?.members.find(({ cardId }) => cardId === card.id);
  const visit =
    pressed === undefined || member === undefined
      ? undefined
      : {
          reservation: pressed,
          position: member.position,
          outcome: OUTCOMES.find((outcome) => outcome === member.outcome) ?? null,
          act: await latestAct(ask.db, pressed.id, member.position),
        };
  return show(
    <PersonPage
      ask={ask}
      props={{
        card,
        live,
        visit,
        reservations,
        history,
        custody,
        mails,
        remarks,
        rest,
        others,
        lastIncomplete,
        kept,
        deadline,
        task,
        notices,
        toldAddress,
        protections,
        refused: field(ask.query, 'refused'),
        done: field(ask.query, 'done'),
        errors: errors ?? {},
      }}
    />,
    errors === undefined ? 200 : hasErrors(errors) ? 422 : 409,
  );
}

export const personRoutes: readonly Route[] = [
  ...keepRoutes,
  ...protectRoutes,
  get(paths.person(':card'), 'people.see', (ask) => person(ask)),

  post(paths.remark(':card'), 'people.remark', async (ask) => {
    const card = await visibleCard(ask, ask.params['card']);
    if (card === undefined) return notFound(ask);
    const typed = readForm(ask, remarkForm(card.remark !== null));
    const from = rowId(ask.body['from']);
    if (!typed.ok) return person(ask, typed.errors);
    // An emptied remark is a version too: what was there no longer holds.
    if (typed.value.body === '' && card.remark === null) return go(paths.person(card.id));
    const { body } = typed.value;
    const written = await writeRemark(ask.db, ask.actor, { of: { cardId: card.id }, from: from.ok ? from.value : null, body });
    if (!written.ok) return person({ ...ask, query: { refused: written.reason } }, {});
    return go(withQuery(paths.person(card.id), { done: 'remark' }));
  }),

  ...missingRoutes,
  ...foundRoutes,

  ...statusRoutes,

  post(paths.lift(':card'), 'locks.lift', async (ask) => {
    const card = await visibleCard(ask, ask.params['card']);
    if (card === undefined) return notFound(ask);
    if (ask.body['checked'] !== 'yes') return go(withQuery(paths.person(card.id), { refused: 'unchecked' }));
    await liftRest(ask.db, ask.actor, 'notice', card.noticeId);
    return go(withQuery(paths.person(card.id), { done: 'lifted' }));
  }),
];
