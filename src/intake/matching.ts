import { folded } from '../lib/csv/table.ts';
import type { Columns } from './columns.ts';
import { FIELDS, type Field, type Profile } from './profile.ts';
import { FIELD_NAMES } from './profiles-of-city.ts';

/** `sure`: the column is called as the field is in a profile, else only much like it. */
export type Guess = Columns & { sure: boolean };
export type Guesses = Partial<Record<Field, Guess>>;

/** Pieces of heads that tell what a column is likely to be; the first field that knows one has it. */
const LIKE: readonly (readonly [Field, readonly string[]])[] = [
  ['noticeId', ['通知書', '交付番号']],
  ['kana', ['カナ', 'かな', 'ガナ', 'がな']],
  ['birth', ['生年', '誕生']],
  ['postalCode', ['郵便', '〒']],
  ['phone', ['電話', '連絡先', '携帯']],
  ['address', ['住所', '送付先']],
  ['lot', ['ロット']],
  ['serialNo', ['製造']],
  ['officeCode', ['交付場所', '保管場所', '事業所']],
  ['arrivedOn', ['到着', '受領']],
  ['expiresOn', ['期限']],
  ['noticeDate', ['発送']],
  ['name', ['氏名', 'お名']],
];

/** Columns that are one field together, by their heads in the order they are joined. */
const TOGETHER: readonly (readonly [Field, string, readonly RegExp[]])[] = [
  ['kana', '　', [/^(?:[氏姓](?:\(?[カか][ナな]\)?)|セイ|せい)$/u, /^(?:名(?:\(?[カか][ナな]\)?)|メイ|めい)$/u]],
  ['name', '　', [/^[氏姓](?:\(?漢字\)?)?$/u, /^名(?:\(?漢字\)?)?$/u]],
  ['address', '', [/^住所1$/u, /^住所2$/u, /^住所3$/u, /^住所4$/u]],
  ['address', '', [/^住所1$/u, /^住所2$/u, /^住所3$/u]],
  ['address', '', [/^住所1$/u, /^住所2$/u]],
  ['address', '　', [/^住所$/u, /^(?:住所)?方書き?$/u]],
];

const namesIn = ({ columns }: Profile, field: Field): string[] => {
  const spec = columns[field];
  return spec === undefined || (typeof spec === 'object' && 'joined' in spec)
    ? []
    : [spec].flat().filter((name) => typeof name === 'string');
};

/** Which columns are which field, by the head of a file: by its own name, by those the profiles know it by, then by what it is like. No column twice. */
export function guessByHead(head: readonly string[], profiles: readonly Profile[]): Guesses {
  const heads = head.map(folded);
  const found: Guesses = {};
  const taken = new Set<number>();
  const free = (fits: (title: string) => boolean): number =>
    heads.findIndex((title, place) => title !== '' && !taken.has(place) && fits(title));
  const take = (field: Field, at: readonly number[], between: string, sure: boolean): void => {
    if (found[field] !== undefined || at.includes(-1)) return;
    found[field] = { at: [...at], between, sure };
    for (const place of at) taken.add(place);
  };
  for (const [field, between, titles] of TOGETHER)
    take(
      field,
      titles.map((fits) => free((title) => fits.test(title))),
      between,
      false,
    );
  for (const field of FIELDS) take(field, [free((title) => title === folded(FIELD_NAMES[field]))], '', true);
  for (const field of FIELDS) {
    const names = profiles.flatMap((profile) => namesIn(profile, field)).map(folded);
    take(field, [free((title) => names.includes(title))], '', true);
  }
  for (const [field, pieces] of LIKE)
    take(field, [free((title) => pieces.some((piece) => title.includes(folded(piece))))], '', false);
  return found;
}
