import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../src/lib/root.ts';
import { booking } from './booking.ts';
import { calendar, calendarPersonal, times } from './calendar.ts';
import { calendarQuery } from './calendar-db.ts';
import { bulkBench, undoBench } from './changes.ts';
import { front } from './front.ts';
import { holdAndBook } from './hold-and-book.ts';
import { hotSlot } from './hot-slot.ts';
import { importing } from './import.ts';
import { importingAtDesk } from './import-desk.ts';
import { csvBench, listBench, pdfBench } from './lists.ts';
import { figures, inWords, withFigures } from './parts/report.ts';
import { type Bench, ProgramMissing, RESULTS, type Result, runBench } from './parts/result.ts';
import { publishing } from './publish.ts';
import { rushing } from './rush.ts';
import { scanning } from './scan.ts';
import { searching } from './search.ts';
import { slowLines } from './slow-line.ts';
import { starting } from './start.ts';
import { verifying } from './verify.ts';

/** In the order of docs/performance.md. */
const BENCHES: readonly Bench[] = [
  booking,
  holdAndBook,
  hotSlot,
  rushing,
  verifying,
  calendar,
  calendarPersonal,
  times,
  front,
  slowLines,
  importing,
  importingAtDesk,
  bulkBench,
  undoBench,
  listBench,
  searching,
  csvBench,
  pdfBench,
  scanning,
  starting,
  calendarQuery,
  publishing,
];

const REPORT = join(ROOT, 'docs', 'performance.md');

/** Puts the last result of every bench into the table of docs/performance.md. */
function report(): void {
  const names = BENCHES.map(({ name }) => name);
  const results = names.flatMap((name): Result[] => {
    const file = join(RESULTS, `${name}.json`);
    return existsSync(file) ? [JSON.parse(readFileSync(file, 'utf8'))] : [];
  });
  writeFileSync(REPORT, withFigures(readFileSync(REPORT, 'utf8'), figures(names, results)));
}

/** `npm run bench [-- NAME …]`: all, or those named. Ends with 1 where one misses what it must reach. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    console.error(
      `Not a bench: ${unknown.join(', ')}. There are:\n${BENCHES.map(({ name, about }) => `  ${name.padEnd(18)}${about}`).join('\n')}`,
    );
    process.exitCode = 2;
    return;
  }
  for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    try {
      const { value, limit, ratio, unit, reached, detail } = await runBench(bench);
      console.log(
        `${bench.name}: ${value} ${unit}, limit ${limit}, ratio ${ratio}: ${reached ? 'reached' : 'MISSED'} (must: ${inWords(bench.demand)})`,
      );
      console.log(`  ${JSON.stringify(detail)}`);
      if (!reached) process.exitCode = 1;
    } catch (error) {
      process.exitCode = 1;
      console.error(
        `${bench.name}: ${error instanceof ProgramMissing ? error.message : error instanceof Error ? error.stack : error}`,
      );
    }
  }
  report();
  console.log(`written to ${RESULTS} and ${REPORT}`);
}

await main(process.argv.slice(2));
