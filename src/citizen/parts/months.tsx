import { type Formats, formatsOf, type Language, type Texts } from '../../languages/index.ts';
import { addDays, weekday } from '../../lib/dates/jst.ts';
import { IconOn, Sign } from '../../lib/html/index.ts';
import { put } from '../../lib/language/text.ts';
import type { DayNote, DaySign } from '../acts.ts';
import { useSay, useSpeech, useTexts } from '../speech.tsx';

/** Where a day leads; undefined where days are only to look at. */
export type DayHref = ((day: string) => string) | undefined;
type MonthsProps = {
  days: DaySign[];
  href: DayHref;
  /** The day of the present booking; empty: none here. */
  marked: string;
};

/** Days as the calendar shows them: consecutive ones without reception stand in one row on phones. */
type Entry = { kind: 'day'; day: DaySign } | { kind: 'run'; from: string; to: string; note: string };

const SUNDAY = 7;
const SATURDAY = 6;
const LONGEST_REASON = 40;

/** What is unusual about a day, in words; empty for an ordinary one. A holiday's name is Japanese, and read in it alone. */
export function noteOf({ day, sign, note }: DaySign, texts: Texts['months'], language: Language): string {
  if (sign === 'closed') {
    if (note === undefined || note.why === null) return '';
    if (note.why === 'holiday') return (language === 'ja' ? note.name : null) ?? texts.why.holiday;
    return note.why === 'closing' && note.name !== null && note.name !== ''
      ? put(texts.because, { what: texts.why.closing, reason: note.name.slice(0, LONGEST_REASON) })
      : texts.why[note.why];
  }
  const on = weekday(day);
  const kinds = [
    on === SUNDAY ? texts.sunday : on === SATURDAY ? texts.saturday : '',
    (note?.holiday ?? null) === null ? '' : texts.holiday,
  ].filter((kind) => kind !== '');
  return [kinds.length === 0 ? '' : put(texts.unusual, { day: kinds.join(texts.dot) }), untilOf(note, texts, language)]
    .filter((one) => one !== '')
    .join(texts.and);
}

/** Until when a day of the evening is open. */
function untilOf(note: DayNote | undefined, texts: Texts['months'], language: Language): string {
  if (note?.evening !== true) return '';
  return note.ends === null ? texts.evening : put(texts.until, { time: formatsOf(language).time(note.ends) });
}

/** The same in one short word, for a cell as narrow as on a telephone: below the month it stands in full. */
function shortOf({ sign, note }: DaySign, texts: Texts['months']['short'], noted: boolean): string {
  if (!noted) return '';
  if (sign === 'closed') return note?.why === 'holiday' ? texts.holiday : texts.closed;
  return note?.evening === true ? texts.evening : texts.open;
}

const byMonth = (days: DaySign[]): DaySign[][] => [...Map.groupBy(days, ({ day }) => day.slice(0, 7)).values()];

