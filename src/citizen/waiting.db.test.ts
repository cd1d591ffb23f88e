import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Page, type Visitor, visitor } from '../../test/support/browse.ts';
import {
  addCautions,
  formValue,
  KEPT,
  type TestCitizenDoor,
  travel,
  walkToBooked,
  walkToCalendar,
} from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { invariantFaults } from '../../test/support/invariant.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { OFFERED } from '../languages/index.ts';
import { wordsOf } from '../letters/compose.ts';
import { writeLetter } from '../letters/write.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { ClaimedMail } from '../outbox/queue.ts';
import { passOn } from '../waiting/offers.ts';

const ORIGIN = 'https://yoyaku.example.jp';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let worker: Db;
let cautions: string[];
let slot: number;

beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(1));
  cautions = await addCautions(fresh.db, city.service);
  worker = fresh.as('worker', 3);
  slot = await slotAt(fresh.db, city, city.main, 10, 10);
});
afterAll(async () => {
  await worker.close();
  await door.close();
});
/** The city is full. */
beforeEach(() => fresh.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE taken = 0`));

let people = 0;
async function proven(): Promise<Visitor> {
  people += 1;
  const noticeId = `A1B-${String(people).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId, name: `待 花子${people}`, officeId: city.main });
  return walkToCalendar(door, fresh.db, noticeId, visitor(door.url), `mati-${people}@example.jp`);
}

const wish = (page: Page, more: Record<string, string> = {}) => ({
  id: formValue(page, 'id'),
  'offices-honcho': 'yes',
  'offices-kitano': 'yes',
  from: addDays(city.today, 5),
  to: addDays(city.today, 20),
  'kinds-weekday': 'yes',
  'kinds-holiday': 'yes',
  'parts-morning': 'yes',
  'parts-afternoon': 'yes',
  ...more,
});

async function waits(): Promise<Visitor> {
  const me = await proven();
  expect((await me.post('/waiting', wish(await me.get('/waiting?office=honcho')))).location).toBe('/waiting?done=entered');
  return me;
}

/** The mail of a kind that was put last, as the worker writes it. */
async function letterOf(kind: string): Promise<{ subject: string; text: string; link: string }> {
  const mail = await fresh.db.one<ClaimedMail>(sql`
    SELECT id, kind, reservation_id AS "reservationId", visit_id AS "visitId", 1 AS attempts, message_id AS "messageId", message_id AS lease, due_at AS "dueAt", false AS "leftBehind"
    FROM outbox.mails WHERE kind = ${kind} ORDER BY id DESC LIMIT 1`);
  const written = await writeLetter(worker, mail, ORIGIN);
  if (!('letter' in written)) throw new Error(JSON.stringify(written));
  expect(written.secrets.every((secret) => written.letter.text.includes(secret))).toBe(true);
  return {
    subject: written.letter.subject,
    text: written.letter.text,
    link: /\/wait\/[0-9a-f-]{36}/u.exec(written.letter.text)?.[0] ?? '',
  };
}

