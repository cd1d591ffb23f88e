import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { must } from '../../test/support/must.ts';
import { cardRows } from '../demo/cards.ts';
import { join, type Sql, sql } from '../lib/db/sql.ts';
import { kanaKey, nameKey } from '../lib/japanese/keys.ts';
import { type Query, readQuery } from './query.ts';
import { searchCards } from './search.ts';
import { searchPairs } from './search-keys.ts';
import { EVERYBODY } from './viewer.ts';

/** More cards than the search looks at on its way through the list. */
const CARDS = 12_000;

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  const people = [...cardRows(CARDS, { today: '2026-11-23' })].map(([id = '', name = '', kana = '', birth = ''], at) => {
    const keys = { name: nameKey(name), kana: kanaKey(kana) };
    const day = birth.includes('年') ? null : birth.replaceAll('/', '-');
    // One in forty is over already, one in fifty protected.
    return {
      id,
      name,
      kana,
      keys,
      day,
      pairs: searchPairs(keys.name, keys.kana).join(' '),
      open: at % 40 > 0,
      kept: at % 50 === 7,
    };
  });
  await fresh.db.run(sql`
    INSERT INTO cards.cards (notice_id, name, kana, name_key, kana_key, birth_date, birth_text, search, is_open, protected, status, status_at, created_at, updated_at)
    SELECT p.notice_id, p.name, p.kana, p.name_key, p.kana_key, p.birth, coalesce(p.birth::text, '不明'), string_to_array(p.pairs, ' '), p.is_open, p.kept,
      'notified', lib.now(), lib.now(), lib.now()
    FROM unnest(${people.map(({ id }) => id)}::text[], ${people.map(({ name }) => name)}::text[], ${people.map(({ kana }) => kana)}::text[],
      ${people.map(({ keys }) => keys.name)}::text[], ${people.map(({ keys }) => keys.kana)}::text[], ${people.map(({ day }) => day)}::date[],
      ${people.map(({ pairs }) => pairs)}::text[], ${people.map(({ open }) => open)}::boolean[], ${people.map(({ kept }) => kept)}::boolean[])
      AS p (notice_id, name, kana, name_key, kana_key, birth, pairs, is_open, kept)`);
  await fresh.db.run(sql`ANALYZE cards.cards`);
});
afterAll(() => fresh.drop());

/** The same hits by looking at every card: slow, and plain to see. */
async function plainly(query: Query, seesProtected: boolean, limit: number): Promise<number[]> {
  const readings = [query, ...(query.or === undefined ? [] : [query.or])].map(
    ({ noticeId, birth, phone, cardIds, words }): Sql[] => [
      ...(noticeId === undefined ? [] : [sql`notice_id = ${noticeId}`]),
      ...(birth === undefined ? [] : [sql`birth_date >= ${birth.from}::date AND birth_date <= ${birth.to}::date`]),
      ...(phone === undefined ? [] : [sql`(phone = ${phone} OR id = ANY (${cardIds ?? []}::bigint[]))`]),
      ...words.map(({ name, kana }) => sql`(strpos(name_key, ${name}) > 0 OR (${kana} <> '' AND strpos(kana_key, ${kana}) > 0))`),
    ],
  );
  const asked = readings.filter((all) => all.length > 0).map((all) => sql`(${join(all, ' AND ')})`);
  const rows = await fresh.db.rows<{ id: number }>(sql`
    SELECT id FROM cards.cards WHERE (${join(asked, ' OR ')}) AND (NOT protected OR ${seesProtected})
    ORDER BY is_open DESC, kana_key, name_key, birth_date, id LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

const common = ['ヒロ', 'タナ', 'ワタ', '渡辺', '渡邉', '田中', 'ヨシ', 'カム', '和子'];
const rare = ['﨑山', '葛󠄀西', 'ゑゐ', 'NGUYEN', 'グエン', 'ひろまつ', '佐々木', '%_', '田\\中'];
const several = [
  '森 愛',
  '田 子',
  '渡辺 和夫',
  'わたなべ かずお',
  'カズオ ワタナベ',
  '田中 昭和22年',
  'ヒロ 昭和',
  'たなか 昭和22年3月8日',
];
const others = ['昭和22年', '昭和22年3月', '平成元年7月', 'ABC-123456', '0942-00-0188', '19470308'];

test.each([...common, ...rare, ...several, ...others])(
  '[8(2)⑧b] %s finds who is meant, in the order of the list',
  async (line) => {
    const query = must(readQuery(line));
    for (const [seesProtected, limit] of [
      [false, 51],
      [true, 51],
      [false, 2],
      [true, 400],
    ] as const) {
      const found = (await searchCards(fresh.db, query, { seesProtected }, limit)).map(({ id }) => id);
      const meant = await plainly(query, seesProtected, limit);
      expect(found).toEqual(meant);
    }
  },
);

test('[8(2)②b] another reading of the line does not show protected people either', async () => {
  const { birth } = await fresh.db.one<{ birth: string }>(
    sql`SELECT birth_date AS birth FROM cards.cards WHERE protected AND birth_date IS NOT NULL ORDER BY id LIMIT 1`,
  );
  const day = { from: birth, to: birth };
  const both: Query = { birth: day, words: [], or: { birth: day, words: [] } };
  for (const hit of await searchCards(fresh.db, both, { seesProtected: false }, 400)) expect(hit.protected).toBe(false);
  expect((await searchCards(fresh.db, both, EVERYBODY, 400)).some((hit) => hit.protected)).toBe(true);
});
