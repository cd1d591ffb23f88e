import { Notice, Says } from '../../../lib/html/index.ts';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { DONE_WORDS, SEE_REFUSED, STEP_REFUSED } from './words.ts';

export const Crumbs = ({ office }: { office: string }) => (
  <nav class="crumbs" aria-label="現在の場所">
    <ol>
      <li>
        <a href={paths.storage}>保管場所</a>
      </li>
      <li>
        <a href={paths.stocktakes}>
          棚卸<span class="unseen">：{office}</span>
        </a>
      </li>
    </ol>
  </nav>
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
