import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { PASSWORD } from '../../../../test/support/desk.ts';
import { type Drafting, startDrafting } from '../../../../test/support/drafting.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDay } from '../../../../test/support/ruled-city.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { sql } from '../../../lib/db/sql.ts';

let here: Drafting;
let other: Visitor;
let clerk: Visitor;
let day = '';
/** Each form with what puts something good into a draft. */
let forms: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  here = await startDrafting();
  await here.desk.account('mori', ['admin'], here.city.main, '森 直美');
  await here.desk.account('kubo', ['counter'], here.city.main, '久保 京子');
  other = await signedIn(here.desk.url, 'mori', PASSWORD);
  clerk = await signedIn(here.desk.url, 'kubo', PASSWORD);
  day = await openDay(here.desk.db, here.city, 20);
  forms = {
    pattern: { name: '夜間', 'from-0': '17:00', 'to-0': '20:00', 'unit-0': '30', 'capacity-0': '2' },
    week: { 'w-7': 'closed' },
    days: { how: 'closed', from: day, reason: '施設の点検のため', [`c-${here.city.main}-${here.city.service}`]: 'yes' },
    capacity: { list: day, time: '10:00', how: 'number', capacity: '6' },
    holiday: { day, name: '市の日' },
  };
});
afterAll(() => here.close());

const at = (draft: number | string, what: string) => `/calendar/drafts/${draft}/${what}`;
const stored = (draft: number) =>
  here.desk.db.rows(sql`SELECT change FROM calendar.draft_changes WHERE draft_id = ${draft} ORDER BY position`);

