import type { Actor } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { type Counter, counterKey } from './state.ts';

export const AUDIENCES = ['citizen', 'staff'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** 予約可能期間 of one audience (§8(2)⑥). Minutes count from midnight JST. */
export type WindowRules = {
  /** So many open days before; 0: the day itself, or tomorrow where the same day is not allowed. */
  earliestOpenDays: number;
  /** From this minute on today no longer counts; null: the whole day counts. */
  cutoffMinute: number | null;
  latestKind: 'days' | 'open-days' | 'date';
  /** Days or open days from 申込日; null where a date is fixed. */
  latestDays: number | null;
  latestDate: string | null;
  sameDayBooking: boolean;
  sameDayChange: boolean;
  /** Changing and cancelling: until so many open days before; 0: the day itself, where its switch allows it … */
  changeOpenDays: number;
  /** … at this minute of that day; null: until its end, or until the visit begins. */
  changeMinute: number | null;
};
/** Both audiences of one office and service; null: not decided, so nobody of it can book. */
export type Windows = { citizen: WindowRules | null; staff: WindowRules | null };

/** What a counter without windows is offered: citizens two open days ahead and two months on, staff from the same day. */
export const USUAL_WINDOWS: { citizen: WindowRules; staff: WindowRules } = {
  citizen: {
    earliestOpenDays: 2,
    cutoffMinute: 17 * 60,
    latestKind: 'days',
    latestDays: 60,
    latestDate: null,
    sameDayBooking: false,
    sameDayChange: false,
    changeOpenDays: 1,
    changeMinute: 17 * 60,
  },
  staff: {
    earliestOpenDays: 0,
    cutoffMinute: null,
    latestKind: 'days',
    latestDays: 90,
    latestDate: null,
    sameDayBooking: true,
    sameDayChange: true,
    changeOpenDays: 0,
    changeMinute: null,
  },
};

type Row = Counter & { audience: Audience; rules: WindowRules };

/** All windows by `counterKey`; counters without any are not in it. */
export async function readWindows(tx: Tx): Promise<Map<string, Windows>> {
  const rows = await tx.rows<Row>(sql`
    SELECT office_id AS "officeId", service_id AS "serviceId", audience, jsonb_build_object(
      'earliestOpenDays', earliest_open_days, 'cutoffMinute', cutoff_minute, 'latestKind', latest_kind, 'latestDays', latest_days, 'latestDate', latest_date,
      'sameDayBooking', same_day_booking, 'sameDayChange', same_day_change, 'changeOpenDays', change_open_days, 'changeMinute', change_minute) AS rules
    FROM calendar.windows ORDER BY office_id, service_id, audience`);
  const all = new Map<string, Windows>();
  for (const { audience, rules, ...counter } of rows)
    all.set(counterKey(counter), { ...(all.get(counterKey(counter)) ?? { citizen: null, staff: null }), [audience]: rules });
  return all;
}

const NONE: Windows = { citizen: null, staff: null };
export const windowsAt = (all: ReadonlyMap<string, Windows>, counter: Counter): Windows => all.get(counterKey(counter)) ?? NONE;

/** The row of calendar.windows that rules make, as its columns are called. */
const columns = (counter: Counter, audience: Audience, rules: WindowRules): string =>
  JSON.stringify({
    office_id: counter.officeId,
    service_id: counter.serviceId,
    audience,
    earliest_open_days: rules.earliestOpenDays,
    cutoff_minute: rules.cutoffMinute,
    latest_kind: rules.latestKind,
    latest_days: rules.latestDays,
    latest_date: rules.latestDate,
    same_day_booking: rules.sameDayBooking,
    same_day_change: rules.sameDayChange,
    change_open_days: rules.changeOpenDays,
    change_minute: rules.changeMinute,
  });

const write = (tx: Tx, counter: Counter, audience: Audience, rules: WindowRules): Promise<number> =>
  tx.run(sql`
    INSERT INTO calendar.windows SELECT * FROM jsonb_populate_record(NULL::calendar.windows, ${columns(counter, audience, rules)}::jsonb)
    ON CONFLICT (office_id, service_id, audience) DO UPDATE SET
      earliest_open_days = excluded.earliest_open_days, cutoff_minute = excluded.cutoff_minute, latest_kind = excluded.latest_kind,
      latest_days = excluded.latest_days, latest_date = excluded.latest_date, same_day_booking = excluded.same_day_booking,
      same_day_change = excluded.same_day_change, change_open_days = excluded.change_open_days, change_minute = excluded.change_minute`);

/** Windows that do not exist yet cannot be locked; their offices can. */
const lockOffices = (tx: Tx, ids: readonly number[]): Promise<number> =>
  tx.run(sql`SELECT FROM offices.offices WHERE id = ANY (${[...ids]}) ORDER BY id FOR NO KEY UPDATE`);

/** Sets both windows of an office and service. `seen`: fingerprint of the `Windows` the page showed. */
export const saveWindows = (
  db: Db,
  actor: Actor,
  counter: Counter & { serviceCode: string },
  seen: string,
  rules: { citizen: WindowRules; staff: WindowRules },
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    await lockOffices(tx, [counter.officeId]);
    const before = windowsAt(await readWindows(tx), counter);
    return changeSeen(
      tx,
      actor,
      { act: 'calendar.windows-changed', officeId: counter.officeId, of: { service: counter.serviceCode } },
      { seen, before, after: rules },
      async () => {
        for (const audience of AUDIENCES) await write(tx, counter, audience, rules[audience]);
      },
    );
  });

