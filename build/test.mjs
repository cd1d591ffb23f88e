// `npm test`: builds, checks, then every test. Plain JavaScript, because an old Node may start it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ROOT, underOurNode } from './node.mjs';

const RESULTS = join(ROOT, '.clauses', 'results.json');

function run(program, args) {
  const { status, signal } = spawnSync(process.execPath, [join(ROOT, program), ...args], { cwd: ROOT, stdio: 'inherit' });
  return signal === null ? (status ?? 1) : 1;
}

async function main() {
  await build();
  const checked = run('build/check.mjs', []);
  mkdirSync(join(ROOT, '.clauses'), { recursive: true });
  rmSync(RESULTS, { force: true });
  const tested = run('node_modules/vitest/vitest.mjs', [
    'run',
    ...process.argv.slice(2),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${RESULTS}`,
  ]);
  const { numPassedTests = 0, numFailedTests = 0 } = JSON.parse(readFileSync(RESULTS, 'utf8'));
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
  process.exitCode = checked !== 0 || tested !== 0 || numPassedTests === 0 ? 1 : 0;
}

if (!underOurNode()) await main();
