import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, type Visitor, visitor } from '../../test/support/browse.ts';
import {
  expectTo,
  KEPT,
  linkSecret,
  manageSecret,
  nextMail,
  travel,
  walkToBooked,
  walkToCalendar,
} from '../../test/support/citizen.ts';
import { formFields } from '../../test/support/forms.ts';
import { type Journey, openJourney } from '../../test/support/journey.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { slotAt } from '../../test/support/small-city.ts';
import { OFFERED } from '../languages/index.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** Sentences that must be true whatever the cause: a test a cause. */

let here: Journey;
beforeAll(async () => {
  here = await openJourney();
});
afterAll(() => here.door.close());

const DAY = 24 * 60;
/** Runs what removes visits and links, so many days from now. */
async function expired(days: number): Promise<void> {
  await travel(here.fresh.db, days * DAY);
  await here.fresh.db.run(sql`SELECT reservations.expire()`);
}

async function unusable(path: string): Promise<void> {
  const page = await good(await visitor(here.door.url).get(path), 404);
  expect(heading(page)).toBe('このリンクは使えません');
  // True of each cause: no newer mail is claimed where there is none.
  expect(words(page)).toContain('リンクが途中で切れているか、もう使えないリンクです。');
  expect(words(page)).toContain('新しいメールが届いているときは、');
  expect(words(page)).not.toContain('新しいメールが届いています');
}

test('[8(3)④] a link that was cut off, and one of an address typed before', async () => {
  await unusable('/links/0b6b4a4c-6c8e-4f');
  const me = visitor(here.door.url);
  await me.get('/notice');
  await me.post('/notice', { notice: await here.person(), month: '3', day: '8' });
  const ask = async (mail: string): Promise<string> => {
    await me.get('/mail');
    expectTo(await me.post('/mail', { mail, mail_again: mail }), '/mail/sent');
    return linkSecret(here.fresh.db);
  };
  const old = await ask(nextMail());
  await ask(nextMail());
  await unusable(`/links/${old}`);
});