const opens = () => fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${slot}`);

test('who finds no place waits for one, is told by mail, and books it with one link, without a script', async () => {
  const me = await proven();
  expect(words(await good(await me.get('/calendar')))).toContain('空き待ちに登録すると');
  const form = await good(await me.get('/waiting?office=honcho'));
  expect(form.html).toMatch(/name="offices-honcho"[^>]*checked/u);
  const entered = await me.post('/waiting', wish(form));
  expect(entered.location).toBe('/waiting?done=entered');
  const page = await good(await me.get('/waiting?done=entered'));
  expect(heading(page)).toBe('空きを待っています');
  expect(words(page)).toContain('最長で3時間、その日時を確保します');
  // Two open days have to lie before a day that citizens may book: from then on nothing of the last day could be offered.
  const { last } = await fresh.db.one<{ last: string }>(
    sql`SELECT to_char(${addDays(city.today, 18)}::date, 'FMMM月FMDD日') AS last`,
  );
  expect(words(page)).toMatch(new RegExp(`${last}（.）の夜12時を過ぎると、空き待ちは終わります`, 'u'));
  // The same form again is the same entry.
  expect((await me.post('/waiting', wish(form))).location).toBe('/waiting?done=entered');
  const told = await letterOf('waiting');
  expect(told.text).toContain('受け取る場所：本庁、北野総合支所');
  expect(told.text).toContain('時間帯：午前、午後');
  expect(heading(await good(await visitor(door.url).get(told.link)))).toBe('空きを待っています');

  await opens();
  expect(await passOn(worker)).toMatchObject({ offered: 1 });
  expect(words(await good(await me.get('/waiting')))).toContain('空きが出ました');
  const mail = await letterOf('waiting-offer');
  expect(mail.subject).toContain('空きが出ました');
  const phone = visitor(door.url);
  const before = await fresh.db.rows(sql`SELECT * FROM waiting.links ORDER BY hash`);
  const link = await good(await phone.get(mail.link));
  expect(heading(link)).toBe('空きが出ました');
  // A mail scanner opens it and changes nothing.
  expect(await fresh.db.rows(sql`SELECT * FROM waiting.links ORDER BY hash`)).toEqual(before);
  expect((await phone.post(mail.link, {})).location).toBe('/cautions');
  const booked = await walkToBooked(phone, cautions);
  expect(booked.location).toBe('/reservation?done=booked');
  await passOn(worker);
  expect(await fresh.db.rows(sql`SELECT end_reason AS why FROM waiting.entries WHERE mail = 'mati-1@example.jp'`)).toEqual([
    { why: 'booked' },
  ]);
  // Used once; nothing more is on the entry's page.
  await good(await visitor(door.url).get(mail.link), 404);
  expect(await invariantFaults(fresh.db)).toEqual([]);
  const log = door.log.join('');
  for (const secret of [told.link, mail.link].map((path) => path.split('/').at(-1) ?? '')) expect(log).not.toContain(secret);
  await fresh.db.run(
    sql`SELECT reservations.cancel(ROW('operator', NULL, NULL, NULL)::audit.actor, id, NULL, 'staff', '') FROM reservations.reservations WHERE state = 'booked'`,
  );
});

test('the link works once; who began elsewhere finds the place again by proving who they are; 終了する keeps it', async () => {
  const me = await waits();
  const notice = `A1B-${String(people).padStart(6, '0')}`;
  await opens();
  await passOn(worker);
  const { link } = await letterOf('waiting-offer');
  const first = visitor(door.url);
  await first.get(link);
  expect((await first.post(link, {})).location).toBe('/cautions');
  const second = visitor(door.url);
  expect(heading(await good(await second.get(link), 410))).toBe('このリンクは使用済みです');
  await first.get('/cautions');
  await first.post('/finish', { sure: 'yes' });
  const again = visitor(door.url);
  await walkToCalendar(door, fresh.db, notice, again, `mati-${people}@example.jp`).catch(() => undefined);
  expect(words(await good(await again.get('/cautions')))).toContain('を確保しています');
  expect((await walkToBooked(again, cautions)).location).toBe('/reservation?done=booked');
  // Booked, whoever has noticed it by then.
  expect((await me.get('/waiting')).status).toBe(409);
  await fresh.db.run(
    sql`SELECT reservations.cancel(ROW('operator', NULL, NULL, NULL)::audit.actor, id, NULL, 'staff', '') FROM reservations.reservations WHERE state = 'booked'`,
  );
});

/** Somebody waits, a place is free, and a browser has the page of the offer's mail open. */
async function offeredByMail() {
  await waits();
  await opens();
  await passOn(worker);
  const { link } = await letterOf('waiting-offer');
  const me = visitor(door.url);
  await me.get(link);
  return { me, link };
}

test('[8(3)④] the button of the mail pressed twice at one moment leads on both times; 終了する ends that', async () => {
  const { me, link } = await offeredByMail();
  const form = new URLSearchParams({ form_token: me.token() }).toString();
  const press = () => me.send('POST', link, form, 'application/x-www-form-urlencoded');
  const both = await Promise.all([press(), press()]);
  expect(both.map(({ location }) => location)).toEqual(['/cautions', '/cautions']);
  expect(words(await good(await me.get('/cautions')))).toContain('を確保しています');
  // Another form, in the same browser too, is told that the link was used.
  expect(heading(await good(await me.get(link), 410))).toBe('このリンクは使用済みです');
  await me.get('/cautions');
  await me.post('/finish', { sure: 'yes' });
  expect(heading(await good(await press(), 410))).toBe('このリンクは使用済みです');
  await fresh.db.run(
    sql`SELECT reservations.cancel(ROW('operator', NULL, NULL, NULL)::audit.actor, id, NULL, 'citizen', 'waiting') FROM reservations.reservations WHERE state = 'held'`,
  );
  await fresh.db.run(sql`UPDATE waiting.entries SET ended_at = lib.now(), end_reason = 'left' WHERE ended_at IS NULL`);
});

test('[8(3)④] a place that outlasts the visit: its pages say when the visit ends, the page after it until when the place is held, and the used link sends a new one', async () => {
  const { me, link } = await offeredByMail();
  expect((await me.post(link, {})).location).toBe('/cautions');
  const reading = await good(await me.get('/cautions'));
  expect(reading.html).toMatch(/data-visit-seconds="3[56]\d\d"/u);
  try {
    await travel(fresh.db, 61);
    const over = await good(await me.get('/cautions'), 410);
    expect(heading(over)).toBe('手続きの時間が過ぎました');
    expect(words(over)).toMatch(/空き待ちのご案内で確保した日時は、.+まで確保しています。予約はまだ完了していません。/u);
    const used = await good(await me.get(link), 410);
    expect(words(used)).toContain('新しいメールを受け取る');
    expect(heading(await good(await me.post(`${link}/again`, {})))).toBe('新しいメールをお送りしました');
    const again = await letterOf('waiting-offer');
    expect(again.link).not.toBe(link);
    expect((await me.post(again.link, {})).location).toBe('/cautions');
    expect((await walkToBooked(me, cautions)).location).toBe('/reservation?done=booked');
  } finally {
    await travel(fresh.db, 0);
  }
  expect(await invariantFaults(fresh.db)).toEqual([]);
  await fresh.db.run(
    sql`SELECT reservations.cancel(ROW('operator', NULL, NULL, NULL)::audit.actor, id, NULL, 'staff', '') FROM reservations.reservations WHERE state = 'booked'`,
  );
  await fresh.db.run(sql`UPDATE waiting.entries SET ended_at = lib.now(), end_reason = 'booked' WHERE ended_at IS NULL`);
});

test('[8(3)④] a used link sends so many new mails and no more, and none once its place is gone', async () => {
  const { me, link } = await offeredByMail();
  // Not used: nothing is sent.
  expect((await me.post(`${link}/again`, {})).status).toBe(200);
  await me.post(link, {});
  const { max } = await fresh.db.one<{ max: number }>(sql`SELECT site.number('link-mails') AS max`);
  const sent: number[] = [];
  for (let n = 0; n <= max; n += 1) sent.push((await me.post(`${link}/again`, {})).status);
  expect(sent).toEqual([...Array.from({ length: max }, () => 200), 429]);
  await fresh.db.run(sql`UPDATE reservations.reservations SET held_until = lib.now() - interval '1 second' WHERE state = 'held'`);
  expect((await me.post(`${link}/again`, {})).status).toBe(410);
  await passOn(worker);
  await fresh.db.run(sql`SELECT reservations.sweep(${slot}::bigint)`);
  await fresh.db.run(sql`UPDATE waiting.entries SET ended_at = lib.now(), end_reason = 'left' WHERE ended_at IS NULL`);
});

test('[8(3)④] a link somebody went on with: used while the place is held, over once it is not; the other buttons of the mail say the same', async () => {
  await waits();
  await opens();
  await passOn(worker);
  const { link } = await letterOf('waiting-offer');
  const [first, second] = [visitor(door.url), visitor(door.url)];
  // Opened in two browsers before either goes on.
  for (const one of [first, second]) await good(await one.get(link));
  expect((await first.post(link, {})).location).toBe('/cautions');
  const answers = async () => [
    await good(await second.get(link), 410),
    await good(await second.post(link, {}), 410),
    await good(await second.post(`${link}/pass`, {}), 410),
    await good(await second.post(`${link}/leave`, {}), 410),
  ];
  for (const page of await answers()) {
    expect(heading(page)).toBe('このリンクは使用済みです');
    expect(words(page)).toContain('期限まで確保しています。');
  }
  expect(words(await good(await first.get('/cautions')))).toContain('を確保しています');
  // Not finished in time.
  await fresh.db.run(sql`UPDATE reservations.reservations SET held_until = lib.now() - interval '1 second' WHERE state = 'held'`);
  for (const page of await answers()) {
    expect(heading(page)).toBe('この日時の確保は終わりました');
    expect(words(page)).not.toContain('期限まで確保しています。');
  }
  await passOn(worker);
  expect(heading(await good(await second.get(link), 410))).toBe('この日時の確保は終わりました');
  expect(await fresh.db.rows(sql`SELECT end_reason AS why FROM waiting.entries ORDER BY entered_at DESC LIMIT 1`)).toEqual([
    { why: null },
  ]);
  await fresh.db.run(sql`UPDATE waiting.entries SET ended_at = lib.now(), end_reason = 'left' WHERE ended_at IS NULL`);
});

test('[8(3)⑥] one of a family that waits comes alone: the page says that the offer is for all of them, offers no press that is refused, and lets it go', async () => {
  await fresh.db.run(sql`UPDATE services.services SET party_max = 3`);
  // A time for two, taken: who is two may wait.
  const large = await slotAt(fresh.db, city, city.main, 12, 14);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 3, taken = 3 WHERE id = ${large}`);
  const me = await proven();
  const first = `A1B-${String(people).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId: 'A1B-900001', name: '待 太郎', officeId: city.main });
  await good(await me.get('/party/add'));
  expect((await me.post('/party/add', { notice: 'A1B-900001', month: '3', day: '8' })).location).toBe('/party?done=added');
  expect((await me.post('/waiting', wish(await me.get('/waiting?office=honcho')))).location).toBe('/waiting?done=entered');
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 2 WHERE id = ${slot}`);
  expect(await passOn(worker)).toMatchObject({ offered: 1 });
  expect((await good(await me.get('/waiting'))).html).toContain('この日時で予約に進む');
  // Who comes: what stands in the way is no other screen of theirs but this offer, and the page leads there.
  const who = await good(await me.get('/party'));
  expect(words(who)).toMatch(/空き待ちのご案内で、この方の日時を.+まで確保しています/u);
  expect([words(who).includes('別の画面'), who.html.includes('href="/waiting"')]).toEqual([false, true]);

  const alone = visitor(door.url);
  await walkToCalendar(door, fresh.db, first, alone, `mati-${people}@example.jp`);
  const shown = await good(await alone.get('/waiting'));
  expect(words(shown)).toContain('この日時は、2人分です。');
  for (const press of ['この日時で予約に進む', '待つ条件を変更する', '予約は、まだありません'])
    expect(words(shown)).not.toContain(press);
  expect(heading(await good(await alone.get('/waiting?change=yes')))).toBe('空きを待っています');
  await good(await alone.get('/party/add'));
  const joined = await alone.post('/party/add', { notice: 'A1B-900001', month: '3', day: '8' });
  expect([joined.status, words(joined).includes('空き待ちのご案内で、この方の日時を')]).toEqual([409, true]);
  expect([words(joined).includes('別の画面'), joined.html.includes('href="/waiting"')]).toEqual([false, true]);
  // Any other time leads there too: it is the offer that is in its way.
  const other = await slotAt(fresh.db, city, city.main, 11, 10);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${other}`);
  const chosen = { office: 'honcho', day: addDays(city.today, 11), slot: String(other), id: randomUUID() };
  expect((await alone.post('/times', chosen)).location).toBe('/waiting');
  expect((await alone.post('/waiting/pass', {})).location).toBe('/waiting?done=passed');
  expect(words(await good(await alone.get('/waiting?done=passed')))).toContain('この日時を見送りました');
  expect((await alone.post('/times', chosen)).location).toBe('/cautions');
  await alone.post('/finish', {});
  await me.post('/waiting/leave', {});
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 0, taken = 0 WHERE id = ${large}`);
});

