import { foldHyphens, foldWidth, removeSpaces } from '../japanese/width.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { ERAS, type Era, westernYear } from './eras.ts';

/** A date on paper: a day, or what is known of one. Birthdays without a day or a month occur in resident records. */
export type ReadDate =
  | { kind: 'date'; date: string }
  | { kind: 'partial'; text: string; year: number | null; month: number | null };

type DateRefusal = 'empty' | 'unreadable' | 'impossible';

const ERA_MARK = ERAS.flatMap((era) => [era.name, era.short, era.letter]).join('|');
const PARTED = new RegExp(`^(?:(${ERA_MARK})\\.?)?(元|\\d{1,4})[-/.年](?:(\\d{1,2})(?:[-/.月](?:(\\d{1,2})日?)?)?)?$`, 'u');
const UNKNOWN = /^(?:不明|不詳|\?+|[0*]+|[-/.0]+)$/u;
const WEEKDAY = /\([月火水木金土日](?:曜日?)?(?:・?祝日?)?\)$/u;
/** The midnight that spreadsheets and databases write behind a day. */
const MIDNIGHT = /[\sT]+0{1,2}:00(?::00(?:\.0+)?)?$/iu;

const eraNamed = (mark: string): Era | undefined =>
  ERAS.find((era) => era.name === mark || era.short === mark || era.letter === mark);

/** Digits without a sign between: 20260501, R080501, 5080501 (era as a digit, seven in all). */
function unparted(text: string): [string | undefined, string, string, string] | undefined {
  const western = /^(\d{4})(\d\d)(\d\d)$/u.exec(text);
  if (western) return [undefined, western[1] ?? '', western[2] ?? '', western[3] ?? ''];
  const era = new RegExp(`^(${ERA_MARK}|[1-5])(\\d\\d)(\\d\\d)(\\d\\d)$`, 'u').exec(text);
  if (!era) return undefined;
  const mark = ERAS.find(({ digit }) => digit === era[1])?.letter ?? era[1];
  return [mark, era[2] ?? '', era[3] ?? '', era[4] ?? ''];
}

/** Reads the parts; 00, blank and 99 as month or day mean it is not known. */
const part = (text: string | undefined): number | null => {
  const value = Number(text ?? '0');
  return value === 0 || value === 99 ? null : value;
};

function judge(text: string, year: number, month: number | null, day: number | null): Outcome<ReadDate, DateRefusal> {
  if (month !== null && month > 12) return refused('impossible');
  if (month === null && day !== null) return refused('impossible');
  if (month === null || day === null) return done({ kind: 'partial', text, year, month });
  try {
    const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
    return done({ kind: 'date', date: date.toString() });
  } catch {
    return refused('impossible');
  }
}

/**
 * Reads a date as files and people write it: 令和8年5月1日, R8.5.1, 昭22.03.00, 2026/05/01, 20260501, in any width,
 * with or without a weekday or the midnight it begins with behind. 00 as month or day gives a partial one.
 * A day outside its era (昭和64年5月1日) is read all the same: papers carry them. 不明 is partial with nothing known.
 */
export function parseDate(input: string): Outcome<ReadDate, DateRefusal> {
  if (input.length > 100) return refused('unreadable');
  const shown = input.trim();
  const text = foldHyphens(removeSpaces(foldWidth(input).trim().replace(MIDNIGHT, '')))
    .toUpperCase()
    .replace(WEEKDAY, '');
  if (text === '') return refused('empty');
  if (UNKNOWN.test(text)) return done({ kind: 'partial', text: shown, year: null, month: null });
  const parted = PARTED.exec(text);
  const [mark, years, months, days] = parted ? [parted[1], parted[2] ?? '', parted[3], parted[4]] : (unparted(text) ?? []);
  if (years === undefined) return refused('unreadable');
  const count = years === '元' ? 1 : Number(years);
  if (mark === undefined && (years === '元' || years.length !== 4)) return refused('unreadable');
  const era = mark === undefined ? undefined : eraNamed(mark);
  const year = era === undefined ? count : westernYear(era, count);
  if (year === undefined || year < 1868 || year > 2200) return refused('impossible');
  return judge(shown, year, part(months), part(days));
}
