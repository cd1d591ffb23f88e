import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import { BIRTHDAY, KEPT, type TestCitizenDoor } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../test/support/small-city.ts';
import { OFFERED, prefixOf } from '../languages/index.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor());
});
afterAll(() => door?.close());

let people = 0;
/** Somebody who is asked for an address. */
async function comes(): Promise<Visitor> {
  people += 1;
  const notice = `S1P-${String(people).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId: notice, name: `打間 違子${people}`, officeId: city.main });
  const me = visitor(door.url);
  await me.get('/notice');
  await me.post('/notice', { notice, ...BIRTHDAY });
  await me.get('/mail');
  return me;
}
const twice = (mail: string) => ({ mail, mail_again: mail });
const sentTo = async (): Promise<string[]> =>
  (
    await fresh.db.rows<{ mail: string }>(sql`SELECT mail FROM reservations.visits WHERE mail IS NOT NULL ORDER BY created_at`)
  ).map(({ mail }) => mail);

test('[8(3)③] an address one slip away from a common one is kept and asked about once; one press takes what was meant', async () => {
  const me = await comes();
  const before = await sentTo();
  const asked = await good(await me.post('/mail', twice('ayumi@gmail.con')), 422);
  expect(words(asked)).toContain('「ayumi@gmail.com」ではありませんか');
  expect(asked.html.match(/type="email"[^>]*value="ayumi@gmail\.con"|value="ayumi@gmail\.con"[^>]*type="email"/gu)).toHaveLength(
    2,
  );
  // The cursor begins at the question, as at a list of errors; a reader of the page hears it.
  expect(asked.html).toMatch(/<div class="note note-care"[^>]* id="errors"/u);
  expect(await sentTo()).toEqual(before);
  // What its first button sends.
  expect(asked.html).toContain('name="mail" value="ayumi@gmail.com"');
  expect((await me.post('/mail', twice('ayumi@gmail.com'))).location).toBe('/mail/sent');
  expect(await sentTo()).toEqual([...before, 'ayumi@gmail.com']);
});

test('[8(3)③] what was typed is never refused: the other button, and the form itself, send to it', async () => {
  const me = await comes();
  const typed = 'ayumi@docomo.ne.jo';
  const asked = await good(await me.post('/mail', twice(typed)), 422);
  expect(asked.html).toContain(`name="as_typed" value="${typed}"`);
  // Another slip is asked about anew.
  await good(await me.post('/mail', { ...twice('ayumi@docmo.ne.jp'), as_typed: typed }), 422);
  expect((await me.post('/mail', { ...twice(typed), as_typed: typed })).location).toBe('/mail/sent');
  expect(await sentTo()).toContain(typed);
});

test('[8(3)③] a comma for a dot is no address, but what was meant is one press away; a real domain is asked nothing', async () => {
  const me = await comes();
  const asked = await good(await me.post('/mail', twice('ayumi@yahoo.co,jp')), 422);
  expect(words(asked)).toContain('「ayumi@yahoo.co.jp」ではありませんか');
  expect(asked.html).toContain('id="errors"');
  expect(asked.html).not.toContain('のまま送る');
  expect((await me.post('/mail', twice('ayumi@ymobile1.ne.jp'))).location).toBe('/mail/sent');
});

test('[8(3)③] the question is put in every language', async () => {
  const me = await comes();
  for (const language of OFFERED) {
    const asked = await good(await me.post(`${prefixOf(language)}/mail`, twice('ayumi@gmial.com')), 422);
    expect(asked.html.split('ayumi@gmail.com').length, language).toBeGreaterThan(4);
  }
});

test('[8(3)③] where no mail comes, the page says for each carrier where to allow our domain', async () => {
  await fresh.db.run(sql`UPDATE site.city SET sender_address = 'yoyaku@city.example.jp'`);
  const me = await comes();
  await me.post('/mail', twice('chidori@example.jp'));
  const page = async (prefix: string) => good(await me.get(`${prefix}/mail/sent`));
  await expect
    .poll(async () => words(await page('')), KEPT)
    .toContain('「city.example.jp」から届くメールを、受け取れるようにしてから');
  const sent = await page('');
  for (const said of ['docomo', 'au・UQ mobile', 'SoftBank・Y!mobile', 'Rakuten Mobile', 'Gmail・iCloud', '受信リスト設定'])
    expect(words(sent)).toContain(said);
  for (const language of OFFERED)
    expect((await page(prefixOf(language))).html, language).toMatch(/<div class="carriers">.*UQ mobile/su);
});
