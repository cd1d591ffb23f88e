// A test that reads the present time may not name a future date: the test would fail once that date is past. It counts days from today instead,
// or uses a fixed clock (`stopTimeAt`, `fixedClock`). `npm run rehearse -- clocks` finds what this check cannot read.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

/** Dates from the first up to the second are future dates. Earlier ones were past when this was written; later ones mean "never". */
const [PASSED, FAR] = ['2026-11-28', '2060-01-01'];

/** What asks the present time: whatever has a database (`lib.now()`) or stands in test/, and the unit tests that do it by name. */
const HAS_DATABASE = /\.db\.test\.|^(?:test|bench)\//u;
const ASKS = /\bsystemClock\b|\bTemporal\.Now\b|\bDate\.now\(|\bnew Date\(\)/u;
const OWN_CLOCK = /\bstopTime(?:At)?\b|\bfixedClock\b/u;

const DATE = /(?<![\d.])(20\d\d)(?:([-/])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?!\d)/gu;
const ERA = /令和(\d{1,3})年(\d{1,2})月(\d{1,2})日(?:（([月火水木金土日])）)?/gu;
/** Words of the product itself: 「令和8年12月1日」のように. */
const EXAMPLE = /「[^」]*」/gu;

/** Files whose days may come and pass, each with why. */
const ALLOWED: ReadonlyMap<string, string> = new Map([
  ['src/calendar/holidays.db.test.ts', 'asks for the holidays of named years'],
  ['src/calendar/window-table.db.test.ts', 'hands the instant in with every question'],
  ['src/calendar/window.db.test.ts', 'the same'],
  ['src/desk/pages/settings/settings.db.test.ts', 'an office may open and shut to citizens on any day, past ones too'],
  ['src/intake/import.db.test.ts', 'a card that has expired is taken in like any other'],
  ['test/plans/holidays.test.ts', 'asks for the holidays of named years'],
  ['test/plans/law.ts', 'the same'],
  ['test/plans/plan.test.ts', 'plans from rules alone, from a day that is handed in'],
  ['test/clocks/clocks.test.ts', 'names the moments that clocks are set to'],
  ['test/clocks/moments.ts', 'the same'],
  ['test/clocks/run.ts', 'the same'],
]);

/** The day, where there is one: no 30th of February and no Monday that is a Tuesday ever comes. */
function dayOf(year: number, month: number, day: number, weekday?: string): string | undefined {
  try {
    const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
    return weekday === undefined || '月火水木金土日'[date.dayOfWeek - 1] === weekday ? date.toString() : undefined;
  } catch {
    return undefined;
  }
}

/** Days to come that a test names although the present time is another every day, a sentence each. */
export function daysToCome(path: string, text: string, allowed: ReadonlyMap<string, string> = ALLOWED): string[] {
  const asks = HAS_DATABASE.test(path) || ASKS.test(text);
  if (!asks || OWN_CLOCK.test(text) || allowed.has(path)) return [];
  return text.split('\n').flatMap((whole, at) => {
    const line = whole.replace(EXAMPLE, '');
    const written = [...line.matchAll(DATE)].map(([, year, , month, day, kanjiMonth, kanjiDay]) =>
      dayOf(Number(year), Number(month ?? kanjiMonth), Number(day ?? kanjiDay)),
    );
    const eras = [...line.matchAll(ERA)].map(([, year, month, day, weekday]) =>
      dayOf(2018 + Number(year), Number(month), Number(day), weekday),
    );
    return [...written, ...eras]
      .filter((day) => day !== undefined && day >= PASSED && day < FAR)
      .map(
        (day) => `${path}:${at + 1} names ${day}, which will pass: count days from today, or give the test a clock of its own`,
      );
  });
}

function main(): number {
  const files = globSync(['src/**/*.test.{ts,tsx}', 'test/**/*.ts', 'build/**/*.test.ts', 'bench/**/*.test.ts'], { cwd: ROOT });
  const found = files.flatMap((path) => daysToCome(path, readFileSync(join(ROOT, path), 'utf8')));
  for (const line of found) console.error(line);
  console.log(`${files.length} test files, ${found.length} wrong`);
  return found.length > 0 || files.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