test('[8(3)④] a registration link whose visit was removed, a confirmation link whose day is long over, and one of a card that came under 支援措置', async () => {
  const { id } = await here.booked();
  const confirmation = await manageSecret(here.fresh.db, id);
  const { secret: registration } = await here.fresh.db.one<{ secret: string }>(
    sql`SELECT reservations.new_link(id, NULL, mail) AS secret FROM reservations.visits WHERE reservation_id = ${id}`,
  );
  const { id: shielded, notice } = await here.booked();
  const shieldedLink = await manageSecret(here.fresh.db, shielded);
  await here.fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id = ${notice}`);
  await unusable(`/reservations/${shieldedLink}`);
  try {
    await expired(9);
    await unusable(`/links/${registration}`);
    expect((await visitor(here.door.url).get(`/reservations/${confirmation}`)).status).toBe(200);
    await expired(60);
    await unusable(`/reservations/${confirmation}`);
  } finally {
    await travel(here.fresh.db, 0);
  }
});

/** Cancels what a page shows, up to the page that says so. */
async function cancel(me: Visitor): Promise<Page> {
  const version = /name="version" value="(\d+)"/u.exec((await good(await me.get('/cancel'))).html)?.[1] ?? '';
  expectTo(await me.post('/cancel', { version }), '/cancelled');
  return good(await me.get('/cancelled'));
}
const mails = async (id: string): Promise<number> =>
  (await here.fresh.db.rows(sql`SELECT id FROM outbox.mails WHERE reservation_id = ${id} AND kind = 'cancelled'`)).length;

test('[8(3)⑩b] a cancellation says that a mail comes where one does: not of a visit that was shut and whose time has passed', async () => {
  const ahead = await here.booked();
  expect(words(await cancel(ahead.me))).toContain('ご連絡をメールでお送りします。');
  expect(await mails(ahead.id)).toBe(1);
  const { id } = await here.booked({ on: 4 });
  await here.fresh.db.run(
    sql`UPDATE ledger.slots s SET closed_at = lib.now() FROM reservations.reservations r WHERE r.slot_id = s.id AND r.id = ${id}`,
  );
  const link = `/reservations/${await manageSecret(here.fresh.db, id)}`;
  await travel(here.fresh.db, 6 * DAY);
  try {
    const me = visitor(here.door.url);
    await me.get(link);
    expectTo(await me.post(link, {}), '/reservation');
    const page = await cancel(me);
    expect(heading(page)).toBe('予約を取り消しました');
    expect(words(page)).toContain('あらためて予約すると受け取れます。');
    expect(words(page)).not.toContain('メールでお送りします');
    expect(await mails(id)).toBe(0);
  } finally {
    await travel(here.fresh.db, 0);
  }
});

test('[8(3)⑩b] a held place that was let go is no booking that was cancelled', async () => {
  const me = await walkToCalendar(here.door, here.fresh.db, await here.person());
  await here.hold(me, { on: 12 });
  await here.fresh.db.run(
    sql`SELECT reservations.cancel(ROW('clock', NULL, NULL, NULL)::audit.actor, id, NULL, 'citizen', 'waiting') FROM reservations.reservations WHERE state = 'held'`,
  );
  expect((await me.get('/cancelled')).location).toBe('/continue');
});

test('[8(3)⑩a] a visit that was shut is moved days after its day too; who booked again since reads that they have a booking', async () => {
  const shut = async () => {
    const { id } = await here.booked({ on: 4, hour: 11 });
    await here.fresh.db.run(
      sql`UPDATE ledger.slots s SET closed_at = lib.now() FROM reservations.reservations r WHERE r.slot_id = s.id AND r.id = ${id}`,
    );
    return { id, link: `/reservations/${await manageSecret(here.fresh.db, id)}` };
  };
  const opened = async (link: string) => {
    const me = visitor(here.door.url);
    await me.get(link);
    expectTo(await me.post(link, {}), '/reservation');
    return me;
  };
  const moved = await shut();
  await here.fresh.db.run(sql`UPDATE ledger.slots SET closed_at = NULL WHERE closed_at IS NOT NULL`);
  const again = await shut();
  const day = addDays(here.city.today, 14);
  const slot = await slotAt(here.fresh.db, here.city, here.city.main, 14, 9);
  const path = `/change?office=honcho&day=${day}&slot=${slot}`;
  await travel(here.fresh.db, 7 * DAY);
  try {
    await here.fresh.db.run(sql`SELECT ledger.expire()`);
    const [mover, other] = [await opened(moved.link), await opened(again.link)];
    expectTo(await mover.post('/change', formFields(await good(await mover.get(path)), '/change')), '/reservation');
    const form = formFields(await good(await other.get(path)), '/change');
    const { notice } = await here.fresh.db.one<{ notice: string }>(
      sql`SELECT c.notice_id AS notice FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = ${again.id}`,
    );
    const me = await walkToCalendar(here.door, here.fresh.db, notice);
    await here.hold(me, { on: 15 });
    expectTo(await walkToBooked(me, here.cautions), '/reservation');
    expect(heading(await good(await other.post('/change', form), 409))).toBe('すでに予約があります');
  } finally {
    await travel(here.fresh.db, 0);
  }
});

test('[8(3)⑬] during a stop nothing is said of the telephone but what the city set', async () => {
  await here.fresh.db.run(sql`UPDATE site.city SET phone_hours = '毎日 午前7時から午後9時まで'`);
  await here.fresh.db.run(
    sql`INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) VALUES (lib.now() - interval '1 minute', lib.now() + interval '1 hour', '', '2026-01-01')`,
  );
  await expect.poll(async () => (await visitor(here.door.url).get('/')).status, KEPT).toBe(503);
  await expect.poll(async () => words(await visitor(here.door.url).get('/')), KEPT).toContain('毎日 午前7時から午後9時まで');
  expect(words(await visitor(here.door.url).get('/'))).not.toMatch(/祝日|年末年始/u);
  for (const language of OFFERED.filter((one) => one !== 'ja'))
    expect(words(await visitor(here.door.url).get(`/${language}/`))).not.toMatch(
      /holiday|New Year|节假日|年末|공휴일|연말연시|Ngày lễ|năm mới|祝日/u,
    );
});
