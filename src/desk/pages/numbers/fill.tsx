import { weekdayWords } from '../../../lib/dates/format.ts';
import { Says } from '../../../lib/html/index.ts';
import { type Fill, share } from '../../../lists/numbers/index.ts';
import { ScrollBox } from './chart-table.tsx';

type Part = { weekday: number; hour: number; part: number };

const partsOf = (rows: readonly Fill[]): Part[] =>
  rows.map(({ weekday, hour, offered, taken }) => ({ weekday, hour, part: Math.round(share(taken, offered) ?? 0) }));

/** The fullest time and the emptiest one. */
export function fillSentence(rows: readonly Fill[]): string {
  const parts = partsOf(rows).toSorted((one, other) => other.part - one.part);
  const [most, least] = [parts[0], parts.at(-1)];
  if (most === undefined || least === undefined) return 'この期間の予約枠は、ありません。';
  const said = ({ weekday, hour, part }: Part) => `${weekdayWords(weekday)}の${hour}時台（${part}％）`;
  return most.part === least.part
    ? `どの曜日と時間も、${most.part}％です。`
    : `最も埋まっているのは${said(most)}、最もゆとりがあるのは${said(least)}です。`;
}

/** From which share on a cell is how dark; its number says the same. */
const DARK = [95, 85, 70, 55];
const looks = (part: number): string => `fill-${DARK.filter((from) => part >= from).length}`;

/** How full the places are by weekday and hour. */
export function FillTable({ rows }: { rows: readonly Fill[] }) {
  const parts = partsOf(rows);
  const hours = [...new Set(parts.map(({ hour }) => hour))].toSorted((one, other) => one - other);
  const weekdays = [...new Set(parts.map(({ weekday }) => weekday))].toSorted();
  const heading = '曜日と時間ごとの利用率';
  return (
    <section class="number-part">
      <h2>{heading}</h2>
      <Says>{`数は、予約枠のうち使用した割合（％）です。${fillSentence(rows)}`}</Says>
      <ScrollBox name={`${heading}の表`}>
        <table class="chart-table fill-table chart-in">
          <caption class="unseen">{heading}</caption>
          <thead>
            <tr>
              <td class="chart-table-head" />
              {hours.map((hour) => (
                <th scope="col">{hour}時</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weekdays.map((weekday) => (
              <tr>
                <th scope="row">{weekdayWords(weekday)}</th>
                {hours.map((hour) => {
                  const one = parts.find((cell) => cell.weekday === weekday && cell.hour === hour);
                  return one === undefined ? <td>－</td> : <td class={looks(one.part)}>{one.part}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
