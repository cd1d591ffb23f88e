// `npm run rehearse -- clocks`: the suite at other hours, days, years and in other time zones. Apart are browser walks, benches and the
// started demo (they bring their own processes) and the few tests that wait for PostgreSQL's own timers (support/time.ts).
// `CLOCKS=2028-02-29,noon-tokyo` runs some of the moments, `CLOCKS_FILES=src/letters,src/desk` some of the files.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { clockLibrary, clockSettings, hasPassed, instantOf, MOMENTS, type Moment, secondsTo } from './moments.ts';

const APART = ['test/journeys/**', 'bench/**', 'test/start/**', 'test/support/browser.test.ts', 'src/lib/postgres/**'];

function runAt(moment: Moment, library: string): boolean {
  const files = process.env['CLOCKS_FILES']?.split(',') ?? [];
  console.log(`— the suite at ${moment.at} in the city, time zone ${moment.zone} (CLOCKS=${moment.name})`);
  const seconds = secondsTo(moment, Temporal.Now.instant());
  const { status } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      ...APART.flatMap((glob) => ['--exclude', glob]),
      ...files,
    ],
    {
      cwd: ROOT,
      env: { ...process.env, ...clockSettings(library, seconds), TZ: moment.zone, CLOCKS_AT: instantOf(moment).toString() },
      stdio: 'inherit',
    },
  );
  console.log(`  ${moment.name} ${status === 0 ? 'passed' : 'FAILED'}`);
  return status === 0;
}

function main(): number {
  const library = clockLibrary(process.env);
  if (library === undefined) {
    console.error(
      'libfaketime was not found, so nothing was run: install it (Debian: apt-get install libfaketime) or name it in CLOCKS_LIBRARY.',
    );
    return 1;
  }
  const names = process.env['CLOCKS']?.split(',') ?? MOMENTS.map(({ name }) => name);
  const unknown = names.filter((name) => !MOMENTS.some((moment) => moment.name === name));
  if (unknown.length > 0) {
    console.error(`Not a moment: ${unknown.join(', ')}. There are: ${MOMENTS.map(({ name }) => name).join(', ')}`);
    return 2;
  }
  const wanted = MOMENTS.filter(({ name }) => names.includes(name));
  const passed = wanted.filter((moment) => hasPassed(moment, Temporal.Now.instant()));
  if (passed.length > 0) {
    console.error(`Passed by now: ${passed.map(({ name }) => name).join(', ')}. Give test/clocks/moments.ts a later year.`);
    return 2;
  }
  const failed = wanted.filter((moment) => !runAt(moment, library));
  for (const { name } of failed) console.error(`failed: CLOCKS=${name} npm run rehearse -- clocks`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = main();
