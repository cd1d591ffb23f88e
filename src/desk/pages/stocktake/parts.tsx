import type { Stocktake } from '../../../cards/stocktake-read.ts';
import { Notice, Says } from '../../../lib/html/index.ts';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { boxName, DONE_WORDS, EXPLAIN_REFUSED, SEE_REFUSED, STEP_REFUSED } from './words.ts';

/** The head of one stock-take's page: its box, and the way back to the others of its office. */
export function headOf(ask: SignedAsk, stocktake: Pick<Stocktake, 'officeName' | 'cabinet' | 'box'>) {
  const heading = `棚卸　${stocktake.officeName} ${boxName(stocktake)}`;
  const others = (
    <>
      棚卸<span class="unseen">：{stocktake.officeName}</span>
    </>
  );
  return {
    ask,
    title: `棚卸 ${boxName(stocktake)}`,
    heading,
    crumbs: [
      { href: paths.storage, words: '保管場所' },
      { href: paths.stocktakes, words: others },
    ],
  };
}

const REFUSED: Readonly<Record<string, string>> = { ...SEE_REFUSED, ...STEP_REFUSED, ...EXPLAIN_REFUSED };

/** What has just happened, or why it did not. */
export function Said({ ask }: { ask: SignedAsk }) {
  const done = DONE_WORDS[field(ask.query, 'done')];
  const refused = REFUSED[field(ask.query, 'refused')];
  return (
    <>
      {refused !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{refused}</Says>
        </Notice>
      )}
      {done !== undefined && (
        <Notice kind="done" role="status">
          <Says>{done}</Says>
        </Notice>
      )}
    </>
  );
}
