import { OFFERED } from '../../src/languages/index.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { addDays } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import type { Visitor } from '../support/browse.ts';
import { visitor } from '../support/browse.ts';
import {
  addCautions,
  formValue,
  linkSecret,
  manageSecret,
  startCitizenDoor,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { addService, buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';
import { ticked } from '../support/ticks.ts';

/** Who looks at a page: nobody yet, someone on the way, with a place held, with a visit booked, with one whose counter was shut or that was cancelled. */
export type Who =
  | 'nobody'
  | 'proven'
  | 'held'
  | 'booked'
  | 'shut'
  | 'cancelled'
  | 'family'
  | 'familyHeld'
  | 'familyBooked'
  | 'waiting'
  | 'waitingMore';
export type Scene = { route: string; who: Who; path: string };

export type Scenes = {
  door: TestCitizenDoor;
  fresh: FreshDatabase;
  city: SmallCity;
  people: Record<Who, Visitor>;
  /** Every page that can be looked at, by the route it belongs to. */
  scenes: Scene[];
  close(): Promise<void>;
};

/** As long as carriers allow, without a place to break: what pushes a page sideways first. */
const LONG_MAIL = 'kurume.hanako.no.otoosan.to.okaasan-no-keitai@docomo-no-nagai-domain.example.jp';

/** A city with two services, news and a planned stop, and a person at each stage of the way. */
export async function setScenes(): Promise<Scenes> {
  const fresh = await freshDatabase();
  const { db } = fresh;
  const city = await buildSmallCity(db, 6);
  const renewal = await addService(db, city, { code: 'renewal', name: '電子証明書の更新' });
  await db.run(
    sql`INSERT INTO site.notices (body, shown_from, shown_until) VALUES ('台風のため、本庁の窓口は午後3時に閉まります。', lib.now() - interval '1 day', lib.now() + interval '1 day')`,
  );
  await db.run(
    sql`INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) VALUES (lib.now() + interval '9 days', lib.now() + interval '9 days 2 hours', 'システムの点検のため', lib.day_of(lib.now()))`,
  );
  await db.run(
    sql`UPDATE services.services SET bring = ${['交付通知書のはがき', '運転免許証、旅券、在留カードなどの本人確認書類（お持ちでない方は、資格確認書、年金手帳など2点）', '通知カード（お持ちの方）', '住民基本台帳カード（お持ちの方）', '以前のマイナンバーカード（お持ちの方）', '代理の方が来られるときは、委任状と代理の方の本人確認書類']}, bring_under15 = '{親権者の方の本人確認書類}', takes_minutes = 30, takes_more = 15 WHERE id = ${city.service}`,
  );
  const cautions = await addCautions(db, city.service);
  await addCautions(db, renewal);
  const door = await startCitizenDoor(fresh, systemClock, {}, [...OFFERED, 'pseudo']);
  const proven = async (id: string): Promise<Visitor> => {
    await makeCard(db, { noticeId: id, officeId: city.main, name: `人 ${id}` });
    return walkToCalendar(door, db, id, visitor(door.url), LONG_MAIL);
  };
  const held = async (id: string, hour: number): Promise<Visitor> => {
    const me = await proven(id);
    await walkToHold(me, addDays(city.today, 8), await slotAt(db, city, city.main, 8, hour));
    return me;
  };
  await db.run(sql`UPDATE services.services SET party_max = 6`);
  /** A parent with two children, one under 15; with an hour they hold a place. */
  const family = async (id: string, hour?: number): Promise<Visitor> => {
    const me = await proven(id);
    for (const [n, birthDate] of ['2006-03-08', `${Number(city.today.slice(0, 4)) - 7}-03-08`].entries()) {
      const noticeId = id.replace('EYE', `EY${n + 1}`);
      await makeCard(db, { noticeId, officeId: city.main, name: `子 ${noticeId}`, birthDate });
      await me.get('/party/add');
      await me.post('/party/add', { notice: noticeId, month: '3', day: '8' });
    }
    if (hour !== undefined) await walkToHold(me, addDays(city.today, 8), await slotAt(db, city, city.main, 8, hour));
    return me;
  };
  const people: Scenes['people'] = {
    nobody: visitor(door.url),
    proven: await proven('EYE-000001'),
    held: await held('EYE-000002', 9),
    booked: await held('EYE-000003', 10),
    shut: await held('EYE-000004', 11),
    cancelled: await held('EYE-000005', 12),
    family: await family('EYE-000006'),
    familyHeld: await family('EYE-000008', 15),
    familyBooked: await family('EYE-000007', 14),
    waiting: await proven('EYE-000010'),
    waitingMore: await walkToCalendar(door, db, 'EYE-000010', visitor(door.url), LONG_MAIL),
  };
  // One more than wait: what is offered is not for them together.
  await makeCard(db, { noticeId: 'EYE-000011', officeId: city.main, name: '人 EYE-000011' });
  await people.waitingMore.get('/party/add');
  await people.waitingMore.post('/party/add', { notice: 'EYE-000011', month: '3', day: '8' });
  await walkToBooked(people.booked, cautions);
  await walkToBooked(people.shut, cautions);
  await walkToBooked(people.familyBooked, cautions);
  // What each brings follows from how they come: the questions are asked.
  const byNeed = { proxy: { add: ['委任状'], without: [] }, 'lost-notice': { add: ['交付通知書の紛失届'], without: [] } };
  await db.run(sql`UPDATE services.services SET bring_needs = ${JSON.stringify(byNeed)}::jsonb WHERE id = ${city.service}`);
  const partyOf = (await people.familyBooked.get('/party')).html;
  const one = /\/party\/remove\?who=(\w+)/u.exec(partyOf)?.[1] ?? '';
  await walkToBooked(people.cancelled, cautions);
  await people.cancelled.post('/cancel', { version: formValue(await people.cancelled.get('/cancel'), 'version') });
  await db.run(
    sql`UPDATE ledger.slots SET closed_at = lib.now(), gone = true WHERE id = ${await slotAt(db, city, city.main, 8, 11)}`,
  );
  await people.held.get('/cautions');
  await people.held.post('/cautions', ticked(cautions));
  const day = addDays(city.today, 9);
  const later = String(await slotAt(db, city, city.branch, 12, 15));
  await makeCard(db, { noticeId: 'EYE-000009', officeId: city.main });
  const waiting = visitor(door.url);
  await waiting.get('/notice');
  await waiting.post('/notice', { notice: 'EYE-000009', month: '3', day: '8' });
  await waiting.get('/mail');
  await waiting.post('/mail', { mail: LONG_MAIL, mail_again: LONG_MAIL });
  const link = await linkSecret(db);
  const { id: booking } = await db.one<{ id: string }>(
    sql`SELECT id FROM reservations.reservations WHERE state = 'booked' ORDER BY created_at LIMIT 1`,
  );
  const manage = await manageSecret(db, booking);
  // Put there by hand: in this city nobody would have to wait.
  await db.run(sql`
    INSERT INTO waiting.entries (id, service_id, card_ids, mail, channel, office_ids, from_day, to_day, day_kinds, parts, entered_at)
    SELECT gen_random_uuid(), ${city.service}, ARRAY[id], ${LONG_MAIL}, 'web', ARRAY[${city.main}, ${city.branch}]::integer[], ${city.today}::date + 6, ${city.today}::date + 20,
      '{weekday,holiday}', '{morning,evening}', lib.now() FROM cards.cards WHERE notice_id IN ('EYE-000010', 'EYE-000009')`);
  const { entry, offer } = await db.one<{ entry: string; offer: string }>(sql`
    WITH held AS (
      SELECT e.id, gen_random_uuid() AS hold, e.card_ids, lib.now() + interval '3 hours' AS until FROM waiting.entries e JOIN cards.cards c ON c.id = e.card_ids[1] AND c.notice_id = 'EYE-000010' OFFSET 0
    ), put AS (
      SELECT reservations.offer(ROW('clock', NULL, NULL, NULL)::audit.actor, hold, ${city.service}, ${await slotAt(db, city, city.main, 7, 10)}, jsonb_build_array(jsonb_build_object('card_id', card_ids[1])),
        'web', ${LONG_MAIL}, '', 'ja', until) AS done, held.* FROM held OFFSET 0
    ), offered AS (
      INSERT INTO waiting.offers (entry_id, reservation_id, slot_id, offered_at, until) SELECT id, hold, ${await slotAt(db, city, city.main, 7, 10)}, lib.now(), until FROM put WHERE done IS NOT NULL RETURNING id, entry_id)
    SELECT o.id AS offered, waiting.new_link(o.entry_id, NULL, ${LONG_MAIL}) AS entry, waiting.new_link(o.entry_id, o.id, ${LONG_MAIL}) AS offer FROM offered o`);
  const scenes: Scene[] = [
    { route: '/', who: 'nobody', path: '/' },
    { route: '/notice', who: 'nobody', path: '/notice?service=card-pickup' },
    { route: '/person', who: 'nobody', path: '/person?service=renewal' },
    { route: '/mail', who: 'proven', path: '/mail' },
    { route: '/mail/sent', who: 'proven', path: '/mail/sent' },
    { route: '/links/:secret', who: 'nobody', path: `/links/${link}` },
    { route: '/party', who: 'proven', path: '/party' },
    { route: '/party', who: 'family', path: '/party?done=added' },
    { route: '/party', who: 'familyBooked', path: '/party' },
    { route: '/party/add', who: 'family', path: '/party/add' },
    { route: '/party/remove', who: 'familyBooked', path: `/party/remove?who=${one}` },
    { route: '/calendar', who: 'family', path: '/calendar' },
    { route: '/reservation', who: 'familyBooked', path: '/reservation' },
    { route: '/cancel', who: 'familyBooked', path: '/cancel' },
    { route: '/needs', who: 'familyBooked', path: '/needs?done=added' },
    { route: '/calendar', who: 'proven', path: '/calendar' },
    { route: '/calendar', who: 'proven', path: '/calendar?when=evening&gone=full' },
    { route: '/calendar', who: 'booked', path: '/calendar?gone=full' },
    { route: '/calendar/next', who: 'proven', path: '/calendar/next' },
    { route: '/times', who: 'proven', path: `/times?office=honcho&day=${day}` },
    { route: '/waiting', who: 'proven', path: '/waiting?office=honcho' },
    { route: '/waiting', who: 'waiting', path: '/waiting?done=entered' },
    { route: '/waiting', who: 'waiting', path: '/waiting?change=yes' },
    { route: '/waiting', who: 'waitingMore', path: '/waiting?done=passed' },
    { route: '/wait/:secret', who: 'nobody', path: `/wait/${offer}` },
    { route: '/wait/:secret', who: 'nobody', path: `/wait/${entry}` },
    { route: '/cautions', who: 'held', path: '/cautions' },
    { route: '/cautions', who: 'familyHeld', path: '/cautions' },
    { route: '/check', who: 'held', path: '/check' },
    { route: '/reservation', who: 'booked', path: '/reservation?done=booked' },
    { route: '/reservation', who: 'shut', path: '/reservation' },
    { route: '/change', who: 'booked', path: `/change?office=kitano&day=${addDays(city.today, 12)}&slot=${later}` },
    { route: '/cancel', who: 'booked', path: '/cancel' },
    { route: '/cancelled', who: 'cancelled', path: '/cancelled' },
    { route: '/manage', who: 'nobody', path: '/manage?service=card-pickup' },
    { route: '/manage/person', who: 'nobody', path: '/manage/person?service=renewal' },
    { route: '/manage/number', who: 'nobody', path: '/manage/number' },
    { route: '/manage/sent', who: 'nobody', path: '/manage/sent' },
    { route: '/reservations/:secret', who: 'nobody', path: `/reservations/${manage}` },
    { route: '/finish', who: 'nobody', path: '/finish' },
    { route: '/finished', who: 'nobody', path: '/finished' },
    { route: '/offices/:code/calendar', who: 'nobody', path: '/offices/honcho/calendar' },
    { route: '/embed', who: 'nobody', path: '/embed' },
    { route: '/help', who: 'nobody', path: '/help' },
    { route: '/questions', who: 'nobody', path: '/questions' },
    { route: '/privacy', who: 'nobody', path: '/privacy' },
    { route: '/using', who: 'nobody', path: '/using' },
    { route: '/accessibility', who: 'nobody', path: '/accessibility' },
  ];
  return {
    door,
    fresh,
    city,
    people,
    scenes,
    close: async () => {
      await door.close();
      await fresh.drop();
    },
  };
}
