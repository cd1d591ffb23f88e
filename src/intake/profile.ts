import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Encoding } from '../lib/csv/inspect.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { ROOT } from '../lib/root.ts';

/**
 * Where a field stands: the name of its column, its number (1 is the first), several names of which the first found counts,
 * or several columns joined into one text.
 */
const column = z.union([
  z.string().min(1),
  z.int().min(1).max(500),
  z.array(z.union([z.string().min(1), z.int().min(1).max(500)])).min(1),
  z.strictObject({ joined: z.array(z.union([z.string().min(1), z.int().min(1).max(500)])).min(2), between: z.string().max(3) }),
]);
export type ColumnSpec = z.infer<typeof column>;

export const FIELDS = [
  'noticeId',
  'name',
  'kana',
  'birth',
  'postalCode',
  'address',
  'phone',
  'lot',
  'serialNo',
  'officeCode',
  'arrivedOn',
  'expiresOn',
  'noticeDate',
] as const;
export type Field = (typeof FIELDS)[number];

const schema = z.strictObject({
  /** What people read: which file this describes. */
  title: z.string().min(1).max(100),
  /** True where nobody has seen the real file: every import says so. */
  assumed: z.boolean().default(false),
  note: z.string().max(1000).default(''),
  encoding: z.enum(['detect', 'utf-8', 'cp932', 'utf-16le', 'utf-16be', 'iso-2022-jp']).default('detect'),
  delimiter: z.enum(['detect', ',', '\t']).default('detect'),
  /** False: the first line is a card already, and columns are given by number. */
  header: z.boolean().default(true),
  /** Whether dates may be 西暦, 和暦, or both. */
  dates: z.enum(['any', 'western', 'era']).default('any'),
  columns: z.strictObject({
    noticeId: column,
    name: column,
    birth: column,
    ...Object.fromEntries(
      FIELDS.filter((field) => !['noticeId', 'name', 'birth'].includes(field)).map((field) => [field, column.optional()]),
    ),
  }),
});

export type Profile = Omit<z.infer<typeof schema>, 'columns'> & {
  /** What it is called on the command line and in the records. */
  name: string;
  columns: Partial<Record<Field, ColumnSpec>>;
};

export const DEFAULT_PROFILE = 'jlis-assumed';
const PROFILES = join(ROOT, 'src/intake/profiles');

/** The names of the profiles that come with the product. */
export const shippedProfiles = async (): Promise<string[]> =>
  (await readdir(PROFILES))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
    .sort();

/** Reads a profile: one of ours by name, or the city's own by the path of its JSON file. `detail` says what is wrong with it. */
export async function readProfile(given: string): Promise<Outcome<Profile, 'profile_unknown' | 'profile_wrong'>> {
  const isName = /^[a-z0-9][a-z0-9-]{0,39}$/u.test(given);
  const path = isName ? join(PROFILES, `${given}.json`) : resolve(given);
  if (!existsSync(path)) return refused('profile_unknown', (await shippedProfiles()).join(', '));
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    return refused('profile_wrong', error instanceof Error ? error.message : '');
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) return refused('profile_wrong', z.prettifyError(parsed.error));
  const { columns, ...rest } = parsed.data;
  return done({ ...rest, name: given, columns: columns as Profile['columns'] });
}

/** A profile for the lines of a workbook: whatever it says of encoding and delimiter is of other files. */
export const forSheet = (profile: Profile): Profile => ({ ...profile, encoding: 'utf-8', delimiter: ',' });

/** One sign for how a list is read, whatever its profile is called and in whichever order that names its columns. */
export function readingOf({ header, dates, columns }: Profile, encoding: Encoding): string {
  const places = FIELDS.map((field) => {
    const spec = columns[field];
    return typeof spec === 'object' && 'joined' in spec ? [spec.joined, spec.between] : (spec ?? null);
  });
  return createHash('sha256').update(JSON.stringify({ encoding, header, dates, places })).digest('hex');
}
