import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Drafting, startDrafting } from '../../../../test/support/drafting.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDay } from '../../../../test/support/ruled-city.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { sql } from '../../../lib/db/sql.ts';

let here: Drafting;
beforeAll(async () => {
  here = await startDrafting();
});
afterAll(() => here.close());

const DAY = { 'from-0': '9:00', 'to-0': '12:00', 'unit-0': '30', 'capacity-0': '2' };
const NIGHT = { 'from-1': '17:00', 'to-1': '20:00', 'unit-1': '20', 'capacity-1': '3' };
const ofPattern = () => ({ query: `?id=${here.city.pattern}` });
const withFields = async (draft: number, query: string) =>
  formFields(
    await here.me.get(`/calendar/drafts/${draft}/pattern${query}`),
    `/calendar/drafts/${draft}/pattern`,
    'name="from-0"',
  );

describe('a pattern', () => {
  test('[8(2)⑤e] [8(2)⑤f] a new one is made, read back in words before it is put in, and nothing follows it by itself', async () => {
    const draft = await here.begin();
    const typed = {
      name: '木曜の夜',
      ...DAY,
      'from-1': '１７時',
      'to-1': '午後８時',
      'unit-1': '20',
      'capacity-1': '３人',
      'desk-1': '１',
      'until-1': '２開庁日',
    };
    const looked = await here.put(draft, 'pattern', { ...typed, act: 'more' });
    expect([looked.status, await htmlFaults(looked.html)]).toEqual([200, []]);
    expect(looked.html).toContain('17:00〜20:00 20分ごとに3人（うち職員枠1人、2開庁日前まで）');
    // Two rows are filled, three more wait: any number can be typed without a script.
    expect(looked.html).toContain('name="from-4"');
    const words = await here.puts(draft, 'pattern', typed);
    expect(words).toContain('開庁時間パターン「木曜の夜」を設定する');
    expect(words).toContain('9:00〜12:00 30分ごとに2人');
    expect(await here.preview(draft)).not.toContain('増えます');
    await here.publish(draft);
    const page = await here.me.get('/calendar/patterns');
    expect(page.html).toContain('木曜の夜');
    expect(page.html).toContain('どこでも使っていません');
    expect(await htmlFaults(page.html)).toEqual([]);
  });

  test('[8(2)⑤a] [8(2)⑤d] one that is followed says where, and changing it changes every day that follows it', async () => {
    const draft = await here.begin();
    const page = await here.me.get(`/calendar/drafts/${draft}/pattern?id=${here.city.pattern}`);
    expect(page.html).toContain('曜日の規則：本庁・マイナンバーカードの受け取り');
    await here.puts(draft, 'pattern', { 'capacity-0': '3', 'to-1': '16:30' }, ofPattern());
    const preview = await here.preview(draft);
    expect(preview).toMatch(/\d+枠の定員が増えます/u);
    expect(preview).toMatch(/\d+枠がなくなります/u);
  });

  test('[8(2)⑤i] bands in units of 60, 30, 20, 15 and 10 minutes lie beside each other in one day', async () => {
    const draft = await here.begin();
    const bands = [60, 30, 20, 15, 10].flatMap((unit, row): [string, string][] => [
      [`from-${row}`, `${8 + row}:00`],
      [`to-${row}`, `${9 + row}:00`],
      [`unit-${row}`, String(unit)],
      [`capacity-${row}`, '1'],
    ]);
    const words = await here.puts(draft, 'pattern', { name: 'いろいろ', ...Object.fromEntries(bands) });
    for (const unit of ['8:00〜9:00 60分', '9:00〜10:00 30分', '10:00〜11:00 20分', '11:00〜12:00 15分', '12:00〜13:00 10分'])
      expect(words).toContain(unit);
  });

  test('[8(2)⑤f] copied into another with its bands and a name of its own; the first stays as it is', async () => {
    const draft = await here.begin();
    expect(await withFields(draft, `?copy=${here.city.pattern}`)).toMatchObject({
      id: '',
      name: '通常の複製',
      'from-1': '13:00',
    });
    const words = await here.puts(draft, 'pattern', { name: '短縮', 'to-1': '15:00' }, { query: `?copy=${here.city.pattern}` });
    expect(words).toContain('開庁時間パターン「短縮」を設定する');
    expect(await here.preview(draft)).not.toContain('なくなります');
  });

  test.each<[string, Record<string, string>, string[], string]>([
    ['nothing typed', {}, ['name', 'from-0'], '時間帯を1つ以上入力してください'],
    ['no name', { ...DAY }, ['name'], 'パターンの名称を入力してください'],
    ['a name of 41 characters', { ...DAY, name: 'あ'.repeat(41) }, ['name'], '40文字まで'],
    ['a name that is taken', { ...DAY, name: '通常' }, ['name'], '同じ名称のパターンがあります'],
    ['25:00', { name: 'あ', ...DAY, 'to-0': '25:00' }, ['to-0'], '1行目：0:00から24:00までの時刻'],
    ['no time', { name: 'あ', ...DAY, 'from-0': '朝' }, ['from-0'], '時刻を「9:00」のように'],
    [
      'a band that crosses midnight',
      { name: 'あ', ...DAY, 'from-0': '22:00', 'to-0': '2:00' },
      ['to-0'],
      '日をまたぐときは、2つの日に分けて',
    ],
    ['an end that is the start', { name: 'あ', ...DAY, 'to-0': '9:00' }, ['to-0'], '開始時刻より後'],
    [
      'two that overlap',
      { name: 'あ', ...DAY, ...NIGHT, 'from-1': '11:30', 'unit-1': '30' },
      ['from-1'],
      '2行目：9:00〜12:00と重なっています',
    ],
    [
      'one that its unit does not divide',
      { name: 'あ', ...DAY, 'to-0': '11:50' },
      ['unit-0'],
      '9:00〜11:50は、30分で割り切れません',
    ],
    ['−1 people', { name: 'あ', ...DAY, 'capacity-0': '-1' }, ['capacity-0'], '0人から1000人まで'],
    ['10⁹ people', { name: 'あ', ...DAY, 'capacity-0': '1000000000' }, ['capacity-0'], '0人から1000人まで'],
    [
      '10⁹ people in full width',
      { name: 'あ', ...DAY, 'capacity-0': '１００００００００００００００００００' },
      ['capacity-0'],
      '0人から1000人まで',
    ],
    ['no number of people', { name: 'あ', ...DAY, 'capacity-0': '' }, ['capacity-0'], '0人から1000人まで'],
    ['more places for the desk than there are', { name: 'あ', ...DAY, 'desk-0': '3' }, ['desk-0'], '定員までの人数'],
    [
      'places for the desk until 61 open days before',
      { name: 'あ', ...DAY, 'desk-0': '1', 'until-0': '61' },
      ['until-0'],
      '0から60まで',
    ],
    [
      'three rows wrong at once',
      { name: 'あ', ...DAY, 'to-0': '', ...NIGHT, 'capacity-1': '多数', 'desk-2': '1' },
      ['to-0', 'capacity-1', 'from-2', 'to-2', 'capacity-2'],
      '3行目：時刻を入力してください',
    ],
  ])('[8(2)⑤d] refused at the box, what was typed still there: %s', async (_title, typed, boxes, words) => {
    const draft = await here.begin();
    const refused = await here.refused(draft, 'pattern', typed);
    expect(refused.boxes).toEqual(boxes);
    expect(refused.words).toContain(words);
  });

  test('a unit of 25 minutes, which no pull-down offers', async () => {
    const draft = await here.begin();
    const forged = await here.put(draft, 'pattern', { name: 'あ', ...DAY, 'unit-0': '25' });
    expect([forged.status, wrongBoxes(forged)]).toEqual([422, ['unit-0']]);
    expect(forged.html).toContain('枠の長さを選んでください');
  });

  test('sixty bands of ten minutes each fit into one form', async () => {
    const draft = await here.begin();
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, row): [string, string][] => [
        [`from-${row}`, `${Math.floor(row / 6) + 8}:${String((row % 6) * 10).padStart(2, '0')}`],
        [`to-${row}`, `${Math.floor((row + 1) / 6) + 8}:${String(((row + 1) % 6) * 10).padStart(2, '0')}`],
        [`unit-${row}`, '10'],
        [`capacity-${row}`, '２'],
      ]).flat(),
    );
    expect(await here.puts(draft, 'pattern', { name: '十分ごと', ...many })).toContain('17:50〜18:00 10分ごとに2人');
  });
});