describe('every form of a draft', () => {
  test('a counter clerk sees none and sends none; the draft is as it was', async () => {
    const draft = await here.begin();
    for (const [what, typed] of Object.entries(forms)) {
      expect((await clerk.get(at(draft, what))).status, what).toBe(403);
      await clerk.get('/calendar');
      expect((await clerk.post(at(draft, what), { ...typed, version: '0' })).status, what).toBe(403);
    }
    await clerk.get('/calendar');
    expect((await clerk.post('/calendar/patterns', {})).status).toBe(403);
    expect(await stored(draft)).toEqual([]);
  });

  test('without the form’s token nothing is taken', async () => {
    const draft = await here.begin();
    for (const [what, typed] of Object.entries(forms)) {
      const body = new URLSearchParams({ ...typed, version: '0' }).toString();
      const answer = await here.me.send('POST', at(draft, what), body, 'application/x-www-form-urlencoded');
      expect(answer.status, what).toBe(403);
    }
    expect(await stored(draft)).toEqual([]);
  });

  test('a draft that is none is a page that is not there, whatever its number', async () => {
    await here.me.get('/calendar');
    for (const draft of ['0', '-1', '999999', '2147483648', '99999999999999999999', 'x', "1'"])
      for (const [what, typed] of Object.entries(forms)) {
        const path = at(encodeURIComponent(draft), what);
        expect((await here.me.get(path)).status, path).toBe(404);
        expect((await here.me.post(path, { ...typed, version: '0' })).status, path).toBe(404);
      }
  });

  test('a forged version changes nothing, keeps what was typed and shows the draft as it is', async () => {
    const draft = await here.begin();
    for (const version of ['', '-1', '7', '2147483648', '１e9', 'x'.repeat(2_000)])
      for (const [what, typed] of Object.entries(forms)) {
        const answer = await here.put(draft, what, { ...typed, version });
        expect([answer.status, await htmlFaults(answer.html)], `${what} ${version.slice(0, 12)}`).toEqual([409, []]);
        expect(answer.html).toContain('ほかの職員か、ほかの画面で先に変更されました');
        const again = formFields(answer, at(draft, what), what === 'week' ? 'name="w-1"' : undefined);
        expect(again).toMatchObject(typed);
        expect(again['version']).toBe('0');
      }
    expect(await stored(draft)).toEqual([]);
  });

  test('two clerks in one draft: who is late is told, keeps what was typed, and sends it again upon what was done', async () => {
    const draft = await here.begin();
    const form = { ...formFields(await other.get(at(draft, 'days')), at(draft, 'days')), ...forms['days'] };
    await here.puts(draft, 'holiday', forms['holiday'] ?? {});
    const late = await other.post(at(draft, 'days'), form);
    expect([late.status, await htmlFaults(late.html)]).toEqual([409, []]);
    expect(await stored(draft)).toHaveLength(1);
    expect((await other.post(at(draft, 'days'), formFields(late, at(draft, 'days')))).status).toBe(303);
    expect(await stored(draft)).toHaveLength(2);
  });

  test('the same button pressed twice puts it in once', async () => {
    const draft = await here.begin();
    const form = { ...formFields(await here.me.get(at(draft, 'days')), at(draft, 'days')), ...forms['days'] };
    const answers = await Promise.all([here.me.post(at(draft, 'days'), form), here.me.post(at(draft, 'days'), form)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await stored(draft)).toHaveLength(1);
  });

  test('a draft given up or published takes nothing more and says so', async () => {
    const [dropped, published] = [await here.begin(), await here.begin()];
    await here.me.get(`/calendar/drafts/${dropped}`);
    await here.me.post(`/calendar/drafts/${dropped}/drop`, { version: '0', sure: 'yes' });
    await here.puts(published, 'holiday', { ...forms['holiday'], name: '公開する日' });
    await here.publish(published);
    for (const draft of [dropped, published])
      for (const [what, typed] of Object.entries(forms)) {
        const page = await here.me.get(at(draft, what));
        expect([page.status, await htmlFaults(page.html)], what).toEqual([409, []]);
        expect(page.html).toContain('この下書きは変更できません');
        expect((await here.me.post(at(draft, what), { ...typed, version: '1' })).status, what).toBe(409);
      }
  });
});

describe('drafts that meet', () => {
  test('[8(2)⑤f] a pattern that one draft takes out of use and the other chooses: whichever is published second says what does not fit', async () => {
    const { id } = await here.fresh.db.one<{ id: number }>(
      sql`INSERT INTO calendar.patterns (name) VALUES ('祭りの日') RETURNING id`,
    );
    await here.fresh.db.run(sql`INSERT INTO calendar.bands VALUES (${id}, 600, 720, 30, 2, 0, 0)`);
    const [retires, uses] = [await here.begin(), await here.begin()];
    await here.puts(uses, 'days', { ...forms['days'], how: 'open', pattern: String(id), reason: '祭り' });
    await here.puts(retires, 'pattern-retired', {}, { query: `?id=${id}` });
    await here.publish(retires);
    const preview = await here.preview(uses);
    expect(preview).toContain('廃止されています');
    expect(preview).not.toContain('この内容で公開する');
  });

  test('[8(3)⑦c] a draft about an office that is taken out of use meanwhile says so, and is not published', async () => {
    const { id } = await here.fresh.db.one<{ id: number }>(
      sql`INSERT INTO offices.offices (code, name, address, phone, position) VALUES ('jojima', '城島総合支所', '久留米市', '0942-00-0000', 3) RETURNING id`,
    );
    const draft = await here.begin();
    const open = await openDay(here.desk.db, here.city, 50);
    const typed = {
      how: 'open',
      pattern: String(here.city.pattern),
      from: open,
      reason: '臨時開庁',
      [`c-${id}-${here.city.service}`]: 'yes',
    };
    expect(await here.puts(draft, 'days', typed)).toContain('城島総合支所');
    await here.fresh.db.run(sql`UPDATE offices.offices SET retired_at = lib.now() WHERE id = ${id}`);
    // Its pages still open, and offer that office no more.
    const page = await here.me.get(at(draft, 'days'));
    expect([page.status, page.html.includes('城島')]).toEqual([200, false]);
    expect((await here.me.get(`${at(draft, 'week')}?office=jojima`)).status).toBe(200);
    const more = await here.put(draft, 'days', typed);
    expect([more.status, await htmlFaults(more.html)]).toEqual([422, []]);
    const preview = await here.preview(draft);
    expect(preview).toContain('廃止した交付場所が入っています');
    expect(preview).not.toContain('この内容で公開する');
    const { preview: version } = await here.desk.db.one<{ preview: string }>(
      sql`SELECT version AS preview FROM closing.previews WHERE draft_id = ${draft} ORDER BY 1 LIMIT 1`,
    );
    const forced = await here.me.post(`/calendar/drafts/${draft}/publish`, { version: '1', preview: version });
    expect([forced.status, await htmlFaults(forced.html)]).toEqual([409, []]);
    expect(await here.desk.db.rows(sql`SELECT FROM ledger.slots WHERE office_id = ${id}`)).toEqual([]);
  });

  test('[8(2)⑤h] two drafts about one day: the second one’s preview stands upon the first once that is published', async () => {
    const own = await openDay(here.desk.db, here.city, 60);
    const [one, two] = [await here.begin(), await here.begin()];
    await here.puts(one, 'days', { ...forms['days'], from: own });
    await here.puts(two, 'capacity', { ...forms['capacity'], list: own });
    await here.publish(one);
    const preview = await here.preview(two);
    // The slot the second was about is gone by the first.
    expect(preview).toContain('その日には、その時刻の枠がありません');
    expect(preview).not.toContain('この内容で公開する');
    expect((await here.me.get(`/calendar/drafts/${two}`)).html).toContain(longDate(own));
  });
});
