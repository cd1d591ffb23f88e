import { folded } from '../lib/csv/table.ts';
import { FIELDS, type Field, type Profile } from './profile.ts';
import { FIELD_NAMES } from './profiles-of-city.ts';

/** A column that is taken for a field: its place, 0 is the first. `sure`: it is called as the field is in a profile, else only much like it. */
type Guess = { at: number; sure: boolean };

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

const namesIn = ({ columns }: Profile, field: Field): string[] => {
  const spec = columns[field];
  return spec === undefined || (typeof spec === 'object' && 'joined' in spec)
    ? []
    : [spec].flat().filter((name) => typeof name === 'string');
};

/** Which column is which field, by the head of a file: by its own name, by those the profiles know it by, then by what it is like. No column twice. */
export function guessColumns(head: readonly string[], profiles: readonly Profile[]): Partial<Record<Field, Guess>> {
  const heads = head.map(folded);
  const found: Partial<Record<Field, Guess>> = {};
  const taken = new Set<number>();
  const take = (field: Field, sure: boolean, fits: (title: string) => boolean): void => {
    if (found[field] !== undefined) return;
    const at = heads.findIndex((title, place) => title !== '' && !taken.has(place) && fits(title));
    if (at === -1) return;
    found[field] = { at, sure };
    taken.add(at);
  };
  for (const field of FIELDS) take(field, true, (title) => title === folded(FIELD_NAMES[field]));
  for (const field of FIELDS) {
    const names = profiles.flatMap((profile) => namesIn(profile, field)).map(folded);
    take(field, true, (title) => names.includes(title));
  }
  for (const [field, pieces] of LIKE) take(field, false, (title) => pieces.some((piece) => title.includes(folded(piece))));
  return found;
}
