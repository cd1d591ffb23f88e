import { decide } from '../../../calendar/plan.ts';
import { type CalendarState, type Counter, rulesOf } from '../../../calendar/state.ts';
import { monthDayText, plainDate, weekdayWords } from '../../../lib/dates/format.ts';
import { dateAfter } from '../../../lib/dates/jst.ts';
import { mondayOf } from '../../../lib/dates/spans.ts';
import { hoursWords, WEEKDAYS } from './words.ts';

const WEEKS = 8;

type Shown = { day: string; name: string; hours: string; note: string; changed: boolean };

/** What a day follows, and whether the draft changes that. */
function shownDay(before: CalendarState, after: CalendarState, counter: Counter, day: Temporal.PlainDate): Shown {
  const [was, is] = [decide(rulesOf(before, counter), day), decide(rulesOf(after, counter), day)];
  const hours = is.pattern === null ? '' : hoursWords(is.pattern.bands);
  const changed = was.pattern?.id !== is.pattern?.id || (was.pattern !== null && hoursWords(was.pattern.bands) !== hours);
  return { day: day.toString(), name: is.pattern?.name ?? '閉庁', hours, note: is.note, changed };
}

function Day({ one, past }: { one: Shown; past: boolean }) {
  const { month, day, dayOfWeek } = plainDate(one.day);
  const look = `weeks-day${one.hours === '' ? ' weeks-shut' : ''}${one.changed ? ' weeks-changed' : ''}`;
  if (past)
    return (
      <td class="weeks-past">
        <span class="unseen">過ぎた日</span>
      </td>
    );
  return (
    <td class={look}>
      <b class="weeks-date">
        <span aria-hidden="true">
          {day === 1 || dayOfWeek === 1 ? `${month}/` : <span class="weeks-month">{month}/</span>}
          {day}
        </span>
        <span class="unseen">{monthDayText(one.day)}</span>
        <span class="weeks-weekday">（{weekdayWords(dayOfWeek).charAt(0)}）</span>
      </b>
      {one.changed && <span class="tag tag-chosen">変わる</span>}
      <span class="weeks-name">{one.note === '' ? one.name : `${one.name}　${one.note}`}</span>
      {one.hours.split('、').map((span) => (span === '' ? null : <span class="weeks-hours">{span}</span>))}
    </td>
  );
}

/** The next eight weeks of a counter as planned with the draft: 第2木曜日 is seen on the days it falls on. */
export function WeeksAhead({
  before,
  after,
  counter,
  today,
}: {
  before: CalendarState;
  after: CalendarState;
  counter: Counter;
  today: string;
}) {
  const monday = mondayOf(today);
  return (
    <table class="weeks">
      <caption class="unseen">これから8週間の予定。下書きの変更を反映したもの</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday) => (
            <th scope="col">{weekdayWords(weekday).charAt(0)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: WEEKS }, (_, week) => (
          <tr>
            {WEEKDAYS.map((_weekday, i) => {
              const day = dateAfter(monday, week * 7 + i);
              return <Day one={shownDay(before, after, counter, day)} past={day.toString() < today} />;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
