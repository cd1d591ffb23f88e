import { katakana } from '../japanese/keys.ts';
import { foldWidth, removeInvisible, trimSpaces } from '../japanese/width.ts';
import { done, refused } from '../outcome.ts';
import { holdsApplicationId } from './application-id.ts';
import { holdsIndividualNumber } from './individual-number.ts';
import { latinName } from './latin.ts';
import { textOf, UNWRITABLE, type Value } from './read.ts';
import { holdsSecret } from './secret.ts';
import { PICTURE } from './strange.ts';

/** Characters, not UTF-16 units: 𠮷 is one. */
const characters = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

export const NAME_LONGEST = 100;

/** A name exactly as a file gives it: nothing trimmed, nothing folded. Blank, controls, halves of pairs are refused. */
export function nameAsGiven(input: unknown): Value<string> {
  const text = textOf(input, 4 * NAME_LONGEST);
  if (!text.ok) return text;
  if (trimSpaces(text.value) === '') return refused('empty');
  if (UNWRITABLE.test(text.value)) return refused('unreadable');
  return characters(text.value) > NAME_LONGEST ? refused('too-long') : text;
}

/**
 * What was typed, unless a 個人番号 (番号法 第20条), a 申請書ID or a password of a card stands in it: those may not be kept, wherever a person types them. `impossible` then, as texts
 * are for no other reason.
 */
const withoutNumber = (text: Value<string>): Value<string> =>
  text.ok && (holdsIndividualNumber(text.value) || holdsApplicationId(text.value) || holdsSecret(text.value))
    ? refused('impossible')
    : text;

/** A name as a person typed it into a form: spaces at its ends and what nobody sees are not part of it. Pictures (😀) are unreadable. */
export function personName(input: unknown): Value<string> {
  const name = nameAsGiven(
    typeof input === 'string' && input.length <= 4 * NAME_LONGEST ? trimSpaces(removeInvisible(input)) : input,
  );
  return withoutNumber(name.ok && PICTURE.test(name.value) ? refused('unreadable') : name);
}

const KANA = /^[\u3041-\u3096\u30a1-\u30fa\u30fc\u309d\u309e\u30fd\u30fe・\s]+$/u;

/** What people type for the long mark after a kana: ミャ－ミャ. And between the parts of a name: グエン＝アイン. */
const LONG_MARKS =
  /(?<=[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9f])[-\u2010-\u2015\u2043\u2212\u2500\u2501\ufe58\ufe63\uff0d~\u301c\uff5e]/gu;
const PARTINGS = /[=＝゠•･.．‧∙]/gu;
const mendedKana = (text: string): string => text.replace(LONG_MARKS, 'ー').replace(PARTINGS, '・');

/**
 * How a name sounds, typed in katakana or hiragana of any width, with spaces; hyphens and parting signs mended → katakana of full width.
 * Latin letters and kanji are unreadable.
 */
export const kanaName = (input: unknown): Value<string> => {
  const name = personName(typeof input === 'string' && input.length <= 4 * NAME_LONGEST ? mendedKana(input) : input);
  if (!name.ok) return name;
  const folded = foldWidth(name.value);
  return KANA.test(folded) ? done(katakana(folded)) : refused('unreadable');
};

/**
 * How a name sounds, of who may have no kana to type: as kanaName reads it, else in Latin letters → capitals without accents (NGUYEN VAN AN). Letters of both, and
 * of other scripts, are unreadable.
 */
export const readingName = (input: unknown): Value<string> => {
  const kana = kanaName(input);
  if (kana.ok || kana.reason !== 'unreadable') return kana;
  const name = personName(input);
  const latin = name.ok ? latinName(name.value) : undefined;
  return latin === undefined ? kana : characters(latin) > NAME_LONGEST ? refused('too-long') : done(latin);
};

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cs}]/u;

/** Text of several lines, at most `most` characters: line ends as \n, blank ends dropped, tabs kept, other controls refused, 個人番号, 申請書ID and passwords of cards impossible. */
export const freeText =
  (most: number) =>
  (input: unknown): Value<string> => {
    const text = textOf(input, 4 * most + 100);
    if (!text.ok) return text;
    const plain = trimSpaces(text.value.replace(/\r\n?|\u2028|\u2029/gu, '\n'));
    if (plain === '') return refused('empty');
    if (CONTROLS.test(plain)) return refused('unreadable');
    return characters(plain) > most ? refused('too-long') : withoutNumber(done(plain));
  };

/** One line of text, at most `most` characters. */
export const lineOfText =
  (most: number) =>
  (input: unknown): Value<string> => {
    const text = freeText(most)(input);
    return text.ok && /[\n\t]/u.test(text.value) ? refused('unreadable') : text;
  };

/** Lines of text, one thing a line: at most `lines` of `most` characters each; blank lines dropped. A field left empty is an empty list. */
export const linesOfText =
  (lines: number, most: number) =>
  (input: unknown): Value<string[]> => {
    const text = freeText(lines * (most + 20))(input);
    if (!text.ok) return text.reason === 'empty' ? done([]) : text;
    const read = text.value.split('\n').map(trimSpaces);
    const kept = read.filter((line) => line !== '');
    return kept.length > lines || kept.some((line) => characters(line) > most) ? refused('too-long') : done(kept);
  };
