import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillPractice } from '../../src/demo/practice.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { cityCommand } from '../../src/start/city.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { buildSmallCity } from '../support/small-city.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const lines: string[] = [];
const real = (...args: string[]) => cityCommand(args, { url: fresh.url, log: (line) => void lines.push(line) });
const name = async (): Promise<string> => (await fresh.db.one<{ name: string }>(sql`SELECT name FROM site.city`)).name;
/** The names it had, as staff find them. */
const kept = async (): Promise<string[]> =>
  (
    await fresh.db.rows<{ name: string }>(
      sql`SELECT said #>> '{texts,name,ja}' AS name FROM site.wordings WHERE name = 'city.own' ORDER BY version`,
    )
  ).map((row) => row.name);
const call = (as: string) => fresh.db.run(sql`UPDATE site.city SET name = ${as}`);

test('[§10] a real city whose name bears the mark of a practice city gets its name back, which the log tells', async () => {
  await call('【練習】久留米市');
  for (const wrong of [[], ['real'], ['unreal', '--name', '久留米市'], ['real', '--name', '久留米市', 'more']])
    await expect(real(...wrong)).rejects.toThrow('madoguchi city real --name NAME');
  for (const wrong of ['', '  ', '【練習】市', '　【練習】市', '長'.repeat(21)])
    await expect(real('real', '--name', wrong)).rejects.toThrow('NAME is');
  expect(await name()).toBe('【練習】久留米市');
  await real('real', '--name', ' 久留米市 ');
  expect(await name()).toBe('久留米市');
  expect((await kept()).slice(-2)).toEqual(['【練習】久留米市', '久留米市']);
  expect(lines.join('\n')).toContain('久留米市');
  const { detail } = await fresh.db.one<{ detail: unknown }>(
    sql`SELECT detail FROM audit.events WHERE act = 'site.city-changed' AND actor_kind = 'operator' ORDER BY id DESC LIMIT 1`,
  );
  expect(detail).toMatchObject({ changes: { name: ['【練習】久留米市', '久留米市'] } });
  // A name without the mark is the desk's to change.
  await expect(real('real', '--name', '別の市')).rejects.toThrow('does not begin with 【練習】');
  expect(await name()).toBe('久留米市');
});

test('[§10] a city that was made to practise in stays one', async () => {
  await buildSmallCity(fresh.db, 5);
  await fillPractice(fresh.db, systemClock);
  expect(await name()).toBe('【練習】久留米市');
  expect((await kept()).at(-1)).toBe('【練習】久留米市');
  await expect(real('real', '--name', '久留米市')).rejects.toThrow('made to practise in');
  expect(await name()).toBe('【練習】久留米市');
});
