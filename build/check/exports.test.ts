import { expect, test } from 'vitest';
import { unusedExports } from './exports.ts';
import { type Module, modulesOf } from './modules.ts';

/** Files as the compiler reads them, none of them on the disk. */
function modules(files: Readonly<Record<string, string>>): Module[] {
  const config = '{ "compilerOptions": { "allowJs": true, "noResolve": true, "noLib": true, "types": [] }, "include": ["**/*"] }';
  const all = new Map(Object.entries({ 'tsconfig.json': config, ...files }).map(([path, text]) => [`/tree/${path}`, text]));
  const inside = (folder: string) => [...all.keys()].filter((path) => path.startsWith(`${folder}/`));
  const below = (folder: string) => inside(folder).map((path) => path.slice(folder.length + 1).split('/'));
  return modulesOf('/tree', '/tree/tsconfig.json', {
    fs: {
      readFile: (path) => all.get(path) ?? (path.startsWith('/tree') ? null : undefined),
      fileExists: (path) => (path.startsWith('/tree') ? all.has(path) : undefined),
      directoryExists: (path) => (path.startsWith('/tree') ? inside(path).length > 0 : undefined),
      getAccessibleEntries: (path) =>
        path.startsWith('/tree')
          ? {
              files: below(path).flatMap(([name = '', ...rest]) => (rest.length === 0 ? [name] : [])),
              directories: [...new Set(below(path).flatMap(([name = '', ...rest]) => (rest.length === 0 ? [] : [name])))],
            }
          : undefined,
    },
  });
}

const named = (files: Readonly<Record<string, string>>, entries?: ReadonlyMap<string, string>) =>
  unusedExports(modules(files), entries ?? new Map()).map((line) => line.split(',')[0]);

const VALUES = 'export const one = 1;\nexport type Two = 2;\nexport function three() {}\nexport const { four, five } = one;\n';

test('an export no other file imports is named, value or type', () => {
  expect(named({ 'src/a.ts': VALUES })).toEqual(
    ['one', 'Two', 'three', 'four', 'five'].map((name) => `src/a.ts exports ${name}`),
  );
  expect(named({ 'src/a.ts': 'const one = 1;\nexport { one as two };\nexport default one;' })).toHaveLength(2);
});

test('tests, build and programs import as well as the product', () => {
  const files = {
    'src/a.ts': VALUES,
    'src/b.test.ts': "import { one, type Two } from './a.ts';",
    'build/c.mjs': "import { three as own } from '../src/a.ts';",
    'bin/d.mjs': "const { four, five: own } = await import('../src/a.ts');",
  };
  expect(named(files)).toEqual([]);
});

test('only what is taken of a file counts: behind its name, beside an import while running, in a type', () => {
  expect(named({ 'src/a.ts': VALUES, 'test/b.ts': "import * as all from '../src/a.ts';\nall.one + all.three;" })).toHaveLength(3);
  expect(named({ 'src/a.ts': VALUES, 'test/b.ts': "import * as all from '../src/a.ts';\nread(all);" })).toEqual([]);
  expect(named({ 'src/a.ts': VALUES, 'test/b.ts': "(await import('../src/a.ts')).three();" })).toHaveLength(4);
  expect(named({ 'src/a.ts': VALUES, 'test/b.ts': "type B = import('../src/a.ts').Two;" })).toHaveLength(4);
  expect(named({ 'src/a.ts': VALUES, 'test/b.ts': "const all = await import('../src/a.ts');" })).toEqual([]);
});

test('a name that is passed on is asked of those who import it from there', () => {
  const files = {
    'src/a.ts': VALUES,
    'src/index.ts': "export * from './a.ts';",
    'src/b.tsx': "import { one } from './index.ts';",
  };
  expect(named(files)).toHaveLength(4);
  expect(named({ ...files, 'src/index.ts': "export { one, three } from './a.ts';" })).toEqual([
    'src/a.ts exports Two',
    'src/a.ts exports four',
    'src/a.ts exports five',
    'src/index.ts exports three',
  ]);
});

test('an exception says why, and is told when nobody needs it any more', () => {
  const entries = new Map([['src/a.ts one', 'a program asks for it by name']]);
  expect(named({ 'src/a.ts': 'export const one = 1;' }, entries)).toEqual([]);
  expect(named({ 'src/a.ts': 'const one = 1;' }, entries)).toEqual([expect.stringContaining('src/a.ts one needs no exception')]);
});
