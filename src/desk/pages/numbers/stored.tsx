import type { DueRow } from '../../../cards/deadline.ts';
import type { MonthEnd } from '../../../cards/month-ends.ts';
import { eraMonth, eraYear, plainDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { rightCol, Table } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { STEP_WORDS } from '../../../lists/definitions/deadlines.ts';
import { paths, withQuery } from '../../paths.ts';
import { Bars } from './chart.tsx';
import { ChartPart, ChartTable } from './chart-table.tsx';
import { counted } from './words.ts';

/** How the number of cards went from the first month to the last. */
function storedSentence(months: readonly MonthEnd[]): string {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return 'まだ数えていません。夜間に数えます。';
  const than = last.cards - first.cards;
  const way = than < 0 ? `${grouped(-than)}枚減りました` : than > 0 ? `${grouped(than)}枚増えました` : '増減はありません';
  return [
    first.month === last.month ? '' : `${eraMonth(first.month)}末から、${way}。`,
    `6か月を超えて保管しているカードは、${grouped(last.keptLong)}枚です。`,
  ].join('');
}

/** Cards that were kept at the end of each month, and of them those for more than six months. */
export function Stored({ months }: { months: readonly MonthEnd[] }) {
  const heading = '保管しているカード（月末）';
  const last = months.at(-1);
  return (
    <ChartPart
      heading={heading}
      says={storedSentence(months)}
      more={last !== undefined && <p class="soft">{`${plainDate(last.month).month}月は、${deskMoment(last.at)}の数です。`}</p>}
      keys={[
        { words: '保管しているカード', looks: 'first' },
        { words: '6か月を超えたもの', looks: 'second' },
      ]}
      small
      empty={months.length === 0}
    >
      <Bars
        name="保管しているカードのグラフ。数は、下の表にあります。"
        wide={600}
        left={78}
        unit="枚"
        within
        columns={months.map(({ cards, keptLong }) => ({ first: cards, second: keptLong }))}
      />
      <ChartTable
        caption={heading}
        heads={months.map(({ month }) => ({ group: eraYear(month), label: `${plainDate(month).month}月` }))}
        rows={[
          { name: '全部', cells: months.map(({ cards }) => grouped(cards)) },
          { name: '6か月超', cells: months.map(({ keptLong }) => grouped(keptLong)) },
        ]}
      />
    </ChartPart>
  );
}

/** Cards at an end of their time, now and within four weeks; `leads`: the list of them may be opened. */
export const Ahead = ({ due, leads }: { due: readonly DueRow[]; leads: boolean }) => (
  <section class="number-part">
    <h2>カードの期限</h2>
    <Table
      caption="カードの期限"
      narrow
      empty="まだ数えていません。夜間に数えます。"
      columns={['種類', rightCol('現在の対象'), rightCol('今後の4週間')]}
      rows={due.map(({ step, cards, ahead }) => [
        leads ? <a href={withQuery(paths.list('deadlines'), { step })}>{STEP_WORDS[step]}</a> : STEP_WORDS[step],
        `${grouped(cards)}枚`,
        counted(ahead, '枚'),
      ])}
    />
  </section>
);
