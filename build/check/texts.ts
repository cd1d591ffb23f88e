// Reads the catalogues of the citizens' languages against the Japanese one: what lacks, what is too much, what no page uses, places that differ, plurals
// a language needs, texts too long for their place, kanji without a reading in やさしい日本語.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesWithout, translations } from '../../src/languages/index.ts';
import { ja } from '../../src/languages/ja/index.ts';
import { factsOf } from '../../src/languages/languages.ts';
import { withoutRuby } from '../../src/lib/language/ruby.ts';
import { ROOT } from '../../src/lib/root.ts';

/** A text by the way to it: `start.lead.card`. */
type Leaf = readonly [path: string, text: string];

const isCounted = (value: object): boolean => 'other' in value && Object.keys(value).every((key) => CATEGORIES.has(key));
const CATEGORIES = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);

/** Every text of a catalogue; several lines are one text, a text by number is one for each category: `frame.people#other`. */
export function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return [[path, value.join('\n')]];
  if (typeof value !== 'object' || value === null) return [];
  const mark = isCounted(value) ? '#' : '.';
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, path === '' ? key : `${path}${mark}${key}`));
}

const placesOf = (text: string): string => [...new Set(text.match(/\{\w+\}/gu) ?? [])].toSorted().join(' ');

/** How wide a text is, in letters of our alphabet: a kanji is two. */
const widthOf = (text: string): number =>
  [...withoutRuby(text).replaceAll('|', '')].reduce((all, sign) => all + (sign > '\u2e80' ? 2 : 1), 0);

/** Twice the Japanese and some: a button of two kanji may be a word of twenty letters. */
const widest = (japanese: string): number => 2 * widthOf(japanese) + 24;

const KANJI = /\p{Script=Han}/u;
/** Eras are written so in every language; they are what one types. */
const bare = (text: string): string => withoutReadings(text).replace(/昭和|平成|令和/gu, '');
const withoutReadings = (text: string): string => text.replace(/\[[^[\]]+\]\([^()]+\)/gu, '');

/** What is wrong with a language, a sentence each. `lang`: BCP 47; `readings`: each kanji needs one. */
export function wrongOf(japanese: unknown, texts: unknown, { lang, readings }: { lang: string; readings: boolean }): string[] {
  const own = new Map(leavesOf(texts));
  const other = new Map(leavesOf(japanese));
  const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
  const wanted = [...other].flatMap(([path, text]): Leaf[] =>
    path.endsWith('#other') ? categories.map((one) => [path.replace(/#other$/u, `#${one}`), text]) : [[path, text]],
  );
  const known = new Set(wanted.map(([path]) => path));
  return [
    ...wanted.flatMap(([path, text]) => {
      const said = own.get(path);
      if (said === undefined) return [`${path} lacks`];
      return [
        ...(said.trim() === '' && text.trim() !== '' && path !== 'months.dayUnit' ? [`${path} is empty`] : []),
        ...(placesOf(said) === placesOf(text) ? [] : [`${path} has the places ${placesOf(said)}, not ${placesOf(text)}`]),
        ...(widthOf(said) > widest(text) ? [`${path} is ${widthOf(said)} wide, at most ${widest(text)} fit: ${said}`] : []),
        ...(readings && KANJI.test(bare(said)) ? [`${path} has a kanji without a reading: ${said}`] : []),
      ];
    }),
    ...[...own.keys()].filter((path) => !known.has(path)).map((path) => `${path} is too much`),
  ];
}

/** Names of a page's texts that no source mentions. */
export function unusedOf(japanese: Readonly<Record<string, object>>, sources: readonly string[]): string[] {
  return Object.entries(japanese).flatMap(([page, texts]) => {
    const near = sources.filter((text) => new RegExp(`\\b${page}\\b`, 'u').test(text)).join('\n');
    return Object.keys(texts)
      .filter((key) => !new RegExp(`\\.${key}\\b|\\['${key}'\\]|'${key}'|\\b${key}:`, 'u').test(near))
      .map((key) => `${page}.${key}`);
  });
}

/** Used by a name made at run time. */
const BY_NAME = new Set(['controls', 'problemPages', 'papers']);

function main(): number {
  const found = translations().flatMap(([language, { texts }]) => {
    const lacks = pagesWithout(texts);
    const there = Object.fromEntries(Object.entries(ja).filter(([page]) => page in texts));
    const wrong = wrongOf(there, texts, { lang: factsOf(language).lang, readings: language === 'easy' });
    // A language on its way: what it has is checked, it is offered once it is whole.
    if (lacks.length > 0) console.log(`${language} is not offered, it lacks ${lacks.join(', ')}`);
    return wrong.map((one) => `${language}: ${one}`);
  });
  const sources = globSync('src/{citizen,letters,lists}/**/*.{ts,tsx}', { cwd: ROOT })
    .filter((path) => !/\.test\.tsx?$/u.test(path))
    .map((path) => readFileSync(join(ROOT, path), 'utf8'));
  const pages = Object.fromEntries(Object.entries(ja).filter(([page]) => !BY_NAME.has(page)));
  const unused = unusedOf(pages, sources).map((one) => `${one} is used by no page`);
  for (const line of [...found, ...unused]) console.error(line);
  console.log(`${leavesOf(ja).length} texts, ${translations().length} translations, ${found.length + unused.length} wrong`);
  return found.length + unused.length > 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
