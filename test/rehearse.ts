// `npm run rehearse [-- NAME …]`: tests of `npm test` at full length, all or those named, one after another, and the programs beside them. Prints
// what to type to see the same run again. Ends with 0 when all pass, with 1 when one fails, with 2 when there is none of that name.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../src/lib/root.ts';
import { PROGRAMS, type Program, REHEARSALS, type Rehearsal, settingsOf } from './rehearsals.ts';

function rehearse(rehearsal: Rehearsal): boolean {
  const settings = settingsOf(rehearsal, process.env);
  const again = [
    ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    'npm run rehearse --',
    rehearsal.name,
  ].join(' ');
  console.log(`— ${rehearsal.name}: ${rehearsal.about}\n  ${again}`);
  const began = performance.now();
  const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...rehearsal.files], {
    cwd: ROOT,
    env: { ...process.env, ...settings },
    stdio: 'inherit',
  });
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(`  ${rehearsal.name} ${status === 0 ? 'passed' : 'FAILED'} in ${minutes} min: ${again}`);
  return status === 0;
}

const runProgram = ({ program }: Program): boolean =>
  spawnSync(process.execPath, [join(ROOT, program)], { cwd: ROOT, stdio: 'inherit' }).status === 0;

function main(names: readonly string[]): number {
  const all = [...REHEARSALS, ...PROGRAMS];
  const unknown = names.filter((name) => !all.some((rehearsal) => rehearsal.name === name));
  if (unknown.length > 0) {
    const list = all.map(({ name, about }) => `  ${name.padEnd(10)}${about}`).join('\n');
    console.error(`Not a rehearsal: ${unknown.join(', ')}. There are:\n${list}`);
    return 2;
  }
  const wanted = all.filter(({ name }) => names.length === 0 || names.includes(name));
  return wanted.map((one) => ('program' in one ? runProgram(one) : rehearse(one))).every((passed) => passed) ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
