import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/audit/actor.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { setMail } from '../../src/reservations/contact.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import {
  linkSecret,
  manageSecret,
  type TestCitizenDoor,
  travel,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import { type Journey, openJourney } from '../support/journey.ts';
import { type SmallCity, slotAt } from '../support/small-city.ts';

/** What a link in a mail opens, and until when: whatever came through an address ends when it is no longer the address. */

const STAFF: Actor = { kind: 'staff', staffId: 1 };
const WRONG = 'mistyped@wrong.example';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];
let person: Journey['person'];
beforeAll(async () => {
  ({ fresh, city, door, cautions, person } = await openJourney());
});
afterAll(() => door.close());

type Booked = { me: Visitor; id: string; registration: string; manage: string; notice: string };

/** Booked with an address, as a browser does; its link and one of its booking's. */
async function booked(mail = WRONG): Promise<Booked> {
  const notice = await person();
  const me = await walkToCalendar(door, fresh.db, notice, visitor(door.url), mail);
  const registration = await linkSecret(fresh.db);
  const day = Temporal.PlainDate.from(city.today).add({ days: 10 }).toString();
  await walkToHold(me, day, await slotAt(fresh.db, city, city.main, 10, 9));
  await walkToBooked(me, cautions);
  const { id } = await fresh.db.one<{ id: string }>(
    sql`SELECT reservation_id AS id FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id WHERE c.notice_id = ${notice}`,
  );
  return { me, id, registration, manage: await manageSecret(fresh.db, id), notice };
}

/** Where a press on a link leads, in a browser that was never here. */
async function pressed(path: string): Promise<string> {
  const other = visitor(door.url);
  // A page with a form: one that is refused has none.
  await other.get('/notice');
  await other.get(path);
  const page = await other.post(path, {});
  if (page.location === null) return `${page.status}`;
  const led = await other.follow(page);
  return `${led.status} ${led.url.split('?')[0]}`;
}
const byRegistration = ({ registration }: Booked) => pressed(`/links/${registration}`);
const byManage = ({ manage }: Booked) => pressed(`/reservations/${manage}`);
const stillIn = async (one: Visitor): Promise<number> => (await one.get('/reservation')).status;

const versionOf = async (id: string): Promise<number> =>
  (await fresh.db.one<{ v: number }>(sql`SELECT version AS v FROM reservations.reservations WHERE id = ${id}`)).v;

/** A browser that pressed the booking's link before. */
async function inside({ manage }: Booked): Promise<Visitor> {
  const other = visitor(door.url);
  await other.get(`/reservations/${manage}`);
  await other.post(`/reservations/${manage}`, {});
  expect(await stillIn(other)).toBe(200);
  return other;
}

test('[8(3)④] while nothing changes both links open the booking', async () => {
  const one = await booked();
  expect(await byRegistration(one)).toBe('200 /reservation');
  expect(await byManage(one)).toBe('200 /reservation');
});

