import { type Actor, actorSql } from '../audit/actor.ts';
import { type Clock, today } from '../lib/clock.ts';
import { addDays, cityInstant, cityMinute } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { asIf } from './as-if.ts';
import { bookByPhone } from './book.ts';

// What a newcomer should meet on the first day: families, remarks, 支援措置, who comes again after 不備, cards that are missing or under way.

const PICKUP = 1;
const MAIN = 1;
const CLERK: Actor = { kind: 'staff', staffId: 1 };
const BOOKED_DAYS_AGO = 3;
const DAYS_ON = 10;
const FAMILIES = 12;

const REMARKS = [
  '耳が遠い方。筆談の用意',
  '車いす。1番窓口へ',
  '代理人（長女）が来庁',
  'やさしい日本語で',
  '通知カードは紛失と申出あり',
  '手話通訳を手配済み',
] as const;

type Slot = { id: number; day: string; startMinute: number; minutes: number; free: number };

/** Slots of the main hall from this moment on with places the desk may give, the nearest first. */
const roomySlots = (tx: Tx, day: string): Promise<Slot[]> =>
  tx.rows<Slot>(sql`
    SELECT id, day, start_minute AS "startMinute", minutes, capacity - taken AS free FROM ledger.slots
    WHERE office_id = ${MAIN} AND service_id = ${PICKUP} AND day BETWEEN ${day}::date AND ${day}::date + ${DAYS_ON}::integer AND closed_at IS NULL AND NOT gone
      AND capacity - taken >= 1 AND lib.instant(day, start_minute + minutes) > lib.now() ORDER BY day, start_minute`);

/** An adult with one or two children of the same surname, who wait for their cards and have no booking. */
async function familiesWaiting(tx: Tx): Promise<number[][]> {
  const people = await tx.rows<{ id: number; surname: string; age: number }>(sql`
    SELECT c.id, split_part(c.name, '　', 1) AS surname, extract(year FROM age(lib.day_of(lib.now()), c.birth_date))::integer AS age FROM cards.cards c
    WHERE c.status = 'notified' AND c.person_key IS NOT NULL AND c.office_id = ${MAIN} AND c.whereabouts = 'shelf' AND NOT c.protected
      AND NOT EXISTS (SELECT FROM ledger.standing t WHERE t.service_id = ${PICKUP} AND t.key IN ('c:' || c.id, 'p:' || c.person_key) AND t.until > lib.now())
      AND NOT EXISTS (SELECT FROM cards.cards d WHERE d.person_key = c.person_key AND d.id <> c.id)
    ORDER BY md5(c.id::text)`);
  return [...Map.groupBy(people, ({ surname }) => surname).values()].flatMap((same) => {
    const adult = same.find(({ age }) => age >= 25 && age < 50);
    const children = same.filter(({ age }) => age < 15).slice(0, 2);
    return adult === undefined || children.length === 0 ? [] : [[adult.id, ...children.map(({ id }) => id)]];
  });
}

const bookParty = (tx: Tx, slot: Slot, cards: readonly number[]): Promise<string> =>
  bookByPhone(tx, CLERK, { serviceId: PICKUP, slotId: slot.id, members: cards.map((cardId) => ({ cardId })) });

/** How many slots so many take there. */
const lengthOf = async (tx: Tx, people: number): Promise<number> =>
  (await tx.one<{ slots: number }>(sql`SELECT slots FROM services.length_of(${PICKUP}, ${MAIN}, ${people})`)).slots;

/** The first slot from which on so many stand free one after the other; it is given to nobody else, each of the others has a place less. */
function takeFirst(slots: Slot[], long: number): Slot | undefined {
  const at = slots.findIndex((first, n) => {
    const run = slots.slice(n, n + long);
    return (
      run.length === long &&
      run.every(
        ({ day, startMinute, free }, k) => free > 0 && day === first.day && startMinute === first.startMinute + k * first.minutes,
      )
    );
  });
  if (at < 0) return undefined;
  for (const further of slots.slice(at + 1, at + long)) further.free -= 1;
  return slots.splice(at, 1)[0];
}

/** Families, today's first, and some who come again after 不備. Returns the reservations. */
async function bookParties(tx: Tx, { day, minute }: { day: string; minute: number }): Promise<string[]> {
  const again = await tx.rows<{ id: number }>(
    sql`SELECT id FROM cards.cards WHERE status = 'incomplete' AND office_id = ${MAIN} ORDER BY id LIMIT 3`,
  );
  const parties = [...(await familiesWaiting(tx)).slice(0, FAMILIES), ...again.map(({ id }) => [id])];
  // Booked days ago, but for a time that is still to come.
  const slots = (await roomySlots(tx, day)).filter((slot) => slot.day > day || slot.startMinute > minute);
  const booked: string[] = [];
  for (const party of parties) {
    const slot = takeFirst(slots, await lengthOf(tx, party.length));
    if (slot !== undefined) booked.push(await bookParty(tx, slot, party));
  }
  return booked;
}

