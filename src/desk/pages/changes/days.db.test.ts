import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Drafting, startDrafting } from '../../../../test/support/drafting.ts';
import { wrongBoxes } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDay } from '../../../../test/support/ruled-city.ts';
import { eraDate, longDate, monthDayText } from '../../../lib/dates/format.ts';
import { addDays, eachDay, weekday } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let here: Drafting;
let day = '';
let honcho = '';
beforeAll(async () => {
  here = await startDrafting();
  day = await openDay(here.desk.db, here.city, 20);
  honcho = `c-${here.city.main}-${here.city.service}`;
});
beforeEach(() => here.fresh.db.run(sql`DELETE FROM calendar.overrides`));
afterAll(() => here.close());

/** The next Monday. */
const monday = (): string => addDays(day, 8 - weekday(day));

const special = (office: number, on: string, pattern: number | null, reason: string) =>
  here.fresh.db.run(
    sql`INSERT INTO calendar.overrides (office_id, service_id, day, pattern_id, reason) VALUES (${office}, ${here.city.service}, ${on}, ${pattern}, ${reason})`,
  );

describe('special days', () => {
  const close = (typed: Record<string, string>) => ({ how: 'closed', reason: '施設の点検のため', [honcho]: 'yes', ...typed });

  test('[8(2)⑤c] a day closed at one office, come to from its calendar', async () => {
    const draft = await here.begin();
    const how = { query: `?office=honcho&service=${here.city.service}&day=${day}` };
    const form = await here.me.get(`/calendar/drafts/${draft}/days`);
    expect(form.html).toContain('市民の画面には表示しません');
    expect(form.html).toMatch(/この日から<span class="need"> <span class="may">任意<\/span>/u);
    const words = await here.puts(draft, 'days', { reason: '施設の点検のため' }, how);
    expect(words).toContain(`臨時閉庁：${longDate(day)}本庁・マイナンバーカードの受け取り`);
    expect(await here.preview(draft)).toContain('14枠がなくなります');
  });

  test('[8(2)⑤c] [8(2)⑤h] a range with its weekdays and single days beside, at all offices; looked at before it is put in', async () => {
    const draft = await here.begin();
    const from = addDays(here.city.today, 40);
    const [to, single] = [addDays(from, 13), addDays(from, 60)];
    const typed = {
      ...close({
        from: eraDate(from),
        to: monthDayText(to),
        'on-6': 'yes',
        'on-7': 'yes',
        list: `${longDate(single)}\n\n${single}`,
      }),
      [`all-${here.city.service}`]: 'yes',
    };
    const looked = await here.put(draft, 'days', { ...typed, act: 'look' });
    expect([looked.status, await htmlFaults(looked.html)]).toEqual([200, []]);
    expect(looked.html).toContain('現在の予定（10件）');
    expect(looked.html).toContain('通常　9:00〜12:00、13:00〜17:00');
    const ends = eachDay(from, to).filter((one) => weekday(one) > 5);
    const words = await here.puts(draft, 'days', typed);
    expect(words).toContain(`臨時閉庁：${longDate(ends[0] ?? '')}`);
    expect(words).toContain('ほか2日');
    expect(words).toContain('北野総合支所・マイナンバーカードの受け取り');
    expect(await here.preview(draft)).toMatch(/\d+枠がなくなります/u);
  });

  test('[8(2)⑤c] [8(2)⑤e] a day that is closed by rule is opened on a pattern: the year’s end', async () => {
    const draft = await here.begin();
    const year = Number(here.city.today.slice(0, 4)) + 1;
    const words = await here.puts(draft, 'days', {
      ...close({ from: `${year}/12/30`, reason: '年末の臨時開庁' }),
      how: 'open',
      pattern: String(here.city.pattern),
    });
    expect(words).toContain(`${longDate(`${year}-12-30`)}を「通常」にする`);
  });

  test.each<[string, () => Record<string, string>, string[], string]>([
    ['nothing typed', () => ({ reason: '', [honcho]: '' }), ['from', 'counters', 'reason'], '日を入力してください'],
    ['no office', () => close({ from: day, [honcho]: '' }), ['counters'], '交付場所と手続きを選んで'],
    ['no reason', () => close({ from: day, reason: '　' }), ['reason'], '理由を入力して'],
    ['a reason of 61 characters', () => close({ from: day, reason: 'あ'.repeat(61) }), ['reason'], '60文字まで'],
    ['the 31st of November', () => close({ from: '令和9年11月31日' }), ['from'], '暦にない日'],
    ['the 29th of February of no leap year', () => close({ list: '2027/2/29' }), ['list'], '1つ目の「2027/2/29」'],
    ['a weekday that is not that day’s', () => close({ from: '令和8年12月1日（月）' }), ['from'], '曜日と合わない日'],
    ['an end before the start', () => close({ from: addDays(day, 1), to: day }), ['to'], '開始日より前'],
    ['an end without a start', () => close({ to: day }), ['from'], '開始日を入力して'],
    ['weekdays without a range', () => close({ 'on-6': 'yes' }), ['from'], '開始日を入力して'],
    ['a range of three years', () => close({ from: day, to: addDays(day, 1_100) }), ['to'], '2年まで'],
    [
      'weekdays that the range has not',
      () => close({ from: monday(), to: addDays(monday(), 1), 'on-7': 'yes' }),
      ['on-1'],
      '選んだ曜日の日がありません',
    ],
    ['a day that is past', () => close({ from: '2020-01-06' }), ['from'], '過ぎた日は変更できません'],
    ['past days in the list', () => close({ list: '2020-01-06' }), ['list'], '過ぎた日は変更できません'],
    ['no day in the third line', () => close({ list: `${day}\n${day}\nきのう` }), ['list'], '3つ目の「きのう」'],
    ['more lines than anyone types', () => close({ list: `${day}\n`.repeat(500) }), ['list'], '400日まで'],
    ['open, but on no pattern', () => close({ from: day, how: 'open' }), ['pattern'], 'パターンを選んで'],
  ])('[8(2)⑤c] refused at the box, what was typed still there: %s', async (_title, typed, boxes, words) => {
    const draft = await here.begin();
    const refused = await here.refused(draft, 'days', typed());
    expect(refused.boxes).toEqual(boxes);
    expect(refused.words).toContain(words);
  });

  test('a choice no page offers, a counter that is none', async () => {
    const draft = await here.begin();
    const forged = await here.put(
      draft,
      'days',
      close({ from: day, how: 'burn', pattern: '99', 'c-99-99': 'yes', [honcho]: '' }),
    );
    expect([forged.status, wrongBoxes(forged), await htmlFaults(forged.html)]).toEqual([422, ['how', 'counters'], []]);
  });

  test('[8(2)⑤c] taken back: one ticked among those of an office; what a colleague took back meanwhile is told', async () => {
    const [one, two] = [await openDay(here.desk.db, here.city, 25), await openDay(here.desk.db, here.city, 30)];
    await special(here.city.main, one, null, '点検');
    await special(here.city.branch, two, here.city.pattern, '祭り');
    const draft = await here.begin();
    const none = await here.refused(draft, 'days-removed', {}, { has: 'name="pick-0"' });
    expect([none.boxes, none.words]).toEqual([['pick'], expect.stringContaining('戻す日を選んで')]);
    const page = await here.me.get(`/calendar/drafts/${draft}/days-removed?office=kitano`);
    expect([page.html.includes(longDate(two)), page.html.includes(longDate(one))]).toEqual([true, false]);
    const [, pick = ''] = /name="pick-0" value="([^"]*)"/u.exec(page.html) ?? [];
    const words = await here.puts(draft, 'days-removed', { 'pick-0': pick }, { query: '?office=kitano', has: 'name="pick-0"' });
    expect(words).toContain(`${longDate(two)}を、曜日の規則どおりに戻す`);
    await here.fresh.db.run(sql`DELETE FROM calendar.overrides WHERE day = ${one}`);
    const late = await here.me.post(`/calendar/drafts/${draft}/days-removed`, {
      version: '1',
      office: '',
      'pick-0': `${one} ${here.city.main}:${here.city.service}`,
    });
    expect([late.status, await htmlFaults(late.html)]).toEqual([409, []]);
    expect(late.html).toContain('選んだ日の予定が変わっています');
  });

  test('[8(2)⑤h] a year’s days are copied to the next; what differs there is said, and only what is ticked goes', async () => {
    const year = Number(here.city.today.slice(0, 4));
    const [closed, open] = [`${year}-12-30`, `${year}-12-12`];
    await special(here.city.main, closed, here.city.pattern, '年末の臨時開庁');
    await special(here.city.branch, open, null, '停電点検のため');
    const draft = await here.begin();
    const form = { has: 'name="pick-0"', query: `?year=${year}` };
    const page = await here.me.get(`/calendar/drafts/${draft}/year?year=${year}`);
    expect(page.html).toContain('年末年始の同じ日');
    const none = await here.me.post(`/calendar/drafts/${draft}/year`, { version: '0', year: String(year) });
    expect([none.status, wrongBoxes(none), await htmlFaults(none.html)]).toEqual([422, ['pick'], []]);
    const words = await here.puts(draft, 'year', {}, form);
    expect(words).toContain(longDate(`${year + 1}-12-30`));
    for (const forged of ['x', `${closed} ${year + 1}-12-30 1 99:99`]) {
      const late = await here.me.post(`/calendar/drafts/${draft}/year`, { version: '1', year: String(year), 'pick-0': forged });
      expect([late.status, await htmlFaults(late.html)]).toEqual([409, []]);
    }
    for (const asked of ['1900', 'x', '99999999999'])
      expect((await here.me.get(`/calendar/drafts/${draft}/year?year=${asked}`)).status).toBe(200);
  });
});

