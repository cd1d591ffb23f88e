import { eraMonth, monthDayText, weekdayName } from '../../lib/dates/format.ts';
import { weekday } from '../../lib/dates/jst.ts';
import { IconOn, Sign } from '../../lib/html/index.ts';
import type { DayNote, DaySign } from '../acts.ts';
import type { Language, Words } from '../language.ts';

const words: Words<{
  weekdays: string[];
  dayUnit: string;
  weekdayUnit: string;
  run: (from: string, to: string) => string;
  key: string;
  jump: string;
  now: string;
  why: Record<Exclude<DayNote['why'], null>, string>;
  because: (what: string, reason: string) => string;
  unusual: (day: string) => string;
  evening: string;
  sunday: string;
  saturday: string;
  holiday: string;
}> = {
  ja: {
    weekdays: ['日', '月', '火', '水', '木', '金', '土'],
    dayUnit: '日',
    weekdayUnit: '曜日',
    run: (from, to) => (from === to ? from : `${from}から${to}まで`),
    key: '記号の意味',
    jump: '月を選ぶ',
    now: '現在の予約',
    why: { holiday: '祝日', 'year-end': '年末年始', closing: '臨時閉庁', closed: '臨時閉庁' },
    because: (what, reason) => `${what}（${reason}）`,
    unusual: (day) => `${day}も開庁`,
    evening: '夜間も開庁',
    sunday: '日曜',
    saturday: '土曜',
    holiday: '祝日',
  },
};

/** Where a day leads; undefined where days are only to look at. */
export type DayHref = ((day: string) => string) | undefined;
type MonthsProps = {
  days: DaySign[];
  href: DayHref /** The day of the present booking; empty: none here. */;
  marked: string;
  language: Language;
};

/** Days as the calendar shows them: consecutive ones without reception stand in one row on phones. */
type Entry = { kind: 'day'; day: DaySign } | { kind: 'run'; from: string; to: string; note: string };

const SUNDAY = 7;
const SATURDAY = 6;
const LONGEST_REASON = 40;

/** What is unusual about a day, in words; empty for an ordinary one. */
export function noteOf({ day, sign, note }: DaySign, language: Language): string {
  const texts = words[language];
  if (sign === 'closed') {
    if (note === undefined || note.why === null) return '';
    if (note.why === 'holiday') return note.name ?? texts.why.holiday;
    return note.why === 'closing' && note.name !== null && note.name !== ''
      ? texts.because(texts.why.closing, note.name.slice(0, LONGEST_REASON))
      : texts.why[note.why];
  }
  const on = weekday(day);
  const kinds = [
    on === SUNDAY ? texts.sunday : on === SATURDAY ? texts.saturday : '',
    (note?.holiday ?? null) === null ? '' : texts.holiday,
  ].filter((kind) => kind !== '');
  return [kinds.length === 0 ? '' : texts.unusual(kinds.join('・')), note?.evening === true ? texts.evening : '']
    .filter((one) => one !== '')
    .join('、');
}

const byMonth = (days: DaySign[]): DaySign[][] => [...Map.groupBy(days, ({ day }) => day.slice(0, 7)).values()];

/** The days of a month, each run of days closed for one reason announced before its days. */
export function entriesOf(days: DaySign[], language: Language = 'ja'): Entry[] {
  const entries: Entry[] = [];
  let run: (Entry & { kind: 'run' }) | undefined;
  for (const day of days) {
    const note = noteOf(day, language);
    if (day.sign !== 'closed') run = undefined;
    else if (run === undefined || run.note !== note) {
      run = { kind: 'run', from: day.day, to: day.day, note };
      entries.push(run);
    } else run.to = day.day;
    entries.push({ kind: 'day', day });
  }
  return entries;
}

/** Sunday is the first column. */
const column = (day: string): number => (weekday(day) % 7) + 1;

/** To the months below, where there are several: the list is long on a phone. */
export function MonthJump({ days, language }: { days: DaySign[]; language: Language }) {
  const months = byMonth(days);
  if (months.length < 2) return null;
  return (
    <nav aria-label={words[language].jump}>
      <ul class="jump">
        {months.map(([first]) => (
          <li>
            <a href={`#month-${first?.day.slice(0, 7)}`}>{eraMonth(first?.day ?? '')}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Months as lists of days: a link where one may choose, words where not. Sign, word and colour; never a number of places. */
export function Months({ days, href, marked, language }: MonthsProps) {
  const texts = words[language];
  return byMonth(days).map((month) => {
    const first = month[0]?.day ?? '';
    return (
      <section class="month" aria-labelledby={`month-${first.slice(0, 7)}`}>
        <h3 id={`month-${first.slice(0, 7)}`}>{eraMonth(first)}</h3>
        <ul class="weekdays" aria-hidden="true">
          {texts.weekdays.map((name) => (
            <li>{name}</li>
          ))}
        </ul>
        <ul class="days">
          {entriesOf(month, language).map((entry) =>
            entry.kind === 'run' ? (
              <Run entry={entry} language={language} />
            ) : (
              <Day day={entry.day} href={href} marked={entry.day.day === marked} language={language} />
            ),
          )}
        </ul>
      </section>
    );
  });
}

function Run({ entry, language }: { entry: { from: string; to: string; note: string }; language: Language }) {
  const name = (day: string) => `${monthDayText(day).replace(/^.*月/u, '')}（${weekdayName(day)}）`;
  return (
    <li class="day-run">
      {words[language].run(name(entry.from), name(entry.to))}
      {entry.note !== '' && <span class="day-note">{entry.note}</span>}
      <Sign sign="closed" />
    </li>
  );
}

function Day({ day, href, marked, language }: { day: DaySign; href: DayHref; marked: boolean; language: Language }) {
  const note = noteOf(day, language);
  const texts = words[language];
  const open = day.sign === 'open' || day.sign === 'few';
  const inside = (
    <>
      <span class="unseen">{`${monthDayText(day.day)}（${weekdayName(day.day)}${texts.weekdayUnit}）`}</span>
      <span class="day-date number" aria-hidden="true">
        {Number(day.day.slice(8))}
        <span class="day-unit">{texts.dayUnit}</span>
      </span>
      <span class="day-week" aria-hidden="true">
        {`（${weekdayName(day.day)}）`}
      </span>
      <span class="day-sign">
        <Sign sign={day.sign} />
      </span>
      {marked && <span class="day-note day-now">{texts.now}</span>}
      {note !== '' && <span class="day-note">{note}</span>}
    </>
  );
  return (
    <li class={`day day-${day.sign} day-column-${column(day.day)}`}>
      {open && href !== undefined ? (
        <a class="day-in" href={href(day.day)}>
          {inside}
          <IconOn class="day-go" />
        </a>
      ) : (
        <span class="day-in">{inside}</span>
      )}
    </li>
  );
}

/** What the signs mean. */
export function SignKey({ language }: { language: Language }) {
  return (
    <ul class="key" aria-label={words[language].key}>
      {(['open', 'few', 'full', 'closed'] as const).map((sign) => (
        <li>
          <Sign sign={sign} />
        </li>
      ))}
    </ul>
  );
}

/** Days from `from` on that belong on the page: from the earliest a card can be there to the latest, none of it in the past. */
export const shownDays = (days: DaySign[], earliest: string | null, latest: string | null): DaySign[] =>
  earliest === null || latest === null ? [] : days.filter(({ day }) => day >= earliest && day <= latest);

/** The first day on which one can still book. */
export const nextOpen = (days: DaySign[]): DaySign | undefined => days.find(({ sign }) => sign === 'open' || sign === 'few');
