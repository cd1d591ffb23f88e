// `npm run texts -- export vi vi.csv`: a language's texts beside the Japanese ones, for a translator's spreadsheet. `npm run texts -- import vi vi.csv` writes
// them back as the files of src/languages/vi. Pages that lack a text are named and left out; what is wrong besides is said, and nothing is written.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { translations } from '../src/languages/index.ts';
import { ja } from '../src/languages/ja/index.ts';
import { factsOf, LANGUAGES, type Language } from '../src/languages/languages.ts';
import { asIs, csvFile } from '../src/lib/csv/write.ts';
import { ROOT } from '../src/lib/root.ts';
import { leavesOf, wrongOf } from './check/texts.ts';

/** A text that is empty on purpose: a spreadsheet's empty cell is one that nobody translated yet. */
const EMPTY = '∅';

const HEAD = ['key', '日本語', 'translation'] as const;

/** What a translator is handed: each Japanese text with its key and what is translated so far. A text by number has a row for each of the language's plurals. */
export function rowsOf(lang: string, texts: unknown): [key: string, japanese: string, own: string][] {
  const own = new Map(leavesOf(texts));
  const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
  return leavesOf(ja).flatMap(([path, japanese]) =>
    (path.endsWith('#other') ? categories.map((one) => path.replace(/#other$/u, `#${one}`)) : [path]).map(
      (key): [string, string, string] => [key, japanese, own.get(key) === '' ? EMPTY : (own.get(key) ?? '')],
    ),
  );
}

/** Rows as a page's texts, in the order of the Japanese ones; undefined where one lacks. */
export function pageFrom(
  japanese: unknown,
  path: string,
  rows: ReadonlyMap<string, string>,
  categories: readonly string[],
): unknown {
  if (typeof japanese === 'string') return rows.get(path) ?? (japanese === '' ? '' : undefined);
  if (Array.isArray(japanese)) return rows.get(path)?.split('\n');
  const counted = leavesOf(japanese, path).every(([key]) => key.startsWith(`${path}#`));
  const parts = counted
    ? categories.map((one): [string, unknown] => [one, rows.get(`${path}#${one}`)])
    : Object.entries(japanese ?? {}).map(([key, one]): [string, unknown] => [
        key,
        pageFrom(one, `${path}.${key}`, rows, categories),
      ]);
  return parts.some(([, one]) => one === undefined) ? undefined : Object.fromEntries(parts);
}

/** Which pages stand in which file, as the Japanese catalogue has them. */
function filesOf(index: string): Map<string, string[]> {
  return new Map(
    [...index.matchAll(/import \{ ([^}]+) \} from '\.\/([\w-]+)\.ts'/gu)].map(([, names = '', file = '']) => [
      file,
      names.split(', '),
    ]),
  );
}

function take(language: Language, file: string): number {
  const { lang } = factsOf(language);
  const cells = parse(readFileSync(file, 'utf8'), { bom: true, relax_column_count: true }) as string[][];
  const rows = new Map(
    cells
      .slice(1)
      .flatMap(([key = '', , own = '']): [string, string][] =>
        own.trim() === '' ? [] : [[key, own === EMPTY ? '' : own.replaceAll('\r\n', '\n')]],
      ),
  );
  const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions();
  const pages = Object.entries(ja).map(([page, japanese]): [string, unknown] => [
    page,
    pageFrom(japanese, page, rows, pluralCategories),
  ]);
  const whole = Object.fromEntries(pages.filter(([, texts]) => texts !== undefined));
  const japanese = Object.fromEntries(Object.entries(ja).filter(([page]) => page in whole));
  const wrong = wrongOf(japanese, whole, { lang, readings: language === 'easy' });
  for (const line of wrong) console.error(line);
  if (wrong.length > 0) return 1;
  write(language, whole);
  const lacks = pages.filter(([, texts]) => texts === undefined).map(([page]) => page);
  console.log(lacks.length === 0 ? `${language} is whole` : `${language} lacks texts of ${lacks.join(', ')}`);
  return 0;
}

function write(language: Language, whole: Readonly<Record<string, unknown>>): void {
  const folder = join(ROOT, 'src/languages', language);
  const files = filesOf(readFileSync(join(ROOT, 'src/languages/ja/index.ts'), 'utf8'));
  const imports: string[] = ["import type { Spoken } from '../catalogues.ts';"];
  for (const [file, names] of files) {
    const there = names.filter((name) => name in whole);
    if (there.length === 0) continue;
    const body = there.map((name) => `export const ${name}: Page<'${name}'> = ${JSON.stringify(whole[name])};`);
    writeFileSync(join(folder, `${file}.ts`), `import type { Page } from '../catalogues.ts';\n\n${body.join('\n\n')}\n`);
    imports.push(`import { ${there.join(', ')} } from './${file}.ts';`);
  }
  imports.push("import { formats } from './formats.ts';");
  writeFileSync(
    join(folder, 'index.ts'),
    `${imports.join('\n')}\n\nexport const ${language}: Spoken = { formats, texts: { ${Object.keys(whole).join(', ')} } };\n`,
  );
  spawnSync(process.execPath, [join(ROOT, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write', folder], {
    stdio: 'ignore',
  });
}

function give(language: Language, file: string): number {
  const texts = translations().find(([code]) => code === language)?.[1].texts;
  const lines = rowsOf(factsOf(language).lang, texts).map((row) => row.map(asIs));
  writeFileSync(file, csvFile([HEAD, ...lines]));
  console.log(`${lines.length} texts in ${file}`);
  return 0;
}

function main(): number {
  const [act, code, file] = process.argv.slice(2);
  const language = LANGUAGES.find((one) => one.code === code && one.code !== 'ja' && one.code !== 'pseudo')?.code;
  if (language === undefined || file === undefined || (act !== 'export' && act !== 'import')) {
    console.error(
      'npm run texts -- export|import LANGUAGE FILE.csv (a language of src/languages/languages.ts, Japanese left out)',
    );
    return 2;
  }
  return act === 'export' ? give(language, file) : take(language, file);
}

if (import.meta.main) process.exitCode = main();
