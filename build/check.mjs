// `npm run check`: what can be said without running the product. Each prints what is wrong; all are run.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, underOurNode } from './node.mjs';

const CHECKS = [
  ['types', 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', '.']],
  ['lint and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']],
  ['floors', 'build/check-floors.mjs', []],
  ['owners of tables', 'build/check/owners.ts', []],
  ['clauses in titles', 'build/check/clauses.ts', []],
  ['guidelines', 'build/check/guidelines.ts', []],
  ['accessibility', 'build/check/accessibility.ts', []],
  ['days in tests', 'build/check/years.ts', []],
  ['words', 'build/check/wording.ts', []],
  ['texts by language', 'build/check/texts.ts', []],
  ['licences', 'build/check/licences.ts', []],
  ['no secrets', 'build/check/secrets.ts', []],
  ['sheets in IE11', 'build/check/sheets.mjs', []],
];

function main() {
  const wrong = CHECKS.filter(([name, program, args]) => {
    console.log(`— ${name}`);
    return spawnSync(process.execPath, [join(ROOT, program), ...args], { cwd: ROOT, stdio: 'inherit' }).status !== 0;
  });
  for (const [name] of wrong) console.error(`check failed: ${name}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

if (!underOurNode()) main();
