import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { sql } from '../lib/db/sql.ts';
import { ROOT } from '../lib/root.ts';
import { citySettingsTable, readSetting, SETTINGS, type SettingKey } from './settings.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const keys = Object.keys(SETTINGS) as SettingKey[];

test.each(keys)('%s: the default here is the default in SQL, and lies in its range', async (key) => {
  const { usual, least, most } = SETTINGS[key];
  expect(await readSetting(fresh.db, key)).toBe(usual);
  expect(usual).toBeGreaterThanOrEqual(least);
  expect(usual).toBeLessThanOrEqual(most);
});

test('SQL knows no setting that is not listed', () => {
  const text = readFileSync(join(ROOT, 'src/site/settings.sql'), 'utf8');
  const known = [...text.matchAll(/WHEN '([a-z-]+)'/gu)].map(([, key]) => key);
  expect(known.sort()).toEqual([...keys].sort());
});

test('a row of the city goes before the default', async () => {
  await fresh.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('hold-minutes', '15')`);
  expect(await readSetting(fresh.db, 'hold-minutes')).toBe(15);
});

test('docs/settings.md holds the table as it is', () => {
  expect(readFileSync(join(ROOT, 'docs/settings.md'), 'utf8')).toContain(citySettingsTable());
});