test('what is wrong with the form is said at its box and nothing chosen is lost; what fits at once is offered instead', async () => {
  const me = await proven();
  const form = await me.get('/waiting?office=honcho');
  const wrong = await good(
    await me.post(
      '/waiting',
      wish(form, { 'kinds-weekday': '', 'kinds-holiday': '', from: addDays(city.today, 20), to: addDays(city.today, 5) }),
    ),
    422,
  );
  expect(words(wrong)).toContain('曜日を、1つ以上選んでください');
  expect(words(wrong)).toContain('最後の日は、最初の日か、それより後の日を選んでください');
  expect(wrong.html).toMatch(/name="offices-kitano"[^>]*checked/u);
  await opens();
  const free = await good(await me.post('/waiting', wish(form)), 409);
  expect(words(free)).toContain('空き待ちには、まだ登録していませんご希望に合う空きがあります。');
  // Said as a refusal: in the title of the page, and the reader begins there.
  expect(free.html).toMatch(/<title>エラー[^<]*空き待ち/u);
  expect(free.html).toMatch(/class="note note-care" id="errors" tabindex="-1"/u);
  const held = await me.post('/times', {
    office: 'honcho',
    day: addDays(city.today, 10),
    slot: String(slot),
    id: formValue(free, 'id'),
  });
  expect(held.location).toBe('/cautions');
  await me.post('/finish', { sure: 'yes' });
});