const move = (tx: Tx, card: number, event: string, toOffice: number | null = null) =>
  tx.run(sql`SELECT cards.move_card(${actorSql(CLERK)}, ${card}, ${event}, NULL, ${toOffice}::integer, NULL, '')`);

type Coming = { reservation: string; card: number; day: string; startMinute: number; office: number };

/** Who comes in the next days and has a card on its shelf, by time. */
const coming = (tx: Tx, day: string): Promise<Coming[]> =>
  tx.rows<Coming>(sql`
    SELECT r.id AS reservation, c.id AS card, s.day, s.start_minute AS "startMinute", s.office_id AS office
    FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
      JOIN cards.cards c ON c.id = m.card_id
    WHERE r.state = 'booked' AND s.day BETWEEN ${day}::date AND ${day}::date + ${DAYS_ON}::integer AND c.whereabouts = 'shelf' AND c.office_id = ${MAIN}
    ORDER BY s.day, s.start_minute, r.number, m.position`);

/** Begins a parcel of the main hall and puts these cards into it, in their order. */
async function pack(tx: Tx, office: number, cards: readonly number[]): Promise<number> {
  const { id } = await tx.one<{ id: number }>(sql`SELECT cards.open_parcel(${actorSql(CLERK)}, ${MAIN}, ${office}) AS id`);
  for (const card of cards) await tx.run(sql`SELECT cards.pack_card(${actorSql(CLERK)}, ${id}, ${card}::bigint)`);
  return id;
}

/** The visits of the office that has most of them. */
const busiest = (visits: readonly Coming[]): Coming[] =>
  [...Map.groupBy(visits, ({ office }) => office).values()].toSorted((a, b) => b.length - a.length)[0] ?? [];

const ON_THEIR_WAY = 6;
const PACKED = 3;

/** Parcels: one is under way with the cards of one office, another is being packed for the days after and lacks some. Returns the cards that are under way. */
async function sendParcels(tx: Tx, underWay: readonly Coming[], later: readonly Coming[]): Promise<Set<number>> {
  const sent = busiest(underWay);
  const [first] = sent;
  const cards = [...new Set(sent.map(({ card }) => card))];
  if (first !== undefined) {
    const parcel = await pack(tx, first.office, cards);
    await tx.run(sql`SELECT cards.send_parcel(${actorSql(CLERK)}, ${parcel}, ${cards}::bigint[])`);
  }
  const next = busiest(later);
  const [packed] = next;
  if (packed !== undefined) await pack(tx, packed.office, [...new Set(next.map(({ card }) => card))].slice(0, PACKED));
  return new Set(cards);
}

/** Cards of the next visits at other offices are there, the last ones still on their way; one that is looked for is missing. */
async function moveCards(tx: Tx, visits: readonly Coming[], now: { day: string; minute: number }): Promise<void> {
  const lies = (visit: Coming) => visit.day > now.day || visit.startMinute > now.minute;
  const { until } = await tx.one<{ until: string }>(
    sql`SELECT coalesce(counter.next_open_day(${now.day}::date), ${now.day}::date) AS until`,
  );
  const others = visits.filter((visit) => visit.office !== MAIN && visit.day <= until);
  const underWay = await sendParcels(
    tx,
    others.slice(-ON_THEIR_WAY),
    visits.filter((visit) => visit.office !== MAIN && visit.day > until),
  );
  for (const [at, { card, office }] of others.entries()) {
    if (underWay.has(card)) continue;
    await move(tx, card, 'pulled');
    await move(tx, card, 'sent', office);
    if (at < others.length - ON_THEIR_WAY) await move(tx, card, 'received', office);
  }
  const missing = visits.filter((visit) => visit.office === MAIN && lies(visit))[2];
  if (missing !== undefined) await move(tx, missing.card, 'found-missing');
}

