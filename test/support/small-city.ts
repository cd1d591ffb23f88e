import { searchPairs } from '../../src/cards/search-keys.ts';
import { systemClock, today } from '../../src/lib/clock.ts';
import type { Db, Tx } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { kanaKey, nameKey, personKey } from '../../src/lib/japanese/keys.ts';
import { type FreshDatabase, filledDatabase } from './database.ts';

/** Two offices, one service and thirty open days around today: the least in which something can be booked. */
export type SmallCity = { main: number; branch: number; service: number; today: string };

const DAYS_BACK = 3;
const DAYS_ON = 30;

/** The two offices and the service, without a day or an hour. */
export async function addOffices(db: Db): Promise<SmallCity> {
  const { today } = await db.one<{ today: string }>(sql`SELECT lib.day_of(lib.now()) AS today`);
  const office = async (code: string, name: string, position: number) =>
    (
      await db.one<{ id: number }>(
        sql`INSERT INTO offices.offices (code, name, address, phone, is_storage, position, citizens_from) VALUES (${code}, ${name}, '久留米市', '0942-00-0000', true, ${position}, '2020-01-01') RETURNING id`,
      )
    ).id;
  const main = await office('honcho', '本庁', 1);
  const branch = await office('kitano', '北野総合支所', 2);
  const { id: service } = await db.one<{ id: number }>(
    sql`INSERT INTO services.services (code, name, needs_card, party_max, bring) VALUES ('card-pickup', 'マイナンバーカードの受け取り', true, 2, '{交付通知書のはがき,本人確認書類}') RETURNING id`,
  );
  return { main, branch, service, today };
}

/** Every day is open from 0:00 to 24:00 in hours with `capacity` places, so that tests pass at any time of day. */
export async function buildSmallCity(db: Db, capacity = 2): Promise<SmallCity> {
  const city = await addOffices(db);
  const { main, branch, service } = city;
  await db.run(
    sql`INSERT INTO offices.transfer_times (from_office, to_office, open_days) VALUES (${main}, ${branch}, 2), (${branch}, ${main}, 2)`,
  );
  for (const id of [main, branch]) await layOut(db, city, id, service, capacity);
  return city;
}

/** A city is made for its day: one that was made before midnight is none of today. */
export const thisDay = (): string => today(systemClock).toString().replaceAll('-', '');

/** A database of this test's own with a small city in it, made once a run and copied. One at another time of its own is made by `buildSmallCity`. */
export async function openSmallCity(capacity = 2): Promise<{ fresh: FreshDatabase; city: SmallCity }> {
  const fresh = await filledDatabase(`small_${capacity}_${thisDay()}`, (db) => buildSmallCity(db, capacity));
  const city = await fresh.db.one<SmallCity>(sql`
    SELECT m.id AS main, b.id AS branch, s.id AS service, (SELECT min(day) + ${DAYS_BACK}::integer FROM calendar.days) AS today
    FROM offices.offices m, offices.offices b, services.services s WHERE m.code = 'honcho' AND b.code = 'kitano'`);
  return { fresh, city };
}

/** Windows, days and hourly slots of a service at an office. */
async function layOut(db: Db, { today }: SmallCity, office: number, service: number, capacity: number): Promise<void> {
  await db.run(sql`
    INSERT INTO calendar.windows (office_id, service_id, audience, earliest_open_days, latest_kind, latest_days, same_day_booking, same_day_change)
    VALUES (${office}, ${service}, 'citizen', 2, 'days', 60, false, false), (${office}, ${service}, 'staff', 0, 'days', 90, true, true)`);
  await db.run(sql`
    INSERT INTO calendar.days (office_id, service_id, day, open)
    SELECT ${office}, ${service}, ${today}::date + n, true FROM generate_series(${-DAYS_BACK}::integer, ${DAYS_ON}) AS n`);
  await db.run(sql`
    INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity)
    SELECT ${office}, ${service}, ${today}::date + n, h * 60, 60, ${capacity} FROM generate_series(${-DAYS_BACK}::integer, ${DAYS_ON}) AS n, generate_series(0, 23) AS h`);
}

/** A service without a card on file, by rows alone, at the main hall (and the branch where `offices` says so). Returns its id. */
export async function addService(
  db: Db,
  city: SmallCity,
  {
    code,
    name,
    capacity = 2,
    offices = [city.main],
    bring = ['本人確認書類', '手数料200円'],
  }: { code: string; name: string; capacity?: number; offices?: number[]; bring?: string[] },
): Promise<number> {
  const { id } = await db.one<{ id: number }>(
    sql`INSERT INTO services.services (code, name, needs_card, bring, position) VALUES (${code}, ${name}, false, ${bring}, 5) RETURNING id`,
  );
  for (const office of offices) await layOut(db, city, office, id, capacity);
  return id;
}

export type CardMade = {
  noticeId: string;
  name?: string;
  kana?: string;
  birthDate?: string | null;
  phone?: string;
  officeId?: number;
  protected?: boolean;
};

/** A card that can be booked. */
export async function makeCard(db: Tx, card: CardMade): Promise<number> {
  const name = card.name ?? '田中丸 幸子';
  const kana = card.kana ?? 'タナカマル サチコ';
  const birth = card.birthDate === undefined ? '1947-03-08' : card.birthDate;
  const keys = { name: nameKey(name), kana: kanaKey(kana) };
  const { id } = await db.one<{ id: number }>(sql`
    INSERT INTO cards.cards (notice_id, name, kana, name_key, kana_key, birth_date, birth_text, person_key, phone, address, protected, status, status_at, office_id, whereabouts, search, created_at, updated_at)
    VALUES (${card.noticeId}, ${name}, ${kana}, ${keys.name}, ${keys.kana}, ${birth}::date, ${birth ?? '不明'}, ${personKey(keys.name, birth)}, ${card.phone ?? ''}, '久留米市城南町15番地3',
      ${card.protected ?? false}, 'notified', lib.now(), ${card.officeId ?? null}, 'shelf', ${searchPairs(keys.name, keys.kana)}, lib.now(), lib.now()) RETURNING id`);
  return id;
}

/** The slot of an office at an hour, `daysOn` days from today. */
export const slotAt = async (db: Db, city: SmallCity, officeId: number, daysOn: number, hour: number): Promise<number> =>
  (
    await db.one<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE office_id = ${officeId} AND service_id = ${city.service} AND day = ${city.today}::date + ${daysOn}::integer AND start_minute = ${hour * 60}`,
    )
  ).id;

/** How staff book for who rings up and leaves nothing to be reached by; a test says what is otherwise. */
export const BY_PHONE = {
  channel: 'phone',
  mail: null,
  phone: '',
  language: 'ja',
  exceedReason: null,
  personReason: null,
} as const;