test('[8(2)⑤h] more days of a year than one page holds: it says how many there are and pages on, and days of the last page are copied too', async () => {
  const year = Number(here.city.today.slice(0, 4));
  for (const [office, reason] of [
    [here.city.main, '点検'],
    [here.city.branch, '停電'],
  ] as const)
    await here.fresh.db.run(sql`
      INSERT INTO calendar.overrides (office_id, service_id, day, pattern_id, reason)
      SELECT ${office}, ${here.city.service}, d, NULL, ${reason} FROM generate_series(${`${year}-01-05`}::timestamp, ${`${year}-12-28`}, interval '1 day') d`);
  const draft = await here.begin();
  const path = `/calendar/drafts/${draft}/year?year=${year}`;
  const page = await here.me.get(path);
  const [, all = '', last = ''] = /全(\d+)件のうち、1件目から(\d+)件目まで/u.exec(page.html) ?? [];
  expect([Number(all) > 400, last, await htmlFaults(page.html)]).toEqual([true, '400', []]);
  expect(page.html).toContain(`${path.replaceAll('&', '&amp;')}&amp;part=2`);
  const second = await here.me.get(`${path}&part=2`);
  expect(second.html).toContain(`全${all}件のうち、401件目から${all}件目まで`);
  expect(await htmlFaults(second.html)).toEqual([]);
  const words = await here.puts(draft, 'year', {}, { has: 'name="pick-0"', query: `?year=${year}&part=2` });
  expect(words).toContain('臨時閉庁');
  for (const part of ['0', '3', 'x', '99999999999']) expect((await here.me.get(`${path}&part=${part}`)).status).toBe(200);
});

