import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { formFields } from '../../../../../test/support/forms.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { words } from '../../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../../test/support/small-city.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { fingerprint } from '../../../../lib/fingerprint.ts';
import { readCitySettings } from '../../../../site/city.ts';
import { changeCity } from '../../../../site/planned-city.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
});
afterAll(() => desk?.close());

const nameKept = async (): Promise<string> => (await fresh.db.one<{ name: string }>(sql`SELECT name FROM site.city`)).name;

test('[§10] a real city takes no name that would make it one to practise in, whose mails reach nobody', async () => {
  const before = await nameKept();
  const me = await desk.clerk('ide', ['admin'], city.main);
  const page = await me.get('/settings/about');
  for (const name of ['【練習】久留米市', ' 【練習】', '　【練習】久留米市']) {
    const refused = await me.post('/settings/about', { ...formFields(page, '/settings/about'), name });
    expect([name, refused.status, await nameKept()]).toEqual([name, 422, before]);
    expect(words(refused)).toContain('名称は、「【練習】」から始めないでください。');
    // What was typed stands there still.
    expect(refused.html).toContain('【練習】');
  }
  // The mark elsewhere is only a word.
  const { senderAddress: _, ...facts } = await readCitySettings(desk.db);
  const seen = fingerprint(facts);
  const actor = { kind: 'operator' } as const;
  expect(await changeCity(desk.db, actor, seen, { ...facts, name: '【練習】市' })).toMatchObject({ reason: 'practice_name' });
  expect(await changeCity(desk.db, actor, seen, { ...facts, name: '久留米市【練習】' })).toMatchObject({ value: 'changed' });
});
