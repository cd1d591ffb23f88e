import { Notice, Says } from '../../../lib/html/index.ts';
import { Crumbs } from '../../parts/crumbs.tsx';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { DONE_WORDS, SEE_REFUSED, STEP_REFUSED } from './words.ts';

/** The pages above one stock-take. */
export const StocktakeCrumbs = ({ office }: { office: string }) => (
  <Crumbs
    of={[
      { href: paths.storage, words: '保管場所' },
      {
        href: paths.stocktakes,
        words: (
          <>
            棚卸<span class="unseen">：{office}</span>
          </>
        ),
      },
    ]}
  />
);

const REFUSED: Readonly<Record<string, string>> = { ...SEE_REFUSED, ...STEP_REFUSED };

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