test('what is waited for is changed and left on the page, and by the mail’s link; both say so', async () => {
  const me = await waits();
  const change = await good(await me.get('/waiting?change=yes'));
  expect(
    (await me.post('/waiting', wish(change, { 'parts-morning': '', 'parts-afternoon': '', 'parts-evening': 'yes' }))).location,
  ).toBe('/waiting?done=changed');
  expect(words(await good(await me.get('/waiting')))).toContain('夕方・夜（午後5時15分より後に終わる時間）');
  expect((await letterOf('waiting')).text).toContain('時間帯：夕方・夜（午後5時15分より後に終わる時間）');
  expect((await me.post('/waiting/leave', {})).location).toBe('/waiting?done=left');
  expect(heading(await good(await me.get('/waiting?done=left')))).toBe('空き待ちをやめました');
  expect((await letterOf('waiting-over')).text).toContain('空き待ちをやめました。');

  await waits();
  await opens();
  await passOn(worker);
  const { link } = await letterOf('waiting-offer');
  const by = visitor(door.url);
  await by.get(link);
  expect(heading(await good(await by.post(`${link}/pass`, {})))).toBe('この日時を見送りました');
  expect(heading(await good(await by.get(link), 410))).toBe('この日時の確保は終わりました');
  expect(heading(await good(await by.post(`${link}/leave`, {})))).toBe('空き待ちをやめました');
  await good(await by.get(link), 404);
  expect(await fresh.db.rows(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).toEqual([{ taken: 0 }]);
});

test('[8(2)⑥c] one may wait for any day of the booking window, also beyond the days a calendar shows at once', async () => {
  const last = addDays(city.today, 250);
  await fresh.db.run(sql`UPDATE calendar.windows SET latest_days = 250 WHERE audience = 'citizen'`);
  try {
    const me = await proven();
    const days = async (): Promise<string[]> =>
      [...(await me.get('/waiting?office=honcho')).html.matchAll(/<option value="(\d{4}-\d\d-\d\d)"/gu)].map(
        ([, day]) => day ?? '',
      );
    await expect.poll(async () => (await days()).includes(last), KEPT).toBe(true);
    const chosen = await days();
    // Each day once in either box, in order.
    expect(chosen).toHaveLength(2 * new Set(chosen).size);
    const form = await good(await me.get('/waiting?office=honcho'));
    expect((await me.post('/waiting', wish(form, { from: addDays(city.today, 150), to: last }))).location).toBe(
      '/waiting?done=entered',
    );
    await me.post('/waiting/leave', {});
  } finally {
    await fresh.db.run(sql`UPDATE calendar.windows SET latest_days = 60 WHERE audience = 'citizen'`);
  }
});

test('an entry ends when the booking window has passed its last day, but not while a place is held for it', async () => {
  const why = async () =>
    (
      await fresh.db.one<{ why: string | null }>(
        sql`SELECT end_reason AS why FROM waiting.entries ORDER BY entered_at DESC LIMIT 1`,
      )
    ).why;
  await waits();
  await opens();
  await passOn(worker);
  // Staff ask for more days ahead: the last day that is waited for cannot be booked any more.
  await fresh.db.run(sql`UPDATE calendar.windows SET earliest_open_days = 21 WHERE audience = 'citizen'`);
  try {
    await passOn(worker);
    expect(await why()).toBeNull();
    await fresh.db.run(
      sql`UPDATE reservations.reservations SET held_until = lib.now() - interval '1 second' WHERE state = 'held'`,
    );
    await passOn(worker);
    expect(await why()).toBe('days');
    expect((await letterOf('waiting-over')).text).toContain('お待ちの日にちに空きをご案内できなくなったため');
  } finally {
    await fresh.db.run(sql`UPDATE calendar.windows SET earliest_open_days = 2 WHERE audience = 'citizen'`);
  }
  await fresh.db.run(
    sql`SELECT reservations.cancel(ROW('operator', NULL, NULL, NULL)::audit.actor, id, NULL, 'citizen', 'waiting') FROM reservations.reservations WHERE state = 'held'`,
  );
});

test('a person who comes under 支援措置 is offered nothing and written to no more', async () => {
  await waits();
  await opens();
  await passOn(worker);
  const { link } = await letterOf('waiting-offer');
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id = ${`A1B-${String(people).padStart(6, '0')}`}`);
  await good(await visitor(door.url).get(link), 404);
  await passOn(worker);
  expect(await fresh.db.rows(sql`SELECT end_reason AS why FROM waiting.entries ORDER BY entered_at DESC LIMIT 1`)).toEqual([
    { why: 'card' },
  ]);
  expect(await fresh.db.rows(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).toEqual([{ taken: 0 }]);
});

test('every mail is whole in every language, with the day, the time and the way on', () => {
  const wait = {
    service: 'S',
    offices: ['O'],
    from: city.today,
    to: addDays(city.today, 9),
    kinds: ['weekday'],
    parts: ['morning'],
    usualEnd: 1035,
    people: 3,
    phone: '0942-30-9000',
  } as const;
  const offer = {
    service: 'S',
    office: 'O',
    address: 'A',
    day: addDays(city.today, 3),
    startMinute: 600,
    people: 3,
    phone: '0942-30-9000',
  };
  for (const language of OFFERED) {
    const said = wordsOf(language);
    const texts = [
      said.waiting(wait, 'https://x/1'),
      said.waiting({ ...wait, rest: true }, 'https://x/1'),
      said['waiting-offer'](offer, 'https://x/1', new Date()),
      ...(['left', 'days', 'card', 'silent'] as const).map((why) => said['waiting-over'](why, wait, 'https://x/1')),
      said['waiting-over']('silent', { ...wait, booking: { day: wait.to, startMinute: 600 } }, 'https://x/1'),
    ];
    for (const { subject, text } of texts) {
      expect(`${subject}${text}`, language).not.toMatch(/[{}|]|undefined/u);
      expect(text, language).toContain('https://x/1');
      expect(text, language).toContain('0942-30-9000');
    }
  }
});

test('[8(3)④] what a place never opens for is not waited for: not on such days, not at such times', async () => {
  const me = await proven();
  // Mornings and early afternoons of every day but the tenth; all days one may book are laid out.
  await fresh.db.run(sql`UPDATE calendar.windows SET latest_days = 20 WHERE audience = 'citizen'`);
  await fresh.db.run(sql`
    UPDATE ledger.slots SET closed_at = lib.now() WHERE start_minute NOT BETWEEN 540 AND 900 OR day = ${addDays(city.today, 10)}::date`);
  try {
    const tenth = addDays(city.today, 10);
    const evening = { 'parts-morning': '', 'parts-afternoon': '', 'parts-evening': 'yes' };
    // What opens nowhere is not asked; a form of before, and one of two places, is told.
    await expect.poll(async () => (await me.get('/waiting')).html, KEPT).not.toContain('parts-evening');
    const form = await good(await me.get('/waiting'));
    expect(form.html).not.toContain(`value="${tenth}"`);
    const told = async (more: Record<string, string>, why: string) => {
      const page = await me.post('/waiting', wish(form, more));
      expect([more, page.status, words(page).includes(why)]).toEqual([more, 422, true]);
    };
    const NEVER = '選んだ曜日・時間帯には、開かない場所があります';
    await told(evening, '時間帯を、1つ以上選んでください');
    await told({ from: tenth, to: tenth }, NEVER);
    // One of two opens in the mornings alone, and places that the desk keeps to the last are nobody's to wait for: both is said beside its name.
    await fresh.db.run(sql`
      UPDATE ledger.slots SET capacity = 1, desk_places = 1, desk_until = day WHERE office_id = ${city.branch} AND start_minute BETWEEN 720 AND 900`);
    await expect
      .poll(async () => words(await me.get('/waiting')), KEPT)
      .toContain('北野総合支所平日：午前 土曜・日曜・祝日：午前');
    await told({ 'offices-honcho': '', 'offices-kitano': 'yes', 'parts-morning': '' }, NEVER);
    // What is not laid out yet may open.
    await fresh.db.run(sql`UPDATE calendar.days SET day = day - 1000 WHERE day > ${addDays(city.today, 19)}::date`);
    await expect.poll(async () => (await me.get('/waiting')).html, KEPT).toContain('parts-evening');
    expect((await me.post('/waiting', wish(form, evening))).location).toBe('/waiting?done=entered');
    await me.get('/waiting');
    await me.post('/waiting/leave', {});
  } finally {
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = NULL`);
    await fresh.db.run(
      sql`UPDATE ledger.slots SET capacity = taken, desk_places = 0, desk_until = NULL WHERE desk_until IS NOT NULL`,
    );
    await fresh.db.run(sql`UPDATE calendar.windows SET latest_days = 60 WHERE audience = 'citizen'`);
    await fresh.db.run(sql`UPDATE calendar.days SET day = day + 1000 WHERE day < ${addDays(city.today, -500)}::date`);
  }
});

