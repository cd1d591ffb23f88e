import {
  countsToDepart,
  countToDepart,
  departBack,
  departCard,
  lastDeparted,
  listToDepart,
  saidToLeave,
  undoDeparture,
} from '../../../cards/depart.ts';
import { readInHand, scannedCard } from '../../../cards/scan.ts';
import { rowId } from '../../../lib/values/ids.ts';
import type { Feature } from '../../feature.ts';
import { readForm } from '../../parts/form.tsx';
import { pageAsked } from '../../parts/pages.ts';
import { readCode } from '../../parts/scan-form.tsx';
import { personInForm } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, post, type SignedAsk, show } from '../../route.ts';
import { A_PAGE, DepartPage, LAST, toForm } from './view.tsx';

const RIGHT = 'cards.destroy';
const said = (words: string): Answer => go(withQuery(paths.depart, { said: words }));

/** The card that this clerk has just pressed for, whatever the address says, and to whom it goes. */
async function lastOf(ask: SignedAsk) {
  const last = rowId(ask.query['last']);
  const to = last.ok ? await saidToLeave(ask.db, ask.session.accountId, last.value) : undefined;
  const card = last.ok && to !== undefined ? await scannedCard(ask.db, viewerOf(ask), last.value) : undefined;
  return card === undefined || to === undefined ? undefined : { card, to };
}

/** The page, also after a press. `other`: what the first of the two said and the second, where these differ. */
async function read(ask: SignedAsk, other?: readonly [string, string]): Promise<Answer> {
  const viewer = viewerOf(ask);
  const { seen, hidden } = await countsToDepart(ask.db, viewer);
  const { page, pages, limit, offset } = pageAsked(ask, seen, A_PAGE);
  const cards = await listToDepart(ask.db, viewer, { limit, offset });
  const departed = await lastDeparted(ask.db, viewer, LAST);
  return show(
    <DepartPage
      ask={ask}
      cards={cards}
      seen={seen}
      hidden={hidden}
      page={page}
      pages={pages}
      departed={departed}
      last={await lastOf(ask)}
      other={other}
    />,
    other === undefined ? 200 : 409,
  );
}

/** A press by either of the two: by what was read of the card in hand, and by nothing else. */
async function press(ask: SignedAsk): Promise<Answer> {
  const inHand = await readInHand(ask.db, viewerOf(ask), readCode(ask));
  if (typeof inHand === 'string') return said(inHand);
  if (inHand.one.who === null) return said('hidden');
  const typed = readForm(ask, toForm);
  if (!typed.ok) return said('long_to');
  const to = typed.value.to ?? '';
  const done = await departCard(ask.db, ask.actor, inHand.one.id, to);
  if (done.ok) return go(withQuery(paths.depart, { said: done.value, last: inHand.one.id }));
  if (done.reason === 'other_to') return read(ask, [done.detail ?? '', to]);
  return said(done.reason === 'step' ? (done.detail ?? 'gone') : done.reason);
}

/** 返納・送付: closed cards that leave for good, card by card, by two accounts. */
export const departFeature: Feature = {
  routes: [
    get(paths.depart, RIGHT, (ask) => read(ask)),
    post(paths.depart, RIGHT, 'カードの返納・送付の確認', press),
    post(paths.departBack, RIGHT, { words: 'カードの返納・送付の確認の取り消し', of: personInForm }, async (ask) => {
      const card = await visibleCard(ask, ask.body['card']);
      if (card === undefined) return said('unknown');
      return said((await departBack(ask.db, ask.actor, card.id)) ? 'back' : 'none');
    }),
    post(paths.undoDeparture, RIGHT, { words: 'カードの返納・送付の取り消し', of: personInForm }, async (ask) => {
      const card = await visibleCard(ask, ask.body['card']);
      if (card === undefined) return said('unknown');
      return said((await undoDeparture(ask.db, ask.actor, card.id)) ? 'undone' : 'follows');
    }),
  ],
  menu: [{ group: 'cards', href: paths.depart, words: '返納・送付', right: RIGHT }],
  waits: [
    {
      words: '庁舎に残っている、交付の対象でないカード',
      why: '転出などで交付しないことになったカードが、庁舎にあります。返納・送付するか、交付状況を「廃棄予定」に変更して廃棄してください。',
      urgency: 'calm',
      href: paths.depart,
      right: RIGHT,
      count: (viewer) => countToDepart(viewer),
      answers: ['card.departed'],
    },
  ],
};
