import { monthDayText } from '../../../lib/dates/format.ts';
import { type FiguresRow, shares } from '../../../lists/numbers/index.ts';
import { Line } from './chart.tsx';
import { ChartPart, ChartTable } from './chart-table.tsx';
import { headOf } from './visits.tsx';

type Week = { key: string; part: number | null };

/** The share of who did not come, week by week; null where nobody's visit has an outcome. */
const weeksOf = (rows: readonly FiguresRow[]): Week[] => rows.map((row) => ({ key: row.key ?? '', part: shares(row).noShow }));

/** How the share went from the first week that has one to the last. */
export function weeksSentence(weeks: readonly Week[]): string {
  const known = weeks.flatMap(({ key, part }) => (part === null ? [] : [{ key, part }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return '来庁と未来庁の記録は、まだありません。';
  const said = ({ key, part }: { key: string; part: number }) => `${monthDayText(key)}の週の${part.toFixed(1)}％`;
  if (first.key === last.key) return `${monthDayText(last.key)}の週は、${last.part.toFixed(1)}％です。`;
  const way = last.part < first.part ? 'へ下がりました' : last.part > first.part ? 'へ上がりました' : 'と同じです';
  return `${said(first)}から、${said(last)}${way}。`;
}

/** Whether the last week stays within what the city wants; nothing where it wants nothing, or no week has a share. `goal`: in percent. */
export function goalSentence(weeks: readonly Week[], goal: number): string {
  const last = weeks.flatMap(({ part }) => (part === null ? [] : [part])).at(-1);
  if (goal === 0 || last === undefined) return '';
  // As the week is said: to a tenth.
  const over = Number(last.toFixed(1)) - goal;
  return over > 0 ? `目標の${goal}％を、${over.toFixed(1)}ポイント上回っています。` : `目標の${goal}％以内です。`;
}

/** Who did not come, by week, up to the end of the stretch. */
export function Weeks({ rows, goal }: { rows: readonly FiguresRow[]; goal: number }) {
  const weeks = weeksOf(rows);
  const heading = '未来庁の割合（週ごと）';
  return (
    <ChartPart
      heading={heading}
      says={`${weeksSentence(weeks)}${goalSentence(weeks, goal)}`}
      small
      empty={weeks.every(({ part }) => part === null)}
    >
      <Line
        name="未来庁の割合のグラフ。数は、下の表にあります。"
        wide={480}
        left={62}
        unit="％"
        values={weeks.map(({ part }) => part)}
        goal={goal}
      />
      <ChartTable
        caption={heading}
        heads={weeks.map(({ key }) => headOf('day', key, new Map()))}
        rows={[{ name: '割合％', cells: weeks.map(({ part }) => part?.toFixed(1) ?? '－') }]}
      />
    </ChartPart>
  );
}
