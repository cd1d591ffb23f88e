import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { heading, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';
import { checkItems } from '../../../site/terminal-checks.ts';
import { browserName } from './words.ts';

let city: SmallCity;
let desk: TestDesk;
let me: Visitor;

beforeAll(async () => {
  ({ city, desk } = await openDesk(20));
  me = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk.close());

const PATH = '/terminals/check';
const good = Object.fromEntries(checkItems.map((item) => [item, 'ok']));
const send = async (typed: Record<string, string>) =>
  me.post(PATH, { ...formFields(await me.get(PATH), PATH), act: 'keep', terminal: '窓口1', ...typed });

describe('[8(1)⑨b] the check of a terminal', () => {
  test('what is not answered is asked for, and what was chosen stays', async () => {
    const { labels: _, ...rest } = good;
    const back = await send({ ...rest, terminal: '' });
    expect(back.status).toBe(422);
    expect(wrongBoxes(back).toSorted()).toEqual(['labels', 'terminal']);
    expect(formFields(back, PATH)).toMatchObject(rest);
  });

  test('the same form twice is one check; it cannot be changed or removed', async () => {
    const fields = { ...formFields(await me.get(PATH), PATH), ...good, act: 'keep', terminal: '窓口2' };
    const [one, other] = [await me.post(PATH, fields), await me.post(PATH, fields)];
    expect(one.location).toBe(other.location);
    await expect(desk.db.run(sql`UPDATE site.terminal_checks SET faults = 0`)).rejects.toThrow('permission denied');
    await expect(desk.db.run(sql`DELETE FROM site.terminal_checks`)).rejects.toThrow('permission denied');
  });

  test('a terminal is known by its office and name: its last check counts, its history stays', async () => {
    await send({ ...good, terminal: '窓口3', print: 'fault', remark: '下が切れる' });
    expect(words(await me.get('/terminals'))).toContain('問題あり 1項目');
    const page = await me.follow(await send({ ...good, terminal: '窓口3', occasion: 'replaced' }));
    expect(heading(page)).toContain('すべてよい');
    expect(words(page)).toContain('この端末の確認の記録');
    expect(words(page)).toContain('問題あり 1項目');
    expect(words(await me.get('/terminals'))).not.toContain('問題あり');
  });

  test('files to try with: none but those there are', async () => {
    for (const name of ['trial.csv', 'trial.pdf', 'labels-24.pdf', 'labels-44.pdf'])
      expect([name, (await me.get(`/terminals/trial/${name}`)).status]).toEqual([name, 200]);
    for (const name of ['other.pdf', 'constructor', '__proto__'])
      expect([name, (await me.get(`/terminals/trial/${name}`)).status]).toEqual([name, 404]);
    expect((await me.get('/terminals/999')).status).toBe(404);
  });

  test('browsers are called as people call them', () => {
    expect(browserName('Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko')).toBe('Internet Explorer 11');
    expect(browserName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/121.0')).toBe(
      'Microsoft Edge 121',
    );
    expect(browserName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36')).toBe('Google Chrome 120');
    expect(browserName('Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0')).toBe('Firefox 128');
    expect(browserName('')).toBe('不明なブラウザ');
  });
});
