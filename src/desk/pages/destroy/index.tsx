import { recordView } from '../../../audit/view.ts';
import { COUNT_CONFIRMED, destroyBack, destroyCard, listToDestroy, pressedBy } from '../../../cards/destroy.ts';
import { meantBy, readScan, type ScannedCard, scannedCard } from '../../../cards/scan.ts';
import { rowId } from '../../../lib/values/ids.ts';
import type { Feature } from '../../feature.ts';
import { readCode } from '../../parts/scan-form.tsx';
import { personInForm } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, post, type SignedAsk, show } from '../../route.ts';
import { DestroyPage, type DestroyPageProps, MOST } from './view.tsx';

const RIGHT = 'cards.destroy';
const said = (words: string): Answer => go(withQuery(paths.destroy, { said: words }));

const destroyPage = async (ask: SignedAsk, more: Omit<DestroyPageProps, 'ask' | 'cards'>, status = 200): Promise<Answer> =>
  show(<DestroyPage ask={ask} cards={await listToDestroy(ask.db, viewerOf(ask), MOST)} {...more} />, status);

/** The page after a press: whose card it was, where this clerk has just pressed, whatever the address says. */
async function read(ask: SignedAsk): Promise<Answer> {
  const last = rowId(ask.query['last']);
  const pressed = last.ok && (await pressedBy(ask.db, ask.session.accountId, last.value));
  return destroyPage(ask, { last: pressed ? await scannedCard(ask.db, viewerOf(ask), last.value) : undefined });
}

/** The card of a press: by its button, or by what was read; an ID that several open cards bear is asked about (§8(1)④b). `hidden`: not for this account. */
async function pressed(ask: SignedAsk): Promise<number | 'hidden' | undefined | readonly ScannedCard[]> {
  if (ask.body['card'] !== undefined) return (await visibleCard(ask, ask.body['card']))?.id;
  const scanned = await readScan(ask.db, viewerOf(ask), readCode(ask));
  const meant = scanned.kind === 'cards' ? meantBy(scanned.cards) : undefined;
  if (meant === undefined) return undefined;
  if ('several' in meant) return meant.several;
  return meant.one.who === null ? 'hidden' : meant.one.id;
}

async function press(ask: SignedAsk): Promise<Answer> {
  const card = await pressed(ask);
  if (card === undefined) return said('unknown');
  if (card === 'hidden') return said('hidden');
  if (typeof card !== 'number') {
    for (const { id } of card) await recordView(ask.db, ask.actor, { saw: 'card', cardId: id });
    return destroyPage(ask, { several: card }, 409);
  }
  const done = await destroyCard(ask.db, ask.actor, card);
  return done.ok ? go(withQuery(paths.destroy, { said: done.value, last: card })) : said(done.reason);
}

/** 廃棄: card by card, by two accounts. */
export const destroyFeature: Feature = {
  routes: [
    get(paths.destroy, RIGHT, read),
    post(paths.destroy, RIGHT, { words: 'カードの廃棄の確認', of: personInForm }, press),
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
      count: () => COUNT_CONFIRMED,
      answers: ['card.destroyed'],
    },
  ],
};
