import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, makeCard } from '../../test/support/small-city.ts';
import type { Db } from '../lib/db/db.ts';
import { readQuery } from './query.ts';
import { searchCards } from './search.ts';

let fresh: FreshDatabase;
let db: Db;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('desk', 2);
  await buildSmallCity(fresh.db);
  await makeCard(fresh.db, {
    noticeId: 'H7K-204815',
    name: '髙﨑 さくら',
    kana: 'タカサキ サクラ',
    birthDate: '1947-03-08',
    phone: '0942000188',
  });
  await makeCard(fresh.db, { noticeId: 'H7K-204815', name: '渡邉 和夫', kana: 'ワタナベ カズオ', birthDate: '1960-12-01' });
  await makeCard(fresh.db, { noticeId: 'C3D-004377', name: '高崎 桜', kana: 'タカサキ サクラ', birthDate: '1989-07-19' });
  await makeCard(fresh.db, { noticeId: 'E5F-300902', name: 'NGUYEN THI LAN', kana: 'グエン ティ ラン', birthDate: null });
  await makeCard(fresh.db, {
    noticeId: 'Z9Z-000001',
    name: '高崎 守',
    kana: 'タカサキ マモル',
    birthDate: '1947-03-08',
    protected: true,
  });
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

const find = async (line: string, seesProtected = false) => {
  const query = readQuery(line);
  if (!query.ok) return [query.reason];
  return (await searchCards(db, query.value, { seesProtected }, 50)).map(({ name }) => name).sort();
};

test.each([
  ['H7K-204815', ['渡邉 和夫', '髙﨑 さくら']],
  ['ｈ７ｋ２０４８１５', ['渡邉 和夫', '髙﨑 さくら']],
  ['高崎', ['高崎 桜', '髙﨑 さくら']],
  ['髙﨑　桜', ['高崎 桜']],
  ['たかさき さくら', ['高崎 桜', '髙﨑 さくら']],
  ['ﾀｶｻｷ', ['高崎 桜', '髙﨑 さくら']],
  ['さくら 高崎', ['高崎 桜', '髙﨑 さくら']],
  ['渡辺', ['渡邉 和夫']],
  ['渡邊', ['渡邉 和夫']],
  ['nguyen', ['NGUYEN THI LAN']],
  ['０９４２－００－０１８８', ['髙﨑 さくら']],
  ['昭和22年3月8日', ['髙﨑 さくら']],
  ['S22/3/8', ['髙﨑 さくら']],
  ['19470308', ['髙﨑 さくら']],
  ['平成元年7月', ['高崎 桜']],
  ['たかさき 平成元年7月19日', ['高崎 桜']],
  ['100%', []],
  ["' OR 1=1 --", []],
])('[8(2)⑧b] %s', async (line, names) => expect(await find(line)).toEqual(names));

test('[8(2)②b] protected people are found by those who may see them alone', async () => {
  expect(await find('Z9Z-000001')).toEqual([]);
  expect(await find('Z9Z-000001', true)).toEqual(['高崎 守']);
});
