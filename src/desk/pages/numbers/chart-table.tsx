import type { ComponentChildren } from 'preact';
import { Says } from '../../../lib/html/index.ts';

/** The head of a column below a chart. `group`: what neighbours share, said once above them: 10月. */
export type Head = { group: string; label: string; below?: string };

/** Neighbours of one group, as the cell above them takes them. */
function groupsOf(heads: readonly Head[]): { group: string; span: number }[] {
  const groups: { group: string; span: number }[] = [];
  for (const { group } of heads) {
    const last = groups.at(-1);
    if (last?.group === group) last.span += 1;
    else groups.push({ group, span: 1 });
  }
  return groups;
}

/** The figures of a chart: its columns stand below those of the drawing. */
export function ChartTable({
  caption,
  heads,
  rows,
}: {
  caption: string;
  heads: readonly Head[];
  rows: readonly { name: string; cells: readonly string[] }[];
}) {
  return (
    <table class="chart-table">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          <td class="chart-table-head" />
          {groupsOf(heads).map(({ group, span }) => (
            <th scope="colgroup" colSpan={span}>
              {group}
            </th>
          ))}
        </tr>
        <tr>
          <td />
          {heads.map(({ label, below }) => (
            <th scope="col">
              {label}
              {below !== undefined && (
                <>
                  <br />
                  {below}
                </>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, cells }) => (
          <tr>
            <th scope="row">{name}</th>
            {cells.map((cell) => (
              <td>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What may be wider than the screen scrolls in a box of its own, which takes the focus, or no key could scroll it. */
export function ScrollBox({ name, children }: { name: string; children: ComponentChildren }) {
  const scrolls = { role: 'region' as const, 'aria-label': name, tabIndex: 0 };
  return (
    <div class="chart-box" {...scrolls}>
      {children}
    </div>
  );
}

type Key = { words: string; looks: 'first' | 'second' };

/** A chart: its heading, what it shows in a sentence, what its marks mean, the drawing, and the same figures below it. Both scroll together where there is no room for them. */
export function ChartPart({
  heading,
  says,
  more,
  keys = [],
  small = false,
  empty = false,
  children,
}: {
  heading: string;
  says: string;
  more?: ComponentChildren;
  keys?: readonly Key[];
  /** Half a page wide. */
  small?: boolean;
  /** There is nothing to draw: the sentence says why. */
  empty?: boolean;
  children: ComponentChildren;
}) {
  return (
    <section class="number-part">
      <h2>{heading}</h2>
      <Says>{says}</Says>
      {more}
      {!empty && keys.length > 0 && (
        <p class="number-key">
          {keys.map(({ words, looks }) => (
            <>
              <span class={`number-key-${looks}`} aria-hidden="true" />
              <b>{words}</b>
            </>
          ))}
        </p>
      )}
      {!empty && (
        <ScrollBox name={`${heading}のグラフと表`}>
          <div class={small ? 'chart-in chart-small' : 'chart-in'}>{children}</div>
        </ScrollBox>
      )}
    </section>
  );
}
