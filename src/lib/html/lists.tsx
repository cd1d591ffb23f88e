import type { ComponentChildren } from 'preact';
import { plain } from '../language/text.ts';
import { Phrase } from './phrase.tsx';
import { usePartWords } from './words.tsx';

type SignOf = 'open' | 'few' | 'full' | 'closed';
const MARKS: Record<SignOf, string> = { open: '○', few: '△', full: '×', closed: '－' };

/** ○ 空きあり, △ 残りわずか, × 満員, － 受付なし: shape, word and colour; never a count. The mark is not read aloud, the word is. */
export function Sign({ sign, words }: { sign: SignOf; words?: string }) {
  const parts = usePartWords();
  return (
    <span class={`sign sign-${sign}`}>
      <span class="sign-mark" aria-hidden="true">
        {MARKS[sign]}
      </span>
      <span class="sign-word">{words ?? parts.signs[sign]}</span>
    </span>
  );
}

type SummaryRow = {
  term: string;
  value: ComponentChildren;
  /** A smaller line beneath. */
  more?: ComponentChildren;
  /** Where it may be changed; what is changed is said unseen behind the link's word. */
  change?: string | undefined;
};

/** What was chosen, row by row, each with its way back. */
export function SummaryList({ rows }: { rows: SummaryRow[] }) {
  const words = usePartWords();
  return (
    <dl class="check">
      {rows.map((row) => (
        <div class="check-row">
          <dt>{row.term}</dt>
          <dd>
            {row.value}
            {row.more !== undefined && <span class="check-more">{row.more}</span>}
          </dd>
          {row.change !== undefined && (
            <dd class="check-change">
              <a href={row.change}>
                {words.change}
                <span class="unseen">
                  {words.colon}
                  {plain(row.term)}
                </span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** `right`: of figures. `whole`: its cells are never broken. */
export type Column = { head: ComponentChildren; right?: boolean; whole?: boolean };
export const wholeCol = (head: ComponentChildren): Column => ({ head, whole: true });
export const rightCol = (head: ComponentChildren): Column => ({ head, right: true });

type Groups = readonly { key: string; head: ComponentChildren }[];
type Body = { head: ComponentChildren | undefined; from: number; body: ComponentChildren[][] };

/** The rows as they stand together: all of them, or those of each heading. */
function bodiesOf(rows: ComponentChildren[][], groups: Groups | undefined): Body[] {
  if (groups === undefined) return [{ head: undefined, from: 0, body: rows }];
  const starts = rows.flatMap((_, at) => (at === 0 || groups[at]?.key !== groups[at - 1]?.key ? [at] : []));
  return starts.map((from, nth) => ({ head: groups[from]?.head, from, body: rows.slice(from, starts[nth + 1]) }));
}

/** A table with hairlines. The first cell of a row is its head. Wide tables scroll in their own box. A column is its head, where no more is to be said of it. */
export function Table({
  caption,
  captionSeen = false,
  wide = false,
  narrow = false,
  stacked,
  columns: heads,
  rows,
  ids,
  sum = false,
  groups,
  empty,
}: {
  caption: string;
  captionSeen?: boolean;
  /** It may scroll on a narrow screen and may hold no link: then its box takes the focus, or no key could scroll it. */
  wide?: boolean;
  /** Of two short columns: so close that an eye goes from a name to its figure. */
  narrow?: boolean;
  /** On a telephone each row is a block, so that nothing of it stands beyond the edge; `named`: each cell behind its head, where it would not be understood alone. */
  stacked?: 'plain' | 'named';
  columns: readonly (string | Column)[];
  rows: ComponentChildren[][];
  /** Of the first rows, where a press in one leads back to it. */
  ids?: readonly string[];
  /** The last row is the sum of those above. */
  sum?: boolean;
  /** The rows stand under headings: what heads each, and that it begins or goes on. */
  groups?: Groups | undefined;
  empty?: string;
}) {
  if (rows.length === 0 && empty !== undefined) {
    return (
      <p class="empty">
        <Phrase>{empty}</Phrase>
      </p>
    );
  }
  const columns = heads.map((column): Column => (typeof column === 'string' ? { head: column } : column));
  const looks = (column: Column | undefined) => {
    const names = [column?.right === true ? 'right' : '', column?.whole === true ? 'whole' : ''].filter((name) => name !== '');
    return names.length === 0 ? {} : { class: names.join(' ') };
  };
  const named = (column: Column | undefined) =>
    stacked === 'named' && typeof column?.head === 'string' ? { 'data-head': column.head } : {};
  return (
    <div
      class={stacked === undefined ? 'table-box' : 'table-box stacked'}
      {...(wide ? { role: 'region' as const, 'aria-label': caption, tabIndex: 0 } : {})}
    >
      <table class={narrow ? 'table table-narrow' : 'table'}>
        <caption class={captionSeen ? '' : 'unseen'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" {...looks(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        {bodiesOf(rows, groups).map(({ head, from, body }) => (
          <tbody>
            {head !== undefined && (
              <tr class="table-group">
                <th scope="rowgroup" colSpan={columns.length}>
                  {head}
                </th>
              </tr>
            )}
            {body.map((cells, at) => (
              <tr
                {...(sum && from + at === rows.length - 1 ? { class: 'table-sum' } : {})}
                {...(ids?.[from + at] === undefined ? {} : { id: ids[from + at], 'data-row': '' })}
              >
                {cells.map((cell, index) =>
                  index === 0 ? (
                    <th scope="row" {...looks(columns[index])}>
                      {cell}
                    </th>
                  ) : (
                    <td {...looks(columns[index])} {...named(columns[index])}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** Pages of a long list: first, last, and those around this one. `href(page)` counts from 1. `label`: of which list, where a page has several. */
export function Pager({
  page,
  pages,
  href,
  label,
}: {
  page: number;
  pages: number;
  href: (page: number) => string;
  label?: string;
}) {
  const words = usePartWords();
  if (pages <= 1) return null;
  const near = [...new Set([1, page - 1, page, page + 1, pages])].filter((one) => one >= 1 && one <= pages).sort((a, b) => a - b);
  return (
    <nav aria-label={label ?? words.pages}>
      <ul class="pager">
        {page > 1 && (
          <li>
            <a href={href(page - 1)} rel="prev">
              {words.previous}
            </a>
          </li>
        )}
        {near.map((one, index) => (
          <>
            {index > 0 && one - (near[index - 1] ?? one) > 1 && (
              <li>
                <span>…</span>
              </li>
            )}
            <li>{one === page ? <span aria-current="page">{one}</span> : <a href={href(one)}>{one}</a>}</li>
          </>
        ))}
        {page < pages && (
          <li>
            <a href={href(page + 1)} rel="next">
              {words.following}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}

/** How far along: the words say it, the bar shows it. */
export function Steps({ step, steps, name, words }: { step: number; steps: number; name: string; words: string }) {
  const gap = 1;
  const part = (100 - gap * (steps - 1)) / steps;
  return (
    <div class="steps">
      <p>
        {words}　<Phrase>{name}</Phrase>
      </p>
      <svg class="steps-bar" aria-hidden="true" focusable="false">
        {Array.from({ length: steps }, (_, index) => (
          <rect
            class={index < step ? 'steps-on' : 'steps-off'}
            x={`${(index * (part + gap)).toFixed(2)}%`}
            y="0"
            width={`${part.toFixed(2)}%`}
            height="8"
          />
        ))}
      </svg>
    </div>
  );
}
