// `npm run check`: what can be said without running the product. Each prints what is wrong; all are run.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT, underOurNode } from './node.mjs';

const CHECKS = [
  ['no secrets', 'build/check/secrets.ts', []],
  ['types', 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', '.']],
  ['lint and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']],
  ['floors', 'build/check-floors.mjs', []],
  ['owners of tables', 'build/check/owners.ts', []],
  ['names and viewers', 'build/check/viewers.ts', []],
  ['one rule of open days', 'build/check/open-days.ts', []],
  ['one way of each thing', 'build/check/one-way.ts', []],
  ['exports somebody imports', 'build/check/exports.ts', []],
  ['clauses in titles', 'build/check/clauses.ts', []],
  ['documents', 'build/check/documents.ts', []],
  ['quotes of the manual', 'build/check/manual.ts', []],
  ['papers', 'build/check/papers.ts', []],
  ['names of the first city', 'build/check/first-city.ts', []],
  ['guidelines', 'build/check/guidelines.ts', []],
  ['accessibility', 'build/check/accessibility.ts', []],
  ['days in tests', 'build/check/years.ts', []],
  ['words', 'build/check/wording.ts', []],
  ['texts by language', 'build/check/texts.ts', []],
  ['licences', 'build/check/licences.ts', []],
  ['sheets in IE11', 'build/check/sheets.mjs', []],
];

/** Runs one check and keeps what it says. Returns its output and whether it found nothing wrong. */
function run([, program, args]) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, program), ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.on('close', (status) => resolve({ said, right: status === 0 }));
  });
}

/** As many at once as there are processors: they share nothing. What each says comes in the order of the table. */
async function main() {
  const results = CHECKS.map(() => Promise.withResolvers());
  const waiting = CHECKS.keys();
  const work = async () => {
    for (const at of waiting) results[at].resolve(await run(CHECKS[at]));
  };
  const workers = Array.from({ length: availableParallelism() }, work);
  const wrong = [];
  for (const [at, [name]] of CHECKS.entries()) {
    const { said, right } = await results[at].promise;
    console.log(`— ${name}\n${said}`.trimEnd());
    if (!right) wrong.push(name);
  }
  await Promise.all(workers);
  for (const name of wrong) console.error(`check failed: ${name}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

if (!underOurNode()) await main();