const ENDS: Record<string, (one: Booked) => Promise<void>> = {
  'the desk corrects the address': async ({ id }) => {
    expect(
      await setMail(fresh.db, STAFF, { id, version: await versionOf(id), mail: 'right@correct.example', send: false }),
    ).toMatchObject({ ok: true });
  },
  'the desk removes the address': async ({ id }) => {
    expect(await setMail(fresh.db, STAFF, { id, version: await versionOf(id), mail: null, send: false })).toMatchObject({
      ok: true,
    });
  },
  'the card comes under 支援措置': async ({ notice }) => {
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id = ${notice}`);
  },
  // Whatever else may write it, an act of a later release among them.
  'anything else blanks the address, as retention does': async ({ id }) => {
    await fresh.db.run(sql`UPDATE reservations.reservations SET mail = NULL WHERE id = ${id}`);
  },
};

test.for(Object.keys(ENDS))(
  '[8(3)④] every link and every browser that came through the old address is out when %s',
  async (what) => {
    const one = await booked();
    const other = await inside(one);
    const cancel = await other.get('/cancel');
    expect(cancel.status).toBe(200);
    await ENDS[what]?.(one);
    expect([await byRegistration(one), await byManage(one)]).toEqual(['404', '404']);
    expect([await stillIn(one.me), await stillIn(other)]).toEqual([410, 410]);
    // The page that was open already cancels nothing either.
    expect((await other.post('/cancel', { version: /name="version" value="(\d+)"/u.exec(cancel.html)?.[1] ?? '' })).status).toBe(
      410,
    );
    expect(await fresh.db.one(sql`SELECT state FROM reservations.reservations WHERE id = ${one.id}`)).toEqual({
      state: 'booked',
    });
  },
);

test('[8(3)④] set back to the old address, the old links stay ended; the new one opens', async () => {
  const one = await booked();
  for (const mail of ['right@correct.example', WRONG])
    await setMail(fresh.db, STAFF, { id: one.id, version: await versionOf(one.id), mail, send: false });
  expect(await byManage(one)).toBe('404');
  expect(await byManage({ ...one, manage: await manageSecret(fresh.db, one.id) })).toBe('200 /reservation');
});

test('[8(3)④] another address typed on the way ends the link to the first, in every browser', async () => {
  const me = await walkToCalendar(door, fresh.db, await person(), visitor(door.url), WRONG);
  const first = await linkSecret(fresh.db);
  await me.get('/mail');
  await me.post('/mail', { mail: 'right@correct.example', mail_again: 'right@correct.example' });
  expect(await pressed(`/links/${first}`)).toBe('404');
  expect(await pressed(`/links/${await linkSecret(fresh.db)}`)).toBe('200 /calendar');
});

test('[8(3)④] a registration link ends when it says, booked or not', async () => {
  const one = await booked();
  await travel(fresh.db, 24 * 60 + 1);
  try {
    expect(await byRegistration(one)).toBe('410');
    const page = await visitor(door.url).get(`/links/${one.registration}`);
    expect(page.html).toContain('リンクの');
    expect(await byManage(one)).toBe('200 /reservation');
  } finally {
    await travel(fresh.db, 0);
  }
});

test('[8(3)④] 終了する ends this browser’s way in, also by Back; another mail’s link still opens the booking', async () => {
  const one = await booked('hanako@example.jp');
  // At home, from the confirmation; then on a borrowed machine, from another mail.
  const borrowed = await inside(one);
  await borrowed.get('/reservation');
  const done = await borrowed.follow(await borrowed.post('/finish', { sure: 'yes' }));
  expect(done.html.replace(/<[^>]*>/gu, '')).toContain('このブラウザーで開いたメールのリンクも、使えなくなりました。');
  // Back: the page before, the page with the mail's button, and its press.
  expect(await stillIn(borrowed)).toBe(410);
  expect((await borrowed.get('/reservation')).html.replace(/<[^>]*>/gu, '')).toContain('「終了する」が押されたため');
  expect((await borrowed.get(`/reservations/${one.manage}`)).status).toBe(410);
  expect((await borrowed.post(`/reservations/${one.manage}`, {})).status).toBe(410);
  expect(await byManage({ ...one, manage: await manageSecret(fresh.db, one.id) })).toBe('200 /reservation');
  expect(await stillIn(one.me)).toBe(200);

  // The browser it was booked in, likewise: its registration link is in the history.
  await one.me.get('/reservation');
  await one.me.post('/finish', { sure: 'yes' });
  expect(await byRegistration(one)).toBe('410');
});

test('[8(3)④] who begins for another person in the same browser can still go on with the first from the mail', async () => {
  const one = await booked('hanako@example.jp');
  await walkToCalendar(door, fresh.db, await person(), one.me, 'hanako@example.jp');
  expect(await byRegistration(one)).toBe('200 /reservation');
});

test('[8(3)④] a booked visit’s address is not changed by its browser: the confirmed one stays', async () => {
  const one = await booked('hanako@example.jp');
  await one.me.get('/reservation');
  const page = await one.me.post('/mail', { mail: WRONG, mail_again: WRONG });
  expect([page.status, page.location]).toEqual([303, '/reservation']);
  expect((await one.me.get('/mail')).location).toBe('/reservation');
  expect(await stillIn(one.me)).toBe(200);
});

test('links mailed by the release before open until they end, and their clear texts are gone after the night', async () => {
  const one = await booked('hanako@example.jp');
  const [old, manage] = [randomUUID(), randomUUID()];
  // As the release before left them, and as the migration reads them.
  await fresh.db.run(sql`UPDATE reservations.visits SET link_secret = ${old}::uuid WHERE reservation_id = ${one.id}`);
  await fresh.db.run(sql`UPDATE reservations.reservations SET manage_secret = ${manage}::uuid WHERE id = ${one.id}`);
  await fresh.db.run(sql`DELETE FROM reservations.links`);
  await fresh.db.pool.query(await migrated());
  expect([await byRegistration({ ...one, registration: old }), await byManage({ ...one, manage })]).toEqual([
    '200 /reservation',
    '200 /reservation',
  ]);
  await fresh.db.run(sql`SELECT reservations.expire(lib.now() - interval '7 days')`);
  const { held } = await fresh.db.one<{ held: string }>(
    sql`SELECT (SELECT jsonb_agg(to_jsonb(v)) FROM reservations.visits v)::text || (SELECT jsonb_agg(to_jsonb(r)) FROM reservations.reservations r)::text AS held`,
  );
  expect([held.includes(old), held.includes(manage)]).toEqual([false, false]);
  expect(await byManage({ ...one, manage })).toBe('200 /reservation');
});

/** The statements of the migration that carry over what was mailed. */
async function migrated(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile('migrations/0025-links.sql', 'utf8');
  return text.slice(text.indexOf('INSERT INTO reservations.links'), text.indexOf('ALTER TABLE reservations.reservations'));
}
