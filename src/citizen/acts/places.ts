import type { Db } from '../../lib/db/db.ts';
import { prepared, sql } from '../../lib/db/sql.ts';
import { citizenCalls } from './calls.ts';

/** What is unusual about a day: why nobody is received (`name`: the holiday's, or the closing's reason), or an opening one would not expect. */
export type DayNote = {
  why: 'holiday' | 'year-end' | 'closing' | 'closed' | null;
  name: string | null;
  evening: boolean;
  holiday: string | null;
  /** From when to when it is open, in minutes of the day; null where nobody is received. */
  begins: number | null;
  ends: number | null;
};
export type DaySign = { day: string; sign: 'open' | 'few' | 'full' | 'closed'; note?: DayNote };
/** A time of the visit's own day with room for one person more. */
export type LongerTime = { slotId: number; startMinute: number };

export type TimeSign = { slotId: number; startMinute: number; minutes: number; sign: DaySign['sign'] };
/** A free time of a day; without a slot: the day, or its evening, is worked and has none. `evening`: it ends after reception usually does. `holiday`: a holiday, or the turn of the year. */
export type FirstTime = { day: string; holiday: boolean; evening: boolean; slotId: number | null; startMinute: number | null };
export type CalendarRows = { days: DaySign[]; earliest: string | null; latest: string | null; liesElsewhere: boolean };

type CalendarRow = DaySign & { earliest: string | null; latest: string | null; liesElsewhere: boolean };
const calendarOf = (rows: CalendarRow[]): CalendarRows => ({
  days: rows.map(({ day, sign }) => ({ day, sign })),
  earliest: rows[0]?.earliest ?? null,
  latest: rows[0]?.latest ?? null,
  liesElsewhere: rows[0]?.liesElsewhere ?? false,
});

/** Which days and times there are, as signs and never as numbers (§8(3)⑧). */
export function placesSeen(db: Db) {
  const { one } = citizenCalls(db);
  return {
    /** Signs of an office's days for this visit; `to` 200 days after `from` at most. */
    calendar: async (cookie: Buffer, office: string, from: string, to: string) =>
      calendarOf(
        await db.rows<CalendarRow>(
          prepared(
            sql`SELECT day, sign, earliest, latest, lies_elsewhere AS "liesElsewhere" FROM citizen.calendar(${cookie}, ${office}, ${from}, ${to})`,
          ),
        ),
      ),
    /** Until when places are set aside for this visit, which a closing took away; null: none are. */
    priorityUntil: (cookie: Buffer) => one<Date | null>(sql`SELECT citizen.priority_until(${cookie}) AS result`),
    times: (cookie: Buffer, office: string, day: string) =>
      db.rows<TimeSign>(
        prepared(
          sql`SELECT slot_id AS "slotId", start_minute AS "startMinute", minutes, sign FROM citizen.times(${cookie}, ${office}, ${day})`,
        ),
      ),
    /** Times of the visit's own day at which one more would find room, the nearest first; none where that would name a count. */
    longerTimes: (cookie: Buffer) =>
      db.rows<LongerTime>(
        prepared(sql`SELECT slot_id AS "slotId", start_minute AS "startMinute" FROM citizen.longer_times(${cookie})`),
      ),
    /** The times of an office's day as anyone sees them who may come then. */
    publicTimes: (service: string, office: string, day: string) =>
      db.rows<TimeSign>(
        prepared(
          sql`SELECT slot_id AS "slotId", start_minute AS "startMinute", minutes, sign FROM citizen.public_times(${service}, ${office}, ${day})`,
        ),
      ),
    publicCalendar: async (service: string, office: string, from: string, to: string) =>
      calendarOf(
        await db.rows<CalendarRow>(
          prepared(
            sql`SELECT day, sign, earliest, latest, false AS "liesElsewhere" FROM citizen.public_calendar(${service}, ${office}, ${from}, ${to})`,
          ),
        ),
      ),
    /** The first free times of an office's days for a party of so many, a few a day. */
    firstTimes: (service: string, office: string, people: number, from: string, to: string) =>
      db.rows<FirstTime>(
        prepared(
          sql`SELECT day, holiday, evening, slot_id AS "slotId", start_minute AS "startMinute" FROM citizen.first_times(${service}, ${office}, ${people}, ${from}, ${to})`,
        ),
      ),
    /** The same of every office, as this visit finds them: its own places, and those set aside for it, are free for it. */
    ownFirstTimes: (cookie: Buffer, from: string, to: string) =>
      db.rows<FirstTime & { office: string }>(
        prepared(
          sql`SELECT office, day, holiday, evening, slot_id AS "slotId", start_minute AS "startMinute" FROM citizen.own_first_times(${cookie}, ${from}, ${to})`,
        ),
      ),
    /** What is unusual about an office's days; ordinary ones are left out. Saturdays and Sundays that are open are none. */
    dayNotes: async (service: string, office: string, from: string, to: string): Promise<ReadonlyMap<string, DayNote>> => {
      const rows = await db.rows<DayNote & { day: string }>(
        prepared(
          sql`SELECT day, why, name, evening, holiday, begins, ends FROM citizen.day_words(${service}, ${office}, ${from}, ${to}) WHERE why IS NOT NULL OR evening OR holiday IS NOT NULL OR (begins IS NOT NULL AND extract(isodow FROM day) > 5)`,
        ),
      );
      return new Map(rows.map(({ day, ...note }) => [day, note]));
    },
  };
}
