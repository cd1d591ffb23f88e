// Refuses an export that no other file imports. Without the word export the compiler tells what is unused.
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { EVERYTHING, type Module, modulesOf } from './modules.ts';

/** Exports that something else than an import asks for, with why. */
const ENTRIES: ReadonlyMap<string, string> = new Map();

/** What the product and its build export; tests import it, and are not asked. */
const asked = ({ path }: Module): boolean => /^(?:src|build|bench)\/.*\.tsx?$/u.test(path) && !/\.(?:test|d)\.tsx?$/u.test(path);

/** Every export that no other file imports, a sentence each. An `export *` hands the question on to who imports from there. */
export function unusedExports(modules: readonly Module[], entries: ReadonlyMap<string, string> = ENTRIES): string[] {
  const imported = new Set(modules.flatMap(({ imports }) => imports.map(({ from, name }) => `${from} ${name}`)));
  const wanted = (path: string, name: string): boolean =>
    imported.has(`${path} ${name}`) ||
    imported.has(`${path} ${EVERYTHING}`) ||
    modules.some((one) => one.passesOn.includes(path) && wanted(one.path, name));
  const unused = modules
    .filter(asked)
    .flatMap(({ path, exports }) => exports.filter((name) => !wanted(path, name)).map((name) => `${path} ${name}`));
  const needless = [...entries.keys()].filter((entry) => !unused.includes(entry));
  return [
    ...unused
      .filter((one) => !entries.has(one))
      .map((one) => `${one.replace(' ', ' exports ')}, which nothing imports: take the word export away, or the code`),
    ...needless.map((one) => `${one} needs no exception any more: take it out of build/check/exports.ts`),
  ];
}

function main(): number {
  const modules = modulesOf(ROOT, join(ROOT, 'build', 'check', 'exports.json'));
  const wrong = unusedExports(modules);
  for (const line of wrong) console.error(line);
  console.log(`${modules.length} files, ${wrong.length} wrong`);
  return wrong.length > 0 || modules.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
