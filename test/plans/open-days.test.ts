import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, eachDay } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { anyCity, type City, COUNTERS, type Counter, LEAD, layOut, makeOffices, openDaysOf } from './open-city.ts';

/** One rule of open days: windows, days to send by and the days on which cards are looked for count the same ones; deadlines count them without closings and as their week has them. */
const RUNS = Number(process.env['OPEN_DAYS'] ?? 12);
const SEED = Number(process.env['OPEN_DAYS_SEED'] ?? 1);

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await makeOffices(fresh);
});
afterAll(() => fresh.drop());

const first = (days: readonly (string | undefined)[]): string | null => days.filter((day) => day !== undefined).sort()[0] ?? null;
const after = (days: readonly string[], day: string): string[] => days.filter((one) => one > day);
const before = (days: readonly string[], day: string): string[] => days.filter((one) => one < day);

/** Special days that open; those that shut leave the day to its week. */
const openings = ({ special }: City): City['special'] =>
  special.map((days) => Object.fromEntries(Object.entries(days).filter(([, opens]) => opens)));

/** What each of those who count open days says of one counter. */
async function asked({ office, service }: Counter, day: string, until: string) {
  const from = office === 1 ? 2 : 1;
  return fresh.db.one(sql`
    SELECT ARRAY(SELECT d FROM calendar.open_days(${office}, ${service}, ${day}::date, ${until}::date) d ORDER BY d)::text[] AS days,
      (calendar.window_of(${office}, ${service}, 'citizen', NULL, lib.now())).*,
      lib.day_of(calendar.changeable_until(${office}, ${service}, 'citizen', ${day}::date, 1439) - interval '1 minute') AS changeable,
      counter.nth_open_day(${office}, ${service}, ${day}::date, 2) AS second, counter.send_by(${from}, ${office}, ${service}, ${day}::date) AS send,
      (SELECT d.until FROM counter.due_days(${from}, ${office}) d WHERE d.service_id = ${service}) AS due,
      (SELECT d.until FROM counter.due_days(${office}, ${office}) d WHERE d.service_id = ${service}) AS pull`);
}

/** The same, from the reference. */
function said(given: City, [all, ruled]: [string[][], string[][]], { office, service }: Counter, day: string, until: string) {
  const of = (o: number, s?: number) =>
    COUNTERS.flatMap((one, at) => (one.office === o && (s === undefined || one.service === s) ? [all[at] ?? []] : []));
  const [mine = []] = of(office, service);
  const asRuled = ruled[COUNTERS.findIndex((one) => one.office === office && one.service === service)] ?? [];
  const others = of(office === 1 ? 2 : 1);
  const coming = mine.filter((one) => one >= given.today);
  const earliest = coming[given.ahead] ?? null;
  const last = before(mine, day).slice(-LEAD);
  const leaves = last[0] ?? addDays(day, -1);
  const open = others.flatMap((days) => days.filter((one) => one <= leaves && one > addDays(leaves, -30))).sort();
  const next = first(others.map((days) => after(days, given.today)[0]));
  const base = next === null ? given.today : addDays(next, -1);
  const nothing = earliest === null || earliest > (after(mine, given.today).slice(0, 60).at(-1) ?? given.today);
  return {
    days: mine.filter((one) => one >= day && one <= until),
    earliest: nothing ? null : earliest,
    latest: nothing ? null : (after(mine, given.today).slice(0, 60).at(-1) ?? given.today),
    // Neither a closing nor a day that is shut by itself moves a deadline that was told.
    changeable: given.ahead === 0 ? day : (before(asRuled, day).at(-given.ahead) ?? day),
    second: after(mine, day).slice(0, 2).at(-1) ?? null,
    send: open.at(-1) ?? leaves,
    due: after(mine, base).slice(0, LEAD).at(-1) ?? null,
    pull: after(mine, given.today)[0] ?? null,
  };
}

test('[8(2)⑥a] [8(2)⑥b] [8(2)⑨b] [8(2)⑩b] whoever counts open days counts the same ones, over holidays, closings and the weekdays of each office', async () => {
  for (const given of fc.sample(anyCity, { numRuns: RUNS, seed: SEED })) {
    await layOut(fresh, given);
    const all = openDaysOf(given);
    const ruled = openDaysOf({ ...given, closings: [], special: openings(given) });
    for (const [at, counter] of COUNTERS.entries())
      for (const on of [0, 1, 9]) {
        const day = addDays(given.today, on);
        const until = addDays(day, 30);
        expect({ SEED, given, at, on, ...(await asked(counter, day, until)) }).toEqual({
          SEED,
          given,
          at,
          on,
          ...said(given, [all, ruled], counter, day, until),
        });
      }
    const any = [...new Set(all.flat())].sort();
    const watched =
      given.minute < 16 * 60 && any.includes(given.today) ? given.today : (after(any, given.today)[0] ?? given.today);
    expect(
      await fresh.db.one(sql`SELECT counter.next_open_day(${given.today}::date) AS next, counter.watched_until() AS watched`),
    ).toEqual({
      next: after(any, given.today)[0] ?? null,
      watched,
    });
    const open = await fresh.db.rows<{ open: boolean }>(
      sql`SELECT counter.open_on(d) AS open FROM unnest(${eachDay(given.today, addDays(given.today, 20))}::date[]) WITH ORDINALITY AS t (d, n) ORDER BY n`,
    );
    expect(open.map((row) => row.open)).toEqual(eachDay(given.today, addDays(given.today, 20)).map((day) => any.includes(day)));
  }
});
