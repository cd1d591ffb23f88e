import { nationalHolidays } from '../calendar/holidays.ts';
import { isYearEnd } from '../calendar/plan.ts';
import { extendHorizon } from '../closing/horizon.ts';
import { type Clock, today } from '../lib/clock.ts';
import { plainDate } from '../lib/dates/format.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { OFFICES, putOffices } from './offices.ts';
import { PICKUP, putServices, RENEWAL } from './services.ts';
import { putTranslations } from './translations.ts';

/** from, to (minutes), unit, capacity, places kept for the desk, until how many open days before. */
const NOON_BREAK = (open: number, close: number, unit: number, capacity: number) => [
  [open, 720, unit, capacity, 1, 1],
  [780, close, unit, capacity, 1, 1],
];
const PATTERNS = [
  [1, '通常（本庁）', NOON_BREAK(540, 1020, 30, 6)],
  [2, '通常（支所）', NOON_BREAK(540, 990, 30, 2)],
  [3, '短縮', NOON_BREAK(600, 900, 30, 2)],
  [
    4,
    '延長',
    [
      [540, 720, 30, 6, 1, 1],
      [780, 1140, 30, 6, 1, 1],
    ],
  ],
  [5, '夜間', [[1050, 1170, 30, 4, 0, 0]]],
  [6, '休日', [[540, 720, 20, 5, 0, 0]]],
] as const;

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

async function putCalendar(tx: Tx): Promise<void> {
  for (const [id, name, bands] of PATTERNS) {
    await tx.run(sql`INSERT INTO calendar.patterns (id, name) VALUES (${id}, ${name})`);
    for (const [from, to, unit, capacity, desk, until] of bands)
      await tx.run(sql`INSERT INTO calendar.bands VALUES (${id}, ${from}, ${to}, ${unit}, ${capacity}, ${desk}, ${until})`);
  }
  await tx.run(sql`SELECT setval(pg_get_serial_sequence('calendar.patterns', 'id'), ${PATTERNS.length})`);
  for (let office = 1; office <= OFFICES.length; office += 1) {
    // 電子証明書の更新 is done at the main hall and the 総合支所.
    for (const service of office <= 5 ? [PICKUP, RENEWAL] : [PICKUP]) {
      const usual = office === 1 ? 1 : office <= 5 ? 2 : 3;
      for (const weekday of MONDAY_TO_FRIDAY)
        await tx.run(
          sql`INSERT INTO calendar.week_rules (office_id, service_id, weekday, pattern_id) VALUES (${office}, ${service}, ${weekday}, ${usual})`,
        );
      // The main hall stays open longer on Thursdays and opens on the fourth Sunday of the month.
      if (office === 1) {
        await tx.run(
          sql`UPDATE calendar.week_rules SET pattern_id = 4 WHERE office_id = 1 AND service_id = ${service} AND weekday = 4`,
        );
        await tx.run(
          sql`INSERT INTO calendar.week_rules (office_id, service_id, weekday, nth, pattern_id) VALUES (1, ${service}, 7, 4, 6)`,
        );
      }
      await tx.run(sql`
        INSERT INTO calendar.windows (office_id, service_id, audience, earliest_open_days, cutoff_minute, latest_kind, latest_days, same_day_booking, same_day_change, change_open_days, change_minute)
        VALUES (${office}, ${service}, 'citizen', 2, 1020, 'days', 60, false, false, 1, 1020),
               (${office}, ${service}, 'staff', 0, NULL, 'days', 90, true, true, 0, NULL)`);
    }
  }
}

/** On a holiday, at the weekend and at the turn of the year too the board of the day should show something: the main hall and one 総合支所 open specially. */
const OPEN_TODAY = [1, 2];
const SPECIAL = 6;

async function openToday(tx: Tx, day: string): Promise<void> {
  const date = plainDate(day);
  if (date.dayOfWeek <= 5 && !isYearEnd(date) && !nationalHolidays().has(day)) return;
  for (const office of OPEN_TODAY)
    await tx.run(sql`
      INSERT INTO calendar.overrides (office_id, service_id, day, pattern_id, reason) VALUES (${office}, ${PICKUP}, ${day}, ${SPECIAL}, '臨時開庁')`);
}

const SLOTS_PAST_DAYS = 21;

/** The made-up city before anyone comes: offices, services, hours, windows and laid-out slots from three weeks back to half a year ahead. */
export async function buildCity(tx: Tx, clock: Clock): Promise<{ slots: number }> {
  const day = today(clock).toString();
  const since = addDays(day, -SLOTS_PAST_DAYS);
  await tx.run(sql`
    UPDATE site.city SET name = '久留米市', phone = '0942-30-9000', phone_hours = '平日 午前8時30分から午後5時15分まで', postal_code = '830-8520',
      address = '福岡県久留米市城南町15番地3', sender_name = '久留米市マイナンバーカード予約'`);
  await putOffices(tx, since);
  await putServices(tx);
  await putCalendar(tx);
  await tx.run(sql`
    INSERT INTO site.notices (body, shown_from) VALUES ('カードの受け取りには予約が必要です。年末年始（12月29日から1月3日まで）はお休みです。', ${`${since}T00:00:00+09:00`})`);
  await putTranslations(tx);
  await openToday(tx, day);
  return extendHorizon(tx, clock, since);
}
