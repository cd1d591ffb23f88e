import { type Actor, staffOf } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Columns } from './columns.ts';
import { type ColumnSpec, FIELDS, type Field, type Profile, readProfile, shippedProfiles } from './profile.ts';

/** What each field is called on the page where columns are matched. */
export const FIELD_NAMES: Readonly<Record<Field, string>> = {
  noticeId: '交付通知書ID',
  name: '氏名',
  kana: '氏名カナ',
  birth: '生年月日',
  postalCode: '郵便番号',
  address: '住所',
  phone: '電話番号',
  lot: 'ロット番号',
  serialNo: '製造番号',
  officeCode: '事業所コード',
  arrivedOn: '到着日',
  expiresOn: '有効期限',
  noticeDate: '通知書発送日',
};
export const MUST: readonly Field[] = ['noticeId', 'name', 'birth'];

/** Profiles to choose from: the shipped ones and the city's own. */
export async function knownProfiles(tx: Tx): Promise<Profile[]> {
  const shipped = await Promise.all((await shippedProfiles()).map((name) => readProfile(name)));
  const own = await tx.rows<{ profile: Profile }>(sql`SELECT profile FROM intake.profiles ORDER BY made_at DESC`);
  return [...own.map(({ profile }) => profile), ...shipped.flatMap((read) => (read.ok ? [read.value] : []))];
}

/** How a column is named in a profile: by its head where no other column has it, else by its number. */
const named = (at: number, head: readonly string[] | undefined): string | number => {
  const called = head?.[at]?.trim() ?? '';
  return called !== '' && head?.filter((one) => one.trim() === called).length === 1 ? called : at + 1;
};

/** A profile of matched columns. `head`: the file's; undefined where its first line is a card already. */
export const profileOf = (
  title: string,
  columns: Partial<Record<Field, Columns>>,
  head: readonly string[] | undefined,
): Profile => ({
  name: `city:${title}`,
  title,
  assumed: false,
  note: '',
  encoding: 'detect',
  delimiter: 'detect',
  header: head !== undefined,
  dates: 'any',
  columns: Object.fromEntries(
    FIELDS.flatMap((field): [Field, ColumnSpec][] => {
      const { at = [], between = '' } = columns[field] ?? {};
      const [only, ...more] = at.map((place) => named(place, head));
      if (only === undefined) return [];
      return [[field, more.length === 0 ? only : { joined: [only, ...more], between }]];
    }),
  ),
});

/** Keeps a profile for the next list; one of the same name is replaced. */
export const keepProfile = (db: Db, actor: Actor, profile: Profile): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.run(sql`
      INSERT INTO intake.profiles (name, profile, made_at, made_by)
      VALUES (${profile.name}, ${JSON.stringify(profile)}::jsonb, lib.now(), ${staffOf(actor)})
      ON CONFLICT (name) DO UPDATE SET profile = excluded.profile, made_at = excluded.made_at, made_by = excluded.made_by`);
    await writeChange(tx, actor, { act: 'intake.profile-kept', of: { profile: profile.title } }, null, null);
  });
