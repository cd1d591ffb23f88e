// `npm test [-- FILE …]`: builds, checks, then every test or those named. What they came to is kept in .clauses/results.json with the commit, for
// `npm run clauses`. Plain JavaScript, because an old Node may start it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from './build.mjs';
import { ROOT, underOurNode } from './node.mjs';

function run(program, args) {
  const { status, signal } = spawnSync(process.execPath, [join(ROOT, program), ...args], { cwd: ROOT, stdio: 'inherit' });
  return signal === null ? (status ?? 1) : 1;
}

async function main() {
  // Loaded here: only our Node reads TypeScript.
  const { groundOf, resultsFile, stampResults } = await import('./clauses/results.ts');
  const ground = groundOf(ROOT);
  const results = resultsFile(ROOT);
  const wanted = process.argv.slice(2);
  await build();
  const checked = run('build/check.mjs', []);
  mkdirSync(dirname(results), { recursive: true });
  rmSync(results, { force: true });
  const tested = run('node_modules/vitest/vitest.mjs', [
    'run',
    ...wanted,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ]);
  stampResults(ROOT, ground, wanted.length === 0);
  const { numPassedTests = 0, numFailedTests = 0 } = JSON.parse(readFileSync(results, 'utf8'));
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
  process.exitCode = checked !== 0 || tested !== 0 || numPassedTests === 0 ? 1 : 0;
}

if (!underOurNode()) await main();