describe('one slot’s capacity', () => {
  const FORM = { has: 'name="capacity"' };
  const six = (typed: Record<string, string>) => ({ how: 'number', list: day, time: '10:00', capacity: '6', ...typed });

  test('[8(2)⑤d] [8(2)⑤h] changed on the days typed, come to from its cell; then as its pattern says again', async () => {
    const draft = await here.begin();
    const query = `?office=honcho&service=${here.city.service}&day=${day}&start=600`;
    const page = await here.me.get(`/calendar/drafts/${draft}/capacity${query}`);
    expect(page.html).toContain(`${longDate(day)}の枠`);
    const words = await here.puts(draft, 'capacity', { capacity: '６人' }, { ...FORM, query });
    expect(words).toContain(`${longDate(day)} 10:00の定員を6人にする`);
    expect(await here.preview(draft)).toContain('1枠の定員が増えます');
    const back = await here.puts(draft, 'capacity', {}, { query, has: '<input type="hidden" name="how"' });
    expect(back).toContain(`${longDate(day)} 10:00の定員をパターンどおりに戻す`);
    expect(await here.preview(draft)).not.toContain('定員が増えます');
  });

  test.each<[string, () => Record<string, string>, string[], string]>([
    ['nothing typed', () => ({ how: 'number' }), ['list', 'time', 'capacity'], '日を入力してください'],
    ['−1 people', () => six({ capacity: '-1' }), ['capacity'], '0から1000までの数（人）'],
    ['10⁹ people', () => six({ capacity: '1000000000' }), ['capacity'], '0から1000までの数（人）'],
    ['no number', () => six({ capacity: '' }), ['capacity'], '0から1000までの数（人）'],
    ['words for a number', () => six({ capacity: '六人' }), ['capacity'], '0から1000までの数（人）'],
    ['25:00', () => six({ time: '25:00' }), ['time'], '0:00から24:00まで'],
    ['no time', () => six({ time: '朝' }), ['time'], 'のように入力して'],
    ['a time at which no slot begins', () => six({ time: '12:30' }), ['time'], '12:30に始まる枠がありません'],
    ['a day that is past', () => six({ list: '2020-01-06' }), ['list'], '過ぎた日'],
    ['a day that is none', () => six({ list: `${day}\n2027-02-30` }), ['list'], '2つ目の「2027-02-30」'],
  ])('[8(2)⑤d] refused at the box, what was typed still there: %s', async (_title, typed, boxes, words) => {
    const draft = await here.begin();
    const refused = await here.refused(draft, 'capacity', typed(), FORM);
    expect(refused.boxes).toEqual(boxes);
    expect(refused.words).toContain(words);
  });
});