/** What a copy reads and writes, for its fingerprint: this office's windows and those of the offices it may go to, in the order given. */
export const copySeen = (all: ReadonlyMap<string, Windows>, serviceId: number, officeIds: readonly number[]): string =>
  fingerprint(officeIds.map((officeId) => [officeId, windowsAt(all, { officeId, serviceId })]));

type CopyRefusal = ChangeRefusal | 'nothing_to_copy';

/**
 * Gives other offices the windows this office has for a service. `shown`: the offices whose windows the page showed, this one among them,
 * in its order; `seen`: `copySeen` over them. All or none; each office gets its own line in the log. Returns how many changed.
 */
export const copyWindows = (
  db: Db,
  actor: Actor,
  counter: Counter & { serviceCode: string },
  to: readonly number[],
  { shown, seen }: { shown: readonly number[]; seen: string },
): Promise<Outcome<number, CopyRefusal>> =>
  db.transaction(async (tx) => {
    await lockOffices(tx, shown);
    const all = await readWindows(tx);
    if (copySeen(all, counter.serviceId, shown) !== seen) return refused('changed_meanwhile');
    const { citizen, staff } = windowsAt(all, counter);
    if (citizen === null || staff === null) return refused('nothing_to_copy');
    let changed = 0;
    for (const officeId of to) {
      const target = { officeId, serviceId: counter.serviceId };
      const before = windowsAt(all, target);
      const about = {
        act: 'calendar.windows-changed',
        officeId,
        of: { service: counter.serviceCode, copied: counter.officeId },
      };
      const one = await changeSeen(
        tx,
        actor,
        about,
        { seen: fingerprint(before), before, after: { citizen, staff } },
        async () => {
          await write(tx, target, 'citizen', citizen);
          await write(tx, target, 'staff', staff);
        },
      );
      if (one.ok && one.value === 'changed') changed += 1;
    }
    return done(changed);
  });

/** What a window does at this instant, in days. */
export type Foreseen = {
  at: Date;
  /** Who applies now may choose from … to; null, null: no day. */
  earliest: string | null;
  latest: string | null;
  /** The earliest day by itself, whatever the latest; null: too few open days are ahead. */
  soonest: string | null;
  /** Where the card lies elsewhere the earliest day is another: by office. */
  elsewhere: { name: string; earliest: string | null }[];
  /** The first open day whose visits may still be changed now; null: none within 200 days. */
  changeableFrom: string | null;
  /** Whether any day from today on is open by the plan at all. */
  opens: boolean;
  /** The last day the plan covers; null: none. */
  plannedTo: string | null;
};

/** The last minute of a day: a visit that has surely not begun yet. */
const LAST_MINUTE = 1439;

/** Computes with the functions that bookings and changes ask (window.sql) what these rules, kept or only typed, would do at this instant. */
export async function foresee(
  tx: Tx,
  counter: Counter,
  audience: Audience,
  rules: WindowRules,
  needsCard: boolean,
): Promise<Foreseen> {
  const row = columns(counter, audience, rules);
  const { at } = await tx.one<{ at: Date }>(sql`SELECT lib.now() AS at`);
  const found = await tx.one<Omit<Foreseen, 'at' | 'elsewhere'>>(sql`
    SELECT f.earliest, f.latest, e.earliest AS soonest, d.opens, d."plannedTo", (
      SELECT min(c.day) FROM calendar.open_days(w.office_id, w.service_id, lib.day_of(${at}::timestamptz), lib.day_of(${at}::timestamptz) + 200) AS c (day)
      WHERE calendar.changeable_by(w, c.day, ${LAST_MINUTE}, ${at}::timestamptz)) AS "changeableFrom"
    FROM jsonb_populate_record(NULL::calendar.windows, ${row}::jsonb) w, calendar.window_for(w, NULL, ${at}::timestamptz) f,
      calendar.window_for(jsonb_populate_record(w, '{"latest_kind": "date", "latest_date": "infinity"}'), NULL, ${at}::timestamptz) e,
      LATERAL (SELECT coalesce(bool_or(c.open), false) AS opens, max(c.day) AS "plannedTo" FROM calendar.days c
        WHERE c.office_id = w.office_id AND c.service_id = w.service_id AND c.day >= lib.day_of(${at}::timestamptz)) d`);
  if (!needsCard) return { at, ...found, elsewhere: [] };
  const elsewhere = await tx.rows<{ name: string; earliest: string | null }>(sql`
    SELECT o.name, f.earliest
    FROM jsonb_populate_record(NULL::calendar.windows, ${row}::jsonb) w, offices.offices o, calendar.window_for(w, o.id, ${at}::timestamptz) f
    WHERE o.is_storage AND o.retired_at IS NULL AND o.id <> w.office_id ORDER BY f.earliest, o.position, o.id`);
  return { at, ...found, elsewhere };
}