describe('the page of patterns', () => {
  const begin = async (fields: Record<string, string>) => {
    await here.me.get('/calendar/patterns');
    return (await here.me.post('/calendar/patterns', fields)).location ?? '';
  };

  test('[8(2)⑤f] leads to the form, in a draft of its own or in one that is open', async () => {
    const id = String(here.city.pattern);
    expect(await begin({ id, act: 'change' })).toMatch(new RegExp(`^/calendar/drafts/\\d+/pattern\\?id=${id}$`, 'u'));
    expect(await begin({ act: 'change' })).toMatch(/^\/calendar\/drafts\/\d+\/pattern$/u);
    const draft = await here.begin();
    expect(await begin({ id, act: 'copy', draft: String(draft) })).toBe(`/calendar/drafts/${draft}/pattern?copy=${id}`);
  });

  test('a pattern that is none begins a new one; a draft that is none is a page that is not there', async () => {
    for (const id of ['999999', '99999999999', 'x']) expect(await begin({ id, act: 'copy' })).toMatch(/\/pattern$/u);
    const nowhere = await begin({ draft: '999999', act: 'change' });
    expect((await here.me.get(nowhere)).status).toBe(404);
  });
});

describe('[8(2)⑤f] a pattern taken out of use', () => {
  const retire = (draft: number, id: number) =>
    here.me.post(`/calendar/drafts/${draft}/pattern-retired`, { id: String(id), version: '0' });

  test('one that is followed says where, with the way there, and stays', async () => {
    const draft = await here.begin();
    const day = await openDay(here.desk.db, here.city, 20);
    await here.fresh.db.run(
      sql`INSERT INTO calendar.overrides (office_id, service_id, day, pattern_id, reason) VALUES (${here.city.branch}, ${here.city.service}, ${day}, ${here.city.pattern}, '臨時')`,
    );
    const page = await here.me.get(`/calendar/drafts/${draft}/pattern-retired?id=${here.city.pattern}`);
    expect(await htmlFaults(page.html)).toEqual([]);
    expect(page.html).toContain('使用している箇所があるため、廃止できません');
    expect(page.html).toContain(`href="/calendar/drafts/${draft}/week?office=honcho&amp;service=${here.city.service}"`);
    expect(page.html).toContain(`${longDate(day)}：北野総合支所・マイナンバーカードの受け取り`);
    const pressed = await retire(draft, here.city.pattern);
    expect([pressed.status, await htmlFaults(pressed.html)]).toEqual([409, []]);
    expect(pressed.html).toContain('曜日の規則：北野総合支所');
    expect((await here.me.get(`/calendar/drafts/${draft}`)).html).toContain('変更は、まだありません');
    await here.fresh.db.run(sql`DELETE FROM calendar.overrides`);
  });

  test('one that nobody follows goes, can be chosen no more, and its name is kept', async () => {
    const draft = await here.begin();
    await here.puts(draft, 'pattern', { name: '使わない', ...DAY });
    const { id } = await here.desk.db.one<{ id: number }>(
      sql`SELECT (change->>'id')::integer AS id FROM calendar.draft_changes WHERE draft_id = ${draft}`,
    );
    await here.puts(draft, 'pattern-retired', {}, { query: `?id=${id}` });
    const week = await here.me.get(`/calendar/drafts/${draft}/week?office=honcho&service=${here.city.service}`);
    expect(week.html).not.toContain('使わない');
    await here.publish(draft);
    expect((await here.me.get('/calendar/patterns')).html).toContain('廃止したパターン：使わない');
    // A page from before that still offers it is refused, whatever it posts.
    const next = await here.begin();
    const late = await here.put(next, 'week', { 'w-1': String(id) });
    expect([late.status, wrongBoxes(late), await htmlFaults(late.html)]).toEqual([422, ['w-1'], []]);
  });

  test('a pattern that is none is a page that is not there', async () => {
    const draft = await here.begin();
    for (const id of ['0', '-1', '999999', '2147483648', 'x', '９'])
      for (const what of ['pattern', 'pattern-retired']) {
        expect(
          (await here.me.get(`/calendar/drafts/${draft}/${what}?id=${encodeURIComponent(id)}`)).status,
          `${what} ${id}`,
        ).toBe(404);
        expect(
          (await here.me.post(`/calendar/drafts/${draft}/${what}`, { id, name: 'あ', ...DAY })).status,
          `${what} ${id}`,
        ).toBe(404);
      }
  });
});
