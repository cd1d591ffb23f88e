import { OTHER_LANGUAGES } from '../audit/facts.ts';
import { folded, readTable, type TableRefusal } from '../lib/csv/table.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { freeText } from '../lib/values/texts.ts';

/** Largest file, in bytes: what staff write is some hundred sentences. */
const LARGEST = 2 * 2 ** 20;
/** Characters of a translation; more does not fit where it is read. */
export const LONGEST_TRANSLATION = 600;
/** Sentences with something wrong that are told; the others are counted with them. */
const MOST_WRONG = 200;

export const SOURCE_HEAD = '日本語の文';
export const PLACE_HEAD = '場所';

/** A text in Japanese, a language, and how the text is said in it. */
export type Given = readonly [source: string, language: string, body: string];
/** A row that cannot be taken: its line in the file, and why. */
export type WrongRow = readonly [line: number, why: string];
export type TranslationsRefusal = TableRefusal | 'columns_missing' | 'no_texts';

const NAMES = new Map(OTHER_LANGUAGES.flatMap(([code, words]) => [code, words].map((name) => [folded(name), code] as const)));
const LANGUAGE_WORDS = new Map<string, string>(OTHER_LANGUAGES);

/** Programs of translators break lines anew: a text is found by its words. */
const plain = (text: string): string => text.replaceAll(/\s+/gu, '');

const why = (language: string, reason: string): string => {
  const words = LANGUAGE_WORDS.get(language) ?? language;
  if (reason === 'too-long') return `${words}の文が${LONGEST_TRANSLATION}文字を超えています`;
  return `${words}の文に、使えない文字か、個人番号・申請書IDのような番号があります`;
};

/**
 * Reads a file of translations: a column 日本語の文 and one for each language, known by its name or code. An empty cell says nothing.
 * `sources`: every text there is now. Refuses what is no list, and what has no such columns or nothing in them.
 */
export async function readTranslations(
  path: string,
  sources: readonly string[],
): Promise<Outcome<{ given: Given[]; wrong: WrongRow[] }, TranslationsRefusal>> {
  const table = await readTable(path, LARGEST);
  if (!table.ok) return table;
  const heads = table.value.head.map(folded);
  const sourceAt = heads.indexOf(folded(SOURCE_HEAD));
  const columns = heads.flatMap((head, at): [number, string][] => {
    const language = NAMES.get(head);
    return language === undefined ? [] : [[at, language]];
  });
  if (sourceAt === -1 || columns.length === 0) return refused('columns_missing');
  const known = new Map(sources.map((source) => [plain(source), source]));
  const read = freeText(LONGEST_TRANSLATION);
  const given = new Map<string, Given>();
  const wrong: WrongRow[] = [];
  for (const { line, cells, broken } of table.value.rows) {
    const filled = columns.filter(([at]) => (cells[at] ?? '').trim() !== '');
    if (filled.length === 0) continue;
    const source = known.get(plain(cells[sourceAt] ?? ''));
    if (broken || source === undefined) {
      wrong.push([line, broken ? '引用符が正しくないか、行が長すぎます' : 'この日本語の文は、今は使われていません']);
      continue;
    }
    for (const [at, language] of filled) {
      const body = read(cells[at]);
      const key = `${language} ${source}`;
      if (!body.ok) wrong.push([line, why(language, body.reason)]);
      else if (given.has(key)) wrong.push([line, `${LANGUAGE_WORDS.get(language)}の文が、前の行にもあります`]);
      else given.set(key, [source, language, body.value.replaceAll(/\s*\n\s*/gu, ' ')]);
    }
  }
  if (given.size === 0 && wrong.length === 0) return refused('no_texts');
  return done({ given: [...given.values()], wrong: wrong.slice(0, MOST_WRONG) });
}