/** What is known of people besides their cards. */
async function knowPeople(tx: Tx, visits: readonly Coming[]): Promise<void> {
  for (const [at, { card }] of visits
    .filter((_, n) => n % 5 === 1)
    .slice(0, 30)
    .entries())
    await tx.run(sql`SELECT cards.remark(${actorSql(CLERK)}, ${card}, NULL, ${REMARKS[at % REMARKS.length] ?? REMARKS[0]})`);
  const hidden = visits.filter(({ office }, n) => office === MAIN && n % 9 === 4).slice(0, 4);
  for (const { card } of hidden)
    await tx.run(sql`SELECT cards.protect(${actorSql(CLERK)}, ${card}, lib.day_of(lib.now()), '支援措置申出書を受理したため')`);
}

const RETURN_DAYS_AGO = 4;
/** A small city keeps the cards that others book. */
const ONE_IN = 50;
const BACK = [
  'あて所に尋ねあたりません',
  '転居先不明',
  '保管期間の経過',
  'あて所に尋ねあたりません',
  '受取拒否',
  '転送不要のため返戻',
] as const;

/** Notices that came back some days ago: some whose address is to be checked, some to be posted again, one that was. */
async function noticesBack(tx: Tx): Promise<void> {
  const cards = await tx.rows<{ id: number; postal: string; address: string }>(sql`
    WITH posted AS (
      SELECT id, postal_code AS postal, address FROM cards.cards WHERE status = 'notified' AND notice_date < lib.day_of(lib.now()) - ${RETURN_DAYS_AGO}::integer AND NOT protected)
    SELECT * FROM posted ORDER BY md5('back' || id) LIMIT (SELECT least(${BACK.length * 2}, count(*) / ${ONE_IN}) FROM posted)`);
  for (const [at, { id, postal, address }] of cards.entries()) {
    await tx.run(
      sql`SELECT cards.notice_returned(${actorSql(CLERK)}, ${id}, ${BACK[at % BACK.length] ?? BACK[0]}, lib.day_of(lib.now()))`,
    );
    if (at % 3 === 0) await tx.run(sql`SELECT cards.check_address(${actorSql(CLERK)}, ${id}, ${postal}, ${address})`);
    // The list that came today says another address of one of them.
    if (at === 0)
      await tx.run(sql`
        UPDATE cards.checked_addresses SET told_address = '福岡県久留米市六ツ門町3番地11', told_postal = '830-0031', told_at = lib.now(),
          told_import = (SELECT max(id) FROM intake.imports) WHERE card_id = ${id}`);
    if (at === 3)
      await tx.run(sql`
        SELECT cards.post_many(${actorSql(CLERK)}, ARRAY[${id}]::bigint[], 'notified', '返戻された通知を送り直した', cards.bulk_fingerprint(ARRAY[${id}]::bigint[], 'notified'), lib.day_of(lib.now()))`);
  }
}

/** Three cards that nobody has booked expire about now: one is over, two are about to be. */
export const someExpire = (tx: Tx, day: string): Promise<number> =>
  tx.run(sql`
    UPDATE cards.cards c SET expires_on = ${day}::date + x.days
    FROM (SELECT f.id, (ARRAY[-5, 10, 20])[row_number() OVER (ORDER BY f.id)] AS days FROM (
      SELECT c.id FROM cards.cards c
      WHERE c.status = 'notified' AND c.office_id = ${MAIN} AND c.whereabouts = 'shelf' AND NOT c.protected AND NOT cards.is_booked(c.id, NULL)
      ORDER BY md5(c.id::text) LIMIT 3) f) x
    WHERE c.id = x.id`);

/** Fills in what is rarer than a visit of one person. Returns how many were booked. */
export async function fillSpecial(tx: Tx, clock: Clock): Promise<number> {
  const day = today(clock).toString();
  const now = { day, minute: cityMinute(clock.now()) };
  const nearest = { booked: [] as string[] };
  await asIf(tx, cityInstant(addDays(day, -BOOKED_DAYS_AGO), 10 * 60), async () => {
    nearest.booked = await bookParties(tx, now);
  });
  await asIf(tx, cityInstant(addDays(day, -RETURN_DAYS_AGO), 11 * 60), () => noticesBack(tx));
  const visits = await coming(tx, day);
  await knowPeople(tx, visits);
  await moveCards(tx, visits, now);
  // Some are at the counter at this moment.
  const here = [
    ...new Set(
      visits.filter((visit) => visit.day === day && visit.startMinute <= now.minute + 30).map(({ reservation }) => reservation),
    ),
  ];
  for (const reservation of here.slice(0, 3))
    await tx.run(sql`
      SELECT counter.receive(${actorSql(CLERK)}, ${reservation}::uuid, ARRAY(SELECT position::integer FROM reservations.members WHERE reservation_id = ${reservation}::uuid AND outcome IS NULL), false)`);
  return nearest.booked.length;
}
