import { FIELDS, type Field, type Profile } from './profile.ts';
import { profileOf } from './profiles-of-city.ts';
import { type IncomingCard, rowReader } from './row.ts';

/** What a person typed of a card, field by field; what is left out says nothing. */
type TypedCard = Readonly<Partial<Record<Field, string>>>;

/** A card typed by hand is read as a row of a list whose columns are the fields. */
const PROFILE: Profile = {
  ...profileOf('手入力', Object.fromEntries(FIELDS.map((field, at) => [field, at + 1])), []),
  name: 'by-hand',
  header: false,
};
export const BY_HAND = PROFILE.name;
const LAYOUT = {
  titles: [...FIELDS],
  absent: [],
  unused: [],
  places: Object.fromEntries(FIELDS.map((field, at) => [field, { at: [at], between: '', title: field }])),
};

const isField = (column: string): column is Field => FIELDS.some((field) => field === column);

/** Reads and judges it as an import does (§8(2)①). `today`: 2026-11-23. Else why not, by field. */
export function readOne(
  typed: TypedCard,
  today: string,
): { ok: true; card: IncomingCard } | { ok: false; errors: { field: Field; reason: string }[] } {
  const read = rowReader(PROFILE, LAYOUT, today)(FIELDS.map((field) => typed[field] ?? ''));
  return 'errors' in read
    ? { ok: false, errors: read.errors.flatMap(({ column, reason }) => (isField(column) ? [{ field: column, reason }] : [])) }
    : { ok: true, card: read.card };
}
