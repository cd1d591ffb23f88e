import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Drafting, startDrafting } from '../../../../test/support/drafting.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import { addDays, weekday } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let here: Drafting;
let evening = 0;
beforeAll(async () => {
  here = await startDrafting();
  const { id } = await here.fresh.db.one<{ id: number }>(
    sql`INSERT INTO calendar.patterns (name) VALUES ('夜まで') RETURNING id`,
  );
  await here.fresh.db.run(
    sql`INSERT INTO calendar.bands VALUES (${id}, 540, 720, 30, 2, 0, 0), (${id}, 1020, 1200, 30, 2, 0, 0)`,
  );
  evening = id;
});
afterAll(() => here.close());

const RULES = { has: 'name="w-1"' };
const SECOND_THURSDAY = () => ({ 'nth-2': 'yes', 'nth-weekday': '4', 'nth-pattern': String(evening) });
/** The first second Thursday from a day on. */
function secondThursday(from: string): string {
  for (let day = from; ; day = addDays(day, 1)) {
    const date = Number(day.slice(8));
    if (weekday(day) === 4 && date >= 8 && date <= 14) return day;
  }
}

describe('week rules', () => {
  test('[8(2)⑤b] a weekday closed: looked at first on the next eight weeks, then put in, then seen to be gone', async () => {
    const draft = await here.begin();
    const looked = await here.put(draft, 'week', { 'w-7': 'closed', act: 'look' }, RULES);
    expect([looked.status, await htmlFaults(looked.html)]).toEqual([200, []]);
    expect(looked.html).toContain('下書きには、まだ追加していません');
    expect(looked.html).toContain('weeks-changed');
    expect(formFields(looked, `/calendar/drafts/${draft}/week`, RULES.has)['w-7']).toBe('closed');
    expect((await here.me.get(`/calendar/drafts/${draft}`)).html).toContain('変更は、まだありません');
    expect(await here.puts(draft, 'week', { 'w-7': 'closed' }, RULES)).toContain('毎週日曜を閉庁にする');
    const preview = await here.preview(draft);
    expect(preview).toMatch(/\d+枠がなくなります/u);
    expect(preview).toContain('本庁・マイナンバーカードの受け取り');
  });

  test('[8(2)⑤b] [8(2)⑤c] the second Thursday is open at night, save in a month left out; the weeks ahead and the preview show the days it falls on', async () => {
    const draft = await here.begin();
    const day = secondThursday(addDays(here.city.today, 20));
    const except = Number(secondThursday(addDays(day, 20)).slice(5, 7));
    const typed = { ...SECOND_THURSDAY(), [`except-${except}`]: 'yes' };
    const words = await here.puts(draft, 'week', typed, RULES);
    expect(words).toContain(`第2木曜（${except}月を除く）を「夜まで」にする`);
    const page = await here.me.get(`/calendar/drafts/${draft}/week`);
    expect(page.html).toContain('毎週の規則より先に当たる規則');
    const month = await here.me.get(`/calendar/drafts/${draft}/preview?month=${day.slice(0, 7)}`);
    expect([month.status, await htmlFaults(month.html)]).toEqual([200, []]);
    expect(month.html.replace(/<[^>]*>/gu, '')).toContain('増えます');
    await here.publish(draft);
    const nights = await here.desk.db.rows<{ day: string }>(
      sql`SELECT DISTINCT day FROM ledger.slots WHERE office_id = ${here.city.main} AND start_minute = 1020 AND NOT gone ORDER BY day LIMIT 3`,
    );
    expect(nights.length).toBe(3);
    for (const night of nights) {
      expect([weekday(night.day), Math.ceil(Number(night.day.slice(8)) / 7)], shortDate(night.day)).toEqual([4, 2]);
      expect(Number(night.day.slice(5, 7))).not.toBe(except);
    }
    // Taken out again as it was put in: the nights go.
    const next = await here.begin();
    await here.puts(next, 'week-removed', {}, { page: 'week', has: 'name="rule"' });
    expect(await here.preview(next)).toMatch(/\d+枠がなくなります/u);
  });

  test('[8(2)⑤b] from a day to a day, then as before', async () => {
    const draft = await here.begin();
    const from = addDays(here.city.today, 30);
    const words = await here.puts(
      draft,
      'week',
      { 'w-6': 'closed', 'w-7': 'closed', from, to: addDays(from, 30) },
      { ...RULES, query: '?office=kitano' },
    );
    expect(words).toContain('毎週土曜を閉庁にする');
    expect(words).toContain('北野総合支所・マイナンバーカードの受け取り');
    const preview = await here.preview(draft);
    expect(preview).toContain('北野総合支所');
    const rules = await here.me.get(`/calendar/drafts/${draft}/week?office=kitano`);
    expect(rules.html.match(/name="rule"/gu)?.length).toBe(2);
  });

  test('[8(2)⑤b] a counter without a week is told so, and takes another’s over', async () => {
    const { id } = await here.fresh.db.one<{ id: number }>(
      sql`INSERT INTO offices.offices (code, name, address, phone, position) VALUES ('jojima', '城島総合支所', '久留米市', '0942-00-0000', 3) RETURNING id`,
    );
    const draft = await here.begin();
    const empty = await here.me.get(`/calendar/drafts/${draft}/week?office=jojima`);
    expect(empty.html).toContain('まだ曜日の規則がありません');
    const words = await here.puts(draft, 'week', {}, { query: '?office=jojima', has: 'name="copied"' });
    expect(words.match(/城島総合支所・マイナンバーカードの受け取り/gu)?.length).toBeGreaterThanOrEqual(7);
    expect(await here.preview(draft)).toMatch(/\d+枠が増えます/u);
    await here.publish(draft);
    const { laid } = await here.desk.db.one<{ laid: boolean }>(
      sql`SELECT count(*) > 1000 AS laid FROM ledger.slots WHERE office_id = ${id}`,
    );
    expect(laid).toBe(true);
    for (const copied of ['', '0:0', 'x', `${id}:${here.city.service}`]) {
      const next = await here.begin();
      const forged = await here.put(next, 'week', { copied, act: 'copy' }, { query: '?office=jojima', has: 'name="copied"' });
      expect([forged.status, await htmlFaults(forged.html)], copied).toEqual([422, []]);
    }
  });

  test.each<[string, () => Record<string, string>, string[], string]>([
    ['nothing changed', () => ({}), ['w-1'], '変更するところがありません'],
    [
      'an end before the start',
      () => ({ 'w-1': 'closed', from: addDays(here.city.today, 31), to: addDays(here.city.today, 30) }),
      ['to'],
      '開始日より前',
    ],
    ['the 30th of February', () => ({ 'w-1': 'closed', from: '2036年2月30日' }), ['from'], '暦にない日'],
    ['a weekday that is not that day’s', () => ({ 'w-1': 'closed', from: '令和8年12月1日（月）' }), ['from'], '曜日と合わない日'],
    ['no day', () => ({ 'w-1': 'closed', to: '来週' }), ['to'], '読み取れません'],
    ['an end that is past', () => ({ 'w-1': 'closed', to: '2020-01-01' }), ['to'], '過ぎています'],
    [
      'a week of the month without a weekday',
      () => ({ 'nth-2': 'yes', 'nth-pattern': 'closed' }),
      ['nth-weekday'],
      '曜日を選んで',
    ],
    ['a weekday without a week of the month', () => ({ 'nth-weekday': '4', 'nth-pattern': 'closed' }), ['nth-1'], '第何週かを'],
    ['a week of the month without hours', () => ({ 'nth-2': 'yes', 'nth-weekday': '4' }), ['nth-pattern'], 'その日の時間を'],
    ['months left out of nothing', () => ({ 'except-3': 'yes' }), ['nth-1'], '第何週かを'],
    [
      'every month left out',
      () => ({ ...SECOND_THURSDAY(), ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`except-${i + 1}`, 'yes'])) }),
      ['except-1'],
      'どの日にも当たりません',
    ],
  ])('[8(2)⑤b] refused at the box, what was typed still there: %s', async (_title, typed, boxes, words) => {
    const draft = await here.begin();
    const refused = await here.refused(draft, 'week', typed(), RULES);
    expect(refused.boxes).toEqual(boxes);
    expect(refused.words).toContain(words);
  });

  test('a pattern no pull-down offers, a rule that is none, an office that is none', async () => {
    const draft = await here.begin();
    for (const value of ['999999', '-1', '1e3', 'x'.repeat(5_000)]) {
      const forged = await here.put(draft, 'week', { 'w-1': value }, RULES);
      expect([forged.status, wrongBoxes(forged), await htmlFaults(forged.html)]).toEqual([422, ['w-1'], []]);
    }
    for (const rule of ['0', '999999', '9999999999', 'x']) {
      const gone = await here.me.post(`/calendar/drafts/${draft}/week-removed`, {
        version: '0',
        office: 'honcho',
        service: String(here.city.service),
        rule,
      });
      expect([gone.status, await htmlFaults(gone.html)], rule).toEqual([409, []]);
      expect(gone.html).toContain('その規則は、もうありません');
    }
    expect((await here.me.get(`/calendar/drafts/${draft}/week?office=nowhere&service=99999999999`)).status).toBe(200);
  });
});
