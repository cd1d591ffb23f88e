import { countConfirmed, countsToDestroy, destroyBack, destroyCard, listToDestroy, pressedBy } from '../../../cards/destroy.ts';
import { readInHand, scannedCard } from '../../../cards/scan.ts';
import { rowId } from '../../../lib/values/ids.ts';
import type { Feature } from '../../feature.ts';
import { pageAsked } from '../../parts/pages.ts';
import { readCode } from '../../parts/scan-form.tsx';
import { personInForm } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, post, type SignedAsk, show } from '../../route.ts';
import { A_PAGE, DestroyPage } from './view.tsx';

const RIGHT = 'cards.destroy';
const said = (words: string): Answer => go(withQuery(paths.destroy, { said: words }));

/** The page after a press: whose card it was, where this clerk has just pressed, whatever the address says. */
async function read(ask: SignedAsk): Promise<Answer> {
  const last = rowId(ask.query['last']);
  const pressed = last.ok && (await pressedBy(ask.db, ask.session.accountId, last.value));
  const card = pressed ? await scannedCard(ask.db, viewerOf(ask), last.value) : undefined;
  const { seen, hidden } = await countsToDestroy(ask.db, viewerOf(ask));
  const { page, pages, limit, offset } = pageAsked(ask, seen, A_PAGE);
  const cards = await listToDestroy(ask.db, viewerOf(ask), { limit, offset });
  return show(<DestroyPage ask={ask} cards={cards} seen={seen} hidden={hidden} page={page} pages={pages} last={card} />);
}

/** A press by either of the two: by what was read of the card in hand, and by nothing else. */
async function press(ask: SignedAsk): Promise<Answer> {
  const read = await readInHand(ask.db, viewerOf(ask), readCode(ask));
  if (typeof read === 'string') return said(read);
  if (read.one.who === null) return said('hidden');
  const done = await destroyCard(ask.db, ask.actor, read.one.id);
  if (done.ok) return go(withQuery(paths.destroy, { said: done.value, last: read.one.id }));
  return said(done.reason === 'step' ? (done.detail ?? 'gone') : done.reason);
}

/** 廃棄: card by card, by two accounts. */
export const destroyFeature: Feature = {
  routes: [
    get(paths.destroy, RIGHT, read),
    post(paths.destroy, RIGHT, 'カードの廃棄の確認', press),
    post(paths.destroyBack, RIGHT, { words: 'カードの廃棄の確認の取り消し', of: personInForm }, async (ask) => {
      const card = await visibleCard(ask, ask.body['card']);
      if (card === undefined) return said('unknown');
      return said((await destroyBack(ask.db, ask.actor, card.id)) ? 'back' : 'none');
    }),
  ],
  menu: [{ group: 'cards', href: paths.destroy, words: '廃棄', right: RIGHT }],
  waits: [
    {
      words: '廃棄の2人目の確認',
      why: '1人目が確かめたカードです。別の職員が確かめて、廃棄を記録してください。',
      urgency: 'calm',
      href: paths.destroy,
      right: RIGHT,
      count: (viewer) => countConfirmed(viewer),
      answers: ['card.destroyed'],
    },
  ],
};
