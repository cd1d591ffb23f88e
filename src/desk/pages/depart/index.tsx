import {
  COUNT_TO_DEPART,
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
import { readCode } from '../../parts/scan-form.tsx';
import { personInForm } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, post, type SignedAsk, show } from '../../route.ts';
import { DepartPage, LAST, MOST, toForm } from './view.tsx';

const RIGHT = 'cards.destroy';
const said = (words: string): Answer => go(withQuery(paths.depart, { said: words }));

/** The page after a press: whose card it was, where this clerk has just pressed, whatever the address says. */
async function read(ask: SignedAsk): Promise<Answer> {
  const last = rowId(ask.query['last']);
  const pressed = last.ok && (await saidToLeave(ask.db, ask.session.accountId, last.value));
  const card = pressed ? await scannedCard(ask.db, viewerOf(ask), last.value) : undefined;
  const cards = await listToDepart(ask.db, viewerOf(ask), MOST);
  return show(<DepartPage ask={ask} cards={cards} departed={await lastDeparted(ask.db, viewerOf(ask), LAST)} last={card} />);
}

/** A press by either of the two: by what was read of the card in hand, and by nothing else. */
async function press(ask: SignedAsk): Promise<Answer> {
  const inHand = await readInHand(ask.db, viewerOf(ask), readCode(ask));
  if (typeof inHand === 'string') return said(inHand);
  if (inHand.one.who === null) return said('hidden');
  const typed = readForm(ask, toForm);
  if (!typed.ok) return said('long_to');
  const done = await departCard(ask.db, ask.actor, inHand.one.id, typed.value.to ?? '');
  if (done.ok) return go(withQuery(paths.depart, { said: done.value, last: inHand.one.id }));
  return said(done.reason === 'step' ? (done.detail ?? 'gone') : done.reason);
}

/** 返納・送付: closed cards that leave for good, card by card, by two accounts. */
export const departFeature: Feature = {
  routes: [
    get(paths.depart, RIGHT, read),
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
      count: () => COUNT_TO_DEPART,
      answers: ['card.departed'],
    },
  ],
};
