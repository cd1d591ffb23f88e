import { recordView } from '../../../audit/view.ts';
import { meantBy, readScan } from '../../../cards/scan.ts';
import { seeCard } from '../../../cards/stocktake.ts';
import type { Stocktake } from '../../../cards/stocktake-read.ts';
import { readCode } from '../../parts/scan-form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, type SignedAsk } from '../../route.ts';
import { countPage } from './count.tsx';
import { SEE_REFUSED } from './words.ts';

/** One scan of a stock-take: recorded at once, answered by the page it leads to. What is not known, or not which card, is answered and not recorded. */
export async function scan(ask: SignedAsk, stocktake: Stocktake): Promise<Answer> {
  const typed = readCode(ask);
  const page = paths.stocktake(stocktake.id);
  if (typed === '') return go(page);
  const unread = (why: string) => countPage(ask, stocktake, { stopped: { code: typed, why } });
  const scanned = await readScan(ask.db, viewerOf(ask), typed);
  if (scanned.kind === 'box')
    return scanned.placeId === stocktake.placeId ? go(page) : unread('別の箱のラベルです。この箱のカードを読み取ってください。');
  const meant = scanned.kind === 'cards' ? meantBy(scanned.cards) : undefined;
  if (meant === undefined)
    return unread(
      '登録されたカードにありません。交付通知書IDか、英字のない前のラベル（例：K-345）で読み取ったときは、英字のあるラベルか製造番号を読み取ってください。それでも読み取れないカードは、箱から出して、責任者に渡してください。',
    );
  if ('several' in meant) {
    for (const { id } of meant.several) await recordView(ask.db, ask.actor, { saw: 'card', cardId: id });
    return countPage(ask, stocktake, { several: meant.several });
  }
  const card = meant.one;
  const seen = await seeCard(ask.db, ask.actor, { stocktake: stocktake.id, cardId: card.id, put: false });
  if (!seen.ok) {
    await recordView(ask.db, ask.actor, { saw: 'card', cardId: card.id });
    return unread(SEE_REFUSED[seen.reason]);
  }
  return go(withQuery(page, { last: card.id, again: seen.value === 'again' ? 'yes' : '' }));
}