describe('holidays', () => {
  let own = '';
  beforeAll(async () => {
    own = await openDay(here.desk.db, here.city, 100);
  });
  const nextYear = () => String(Number(here.city.today.slice(0, 4)) + 1);

  test('[8(2)⑤b] one is put in, renamed, taken out; every office shuts on it', async () => {
    const draft = await here.begin();
    const words = await here.puts(draft, 'holiday', { day: eraDate(own), name: '市制記念日' });
    expect(words).toContain(`${longDate(own)}を祝日「市制記念日」にする`);
    const preview = await here.preview(draft);
    expect(preview).toContain('28枠がなくなります');
    const about = { query: `?day=${own}` };
    await here.puts(draft, 'holiday', { name: '市の日' }, about);
    expect(await here.puts(draft, 'holiday', { act: 'remove' }, about)).toContain(`${longDate(own)}を祝日としない`);
    expect(await here.preview(draft)).not.toContain('なくなります');
    const late = await here.me.post(`/calendar/drafts/${draft}/holiday`, { version: '3', chosen: own, name: 'あ' });
    expect([late.status, await htmlFaults(late.html)]).toEqual([409, []]);
    expect(late.html).toContain('その祝日は、もうありません');
  });

  test.each<[string, () => Record<string, string>, string[], string]>([
    ['nothing typed', () => ({}), ['day', 'name'], '日を入力してください'],
    ['no name', () => ({ day: own }), ['name'], '祝日の名称を'],
    ['a name of 41 characters', () => ({ day: own, name: 'あ'.repeat(41) }), ['name'], '40文字まで'],
    ['a day that is none', () => ({ day: '2月30日', name: 'あ' }), ['day'], '暦にない日'],
    ['a day that is past', () => ({ day: '2020-01-06', name: 'あ' }), ['day'], '過ぎた日'],
    ['the name it has', () => ({ day: `${nextYear()}-05-05`, name: 'こどもの日' }), ['name'], '現在と同じ名称'],
  ])('[8(2)⑤b] refused at the box, what was typed still there: %s', async (_title, typed, boxes, words) => {
    const draft = await here.begin();
    const refused = await here.refused(draft, 'holiday', typed());
    expect(refused.boxes).toEqual(boxes);
    expect(refused.words).toContain(words);
  });
});
