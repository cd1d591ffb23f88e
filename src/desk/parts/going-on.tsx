import { Notice } from '../../lib/html/index.ts';
import { withQuery } from '../paths.ts';
import { field, type SignedAsk } from '../route.ts';

/** Asks for the page as it stands, that does not look again by itself. */
const STILL = { still: 'yes' } as const;
/** A browser without scripts looks again after so many seconds. */
const AGAIN_SECONDS = 5;

const isStill = (ask: SignedAsk): boolean => field(ask.query, 'still') === STILL.still;

/** After how many seconds a page of work that goes on looks again; undefined where that is switched off, or nothing goes on. */
export const refreshOf = (ask: SignedAsk, goesOn: boolean): number | undefined =>
  goesOn && !isStill(ask) ? AGAIN_SECONDS : undefined;

type Props = { ask: SignedAsk; title: string; words: string; href: string };

/** How far work is that a process does. The page looks again by itself, unless that is switched off: it holds nothing that could be lost. */
export function GoingOn({ ask, title, words, href }: Props) {
  const still = isStill(ask);
  return (
    <div {...(still ? {} : { 'data-progress': '' })}>
      <Notice kind="care" role="status" title={title}>
        <p>{words}。この画面を閉じても続きます。</p>
        <p>
          {still ? (
            <a href={href}>表示を更新する（自動更新を再開する）</a>
          ) : (
            <a href={withQuery(href, STILL)}>自動更新を止める</a>
          )}
        </p>
      </Notice>
    </div>
  );
}