/** The days of a month, each run of days closed for one reason announced before its days. */
function entriesOf(days: DaySign[], texts: Texts['months'], language: Language): Entry[] {
  const entries: Entry[] = [];
  let run: (Entry & { kind: 'run' }) | undefined;
  for (const day of days) {
    const note = noteOf(day, texts, language);
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
export function MonthJump({ days }: { days: DaySign[] }) {
  const texts = useTexts().months;
  const say = useSay();
  const months = byMonth(days);
  if (months.length < 2) return null;
  return (
    <nav aria-label={texts.jump}>
      <ul class="jump">
        {months.map(([first]) => (
          <li>
            <a href={`#month-${first?.day.slice(0, 7)}`}>{say.month(first?.day ?? '')}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A Sunday: weeks begin there. */
const A_SUNDAY = '2026-11-22';

/** Months as lists of days: a link where one may choose, words where not. Sign, word and colour; never a number of places. */
export function Months({ days, href, marked }: MonthsProps) {
  const texts = useTexts().months;
  const say = useSay();
  const { language } = useSpeech();
  return byMonth(days).map((month) => {
    const first = month[0]?.day ?? '';
    return (
      <section class="month" aria-labelledby={`month-${first.slice(0, 7)}`}>
        <h3 id={`month-${first.slice(0, 7)}`}>{say.month(first)}</h3>
        <ul class="weekdays" aria-hidden="true">
          {[0, 1, 2, 3, 4, 5, 6].map((n) => (
            <li>{say.weekday(addDays(A_SUNDAY, n))}</li>
          ))}
        </ul>
        <ul class="days">
          {entriesOf(month, texts, language).map((entry) =>
            entry.kind === 'run' ? (
              <Run entry={entry} texts={texts} say={say} />
            ) : (
              <Day day={entry.day} href={href} marked={entry.day.day === marked} texts={texts} say={say} language={language} />
            ),
          )}
        </ul>
        <MonthNotes days={month} marked={marked} texts={texts} say={say} language={language} />
      </section>
    );
  });
}

type Said = { texts: Texts['months']; say: Formats };

function runOf({ from, to }: { from: string; to: string }, texts: Texts['months'], say: Formats): string {
  const run = { from: say.dayInMonth(from), to: say.dayInMonth(to) };
  return from === to ? run.from : put(texts.run, run);
}

function Run({ entry, texts, say }: Said & { entry: { from: string; to: string; note: string } }) {
  return (
    <li class="day-run">
      {runOf(entry, texts, say)}
      {entry.note !== '' && <span class="day-note">{entry.note}</span>}
      <Sign sign="closed" />
    </li>
  );
}

/** Under a grid too narrow for words: which days are unusual and how. Each day says so itself to who listens. */
function MonthNotes({ days, marked, texts, say, language }: Said & { days: DaySign[]; marked: string; language: Language }) {
  const closed = entriesOf(days, texts, language).flatMap((entry) =>
    entry.kind === 'run' && entry.note !== '' ? [{ note: entry.note, when: runOf(entry, texts, say), first: entry.from }] : [],
  );
  const open = [...Map.groupBy(days, (day) => (day.sign === 'closed' ? '' : noteOf(day, texts, language)))].flatMap(
    ([note, on]) =>
      note === '' ? [] : [{ note, when: say.list(on.map(({ day }) => say.dayInMonth(day))), first: on[0]?.day ?? '' }],
  );
  const now = days.some(({ day }) => day === marked) ? [{ note: texts.now, when: say.dayInMonth(marked), first: marked }] : [];
  const notes = [...closed, ...open, ...now].toSorted((a, b) => (a.first < b.first ? -1 : 1));
  if (notes.length === 0) return null;
  return (
    <ul class="month-notes" aria-hidden="true">
      {notes.map(({ note, when }) => (
        <li>
          <b>{when}</b> {note}
        </li>
      ))}
    </ul>
  );
}

type DayProps = Said & { day: DaySign; href: DayHref; marked: boolean; language: Language };

function Day({ day, href, marked, texts, say, language }: DayProps) {
  const note = noteOf(day, texts, language);
  const short = shortOf(day, texts.short, note !== '');
  const open = day.sign === 'open' || day.sign === 'few';
  const inside = (
    <>
      <span class="unseen">{say.spokenDay(day.day)}</span>
      <span class="day-date number" aria-hidden="true">
        {Number(day.day.slice(8))}
        <span class="day-unit">{texts.dayUnit}</span>
      </span>
      <span class="day-week" aria-hidden="true">
        {put(texts.weekdayIn, { weekday: say.weekday(day.day) })}
      </span>
      <span class="day-sign">
        <Sign sign={day.sign} />
      </span>
      {marked && <span class="day-note day-now">{texts.now}</span>}
      {note !== '' && <span class="day-note">{note}</span>}
      {short !== '' && (
        <span class="day-short" aria-hidden="true">
          {short}
        </span>
      )}
    </>
  );
  return (
    <li
      class={`day day-${day.sign} day-column-${column(day.day)}${marked ? ' day-marked' : open && note !== '' ? ' day-noted' : ''}`}
    >
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
export function SignKey() {
  return (
    <ul class="key" aria-label={useTexts().months.key}>
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

/** One can still book on that day. */
export const isOpen = ({ sign }: DaySign): boolean => sign === 'open' || sign === 'few';