test('[8(3)④] who is offered a place and looks at other times is told what becomes of it; once another is chosen the mail’s link says that it is kept no longer', async () => {
  const { me, link } = await offeredByMail();
  const other = await slotAt(fresh.db, city, city.main, 11, 10);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${other}`);
  expect((await me.post(link, {})).location).toBe('/cautions');
  const day = addDays(city.today, 11);
  const LOSES = 'ほかの時間を選ぶと、この日時は次の方にご案内します';
  for (const path of ['/calendar?office=honcho', `/times?office=honcho&day=${day}`]) {
    await expect.poll(async () => words(await me.get(path)), KEPT).toContain(LOSES);
    expect((await good(await me.get(path))).html, path).toContain('href="/waiting"');
  }
  const stranger = await proven();
  expect(words(await good(await stranger.get('/calendar?office=honcho')))).not.toContain(LOSES);
  const chosen = { office: 'honcho', day, slot: String(other), id: randomUUID() };
  expect((await me.post('/times', chosen)).location).toBe('/cautions');
  // At once, before anybody has settled it, and afterwards.
  for (const settle of [false, true]) {
    if (settle) await passOn(worker);
    const page = await good(await visitor(door.url).get(link), 410);
    expect(heading(page)).toBe('この日時の確保は終わりました');
    expect(words(page)).not.toContain('期限まで確保しています');
  }
  expect(words(await good(await me.get('/calendar?office=honcho')))).not.toContain(LOSES);
  await me.post('/finish', { sure: 'yes' });
  await stranger.post('/finish', { sure: 'yes' });
  await fresh.db.run(sql`UPDATE waiting.entries SET ended_at = lib.now(), end_reason = 'left' WHERE ended_at IS NULL`);
});

test('[8(3)④] the page of what is waited for lets the offered time go and waits on; to leave the list says that the time goes too', async () => {
  const me = await waits();
  await opens();
  expect(await passOn(worker)).toMatchObject({ offered: 1 });
  const page = await good(await me.get('/waiting'));
  for (const said of ['この日時で予約に進む', 'この日時は見送る', 'やめると、確保している日時も次の方にご案内します'])
    expect(words(page)).toContain(said);
  expect((await me.post('/waiting/pass', {})).location).toBe('/waiting?done=passed');
  const after = words(await good(await me.get('/waiting?done=passed')));
  expect(after).toContain('この日時を見送りました');
  for (const said of ['この日時は見送る', 'やめると、確保している']) expect(after).not.toContain(said);
  expect(heading(await good(await me.get('/waiting')))).toBe('空きを待っています');
  await me.post('/waiting/leave', {});
});

test('[8(3)④] the link of who waits shows the place that is held meanwhile, sends its mail again, and says what is lost by leaving', async () => {
  await waits();
  const { link } = await letterOf('waiting');
  const me = visitor(door.url);
  // Nothing is offered: nothing to send.
  await good(await me.get(link));
  const offerMails = async () =>
    (await fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM outbox.mails WHERE kind = 'waiting-offer'`)).n;
  const before = await offerMails();
  expect(heading(await good(await me.post(`${link}/again`, {})))).toBe('空きを待っています');
  expect(await offerMails()).toBe(before);
  await opens();
  expect(await passOn(worker)).toMatchObject({ offered: 1 });
  const offer = await letterOf('waiting-offer');
  const page = await good(await me.get(link));
  for (const said of [
    '空きが出ました',
    '確保の期限',
    '新しいメールを受け取る',
    'やめると、確保している日時も次の方にご案内します',
  ])
    expect(words(page)).toContain(said);
  expect(heading(await good(await me.post(`${link}/again`, {})))).toBe('新しいメールをお送りしました');
  const again = await letterOf('waiting-offer');
  expect(again.link).not.toBe(offer.link);
  const other = visitor(door.url);
  expect(words(await good(await other.get(again.link)))).toContain('やめると、確保している日時も次の方にご案内します');
  expect((await other.post(again.link, {})).location).toBe('/cautions');
  // Somebody goes on with it: still held, and said so.
  expect(words(await good(await me.get(link)))).toContain('確保の期限');
  await fresh.db.run(sql`UPDATE reservations.reservations SET held_until = lib.now() - interval '1 second' WHERE state = 'held'`);
  await passOn(worker);
  await good(await me.get(link));
  expect(heading(await good(await me.post(`${link}/leave`, {})))).toBe('空き待ちをやめました');
});
