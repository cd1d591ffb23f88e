import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../test/support/database.ts';
import { randomVisits } from '../../../test/support/random-visits.ts';
import { openSmallCity, type SmallCity } from '../../../test/support/small-city.ts';
import { plainDate } from '../../lib/dates/format.ts';
import { addDays, cityDay, cityInstant, daysBetween } from '../../lib/dates/jst.ts';
import { sql } from '../../lib/db/sql.ts';
import { japaneseSentences } from '../../lib/form/index.ts';
import { officeCounts } from '../../running/month-counts.ts';
import { listOf } from '../all.ts';
import { readKnown } from '../read.ts';
import { type Asked, type By, type Figures, readCounterWait, readFigures, readFill } from './index.ts';

/** Everything is random; what it comes to is added up here again, row by row, from the tables as they are. */
let fresh: FreshDatabase;
let city: SmallCity;

beforeAll(async () => {
  ({ fresh, city } = await openSmallCity(5));
  await randomVisits({ fresh, city }, 400);
});
afterAll(() => fresh.drop());

type Slot = {
  id: number;
  day: string;
  minute: number;
  office: number;
  service: number;
  capacity: number;
  taken: number;
  closed: boolean;
};
type Visit = {
  id: string;
  slot: number;
  state: string;
  number: string | null;
  channel: string;
  former: string | null;
  back: boolean;
  booked: Date | null;
};
type Member = { visit: string; position: number; outcome: string | null; hidden: boolean };
type Kept = Record<string, number | string> & { day: string; office: number; service: number; channel: string };

const raw = async () => ({
  slots: await fresh.db.rows<Slot>(sql`
    SELECT id, day, start_minute AS minute, office_id AS office, service_id AS service, capacity, taken, closed_at IS NOT NULL AS closed FROM ledger.slots`),
  visits: await fresh.db.rows<Visit>(sql`
    SELECT id, slot_id AS slot, state, number, channel, former_number AS former, taken_back AS back, booked_at AS booked FROM reservations.reservations`),
  members: await fresh.db.rows<Member>(sql`
    SELECT m.reservation_id AS visit, m.position, m.outcome, c.protected AS hidden FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id WHERE m.removed_at IS NULL`),
  kept: await fresh.db.rows<Kept>(sql`SELECT f.*, f.office_id AS office, f.service_id AS service FROM keeping.figures f`),
});

type Line = { keys: Record<By, string | null> } & Omit<
  Figures,
  'web' | 'phone' | 'counter' | 'former' | 'lead' | 'openDays' | 'came'
> & { came: number; lead: number | null; place: boolean };

const keysOf = (
  day: string,
  hour: number | null,
  office: number,
  service: number,
  channel: string | null,
): Record<By, string | null> => {
  const { dayOfWeek } = plainDate(day);
  return {
    day,
    week: addDays(day, 1 - dayOfWeek),
    month: `${day.slice(0, 7)}-01`,
    weekday: String(dayOfWeek),
    hour: hour === null ? null : String(hour),
    office: String(office),
    service: String(service),
    channel,
  };
};
const NOTHING = {
  offered: 0,
  taken: 0,
  visits: 0,
  cancelled: 0,
  people: 0,
  came: 0,
  handedOver: 0,
  incomplete: 0,
  noShow: 0,
  lead: null,
  place: false,
};

/** A line for each slot, visit and removed figure that counts for this viewer. */
async function linesOf(seesAll: boolean, asked: Asked, codes: Readonly<Record<string, number>>): Promise<Line[]> {
  const { slots, visits, members, kept } = await raw();
  const within = ({ day, office }: { day: string; office: number }) =>
    day >= asked.from && day <= asked.to && (asked.office === '' || codes[asked.office] === office);
  const lines: Line[] = [];
  for (const slot of slots.filter(within)) {
    const offered = slot.closed ? slot.taken : Math.max(slot.capacity, slot.taken);
    lines.push({
      ...NOTHING,
      keys: keysOf(slot.day, Math.floor(slot.minute / 60), slot.office, slot.service, null),
      offered,
      taken: slot.taken,
      place: true,
    });
    for (const visit of visits.filter((one) => one.slot === slot.id)) {
      if (visit.number === null || visit.back || !['booked', 'ended', 'cancelled'].includes(visit.state)) continue;
      const party = members.filter((member) => member.visit === visit.id && (seesAll || !member.hidden));
      if (party.length === 0 && !seesAll) continue;
      const gone = visit.state === 'cancelled';
      const of = (outcome: string) => party.filter((member) => member.outcome === outcome).length;
      lines.push({
        ...NOTHING,
        keys: keysOf(
          slot.day,
          Math.floor(slot.minute / 60),
          slot.office,
          slot.service,
          visit.former === null ? visit.channel : 'migrated',
        ),
        visits: gone ? 0 : 1,
        cancelled: gone ? 1 : 0,
        people: gone ? 0 : party.length,
        came: of('arrived') + of('handed-over') + of('incomplete'),
        handedOver: of('handed-over'),
        incomplete: of('incomplete'),
        noShow: of('no-show'),
        lead: gone || visit.former !== null || visit.booked === null ? null : daysBetween(cityDay(visit.booked), slot.day),
      });
    }
  }
  for (const row of kept.filter(within)) {
    const of = (figure: string) => Number(row[figure]) - (seesAll ? 0 : Number(row[`unseen_${figure}`]));
    const line = {
      visits: of('visits'),
      cancelled: of('cancelled'),
      people: of('people'),
      handedOver: of('handed_over'),
      incomplete: of('incomplete'),
      noShow: of('no_show'),
    };
    lines.push({
      ...NOTHING,
      ...line,
      came: of('arrived') + line.handedOver + line.incomplete,
      keys: keysOf(row.day, null, row.office, row.service, row.channel),
    });
  }
  return lines;
}

const SUMMED = ['offered', 'taken', 'visits', 'cancelled', 'people', 'came', 'handedOver', 'incomplete', 'noShow'] as const;

function added(lines: readonly Line[], today: string) {
  const sum = (of: (line: Line) => number) => lines.reduce((all, line) => all + of(line), 0);
  const by = (channel: string) => sum((line) => (line.keys.channel === channel ? line.visits : 0));
  const leads = lines.flatMap(({ lead }) => (lead === null ? [] : [lead])).toSorted((one, other) => one - other);
  const days = lines
    .filter((line) => line.place && line.offered > 0 && (line.keys.day ?? '') <= today)
    .map(({ keys }) => keys.day);
  return {
    ...Object.fromEntries(SUMMED.map((name) => [name, sum((line) => line[name])])),
    web: by('web'),
    phone: by('phone'),
    counter: by('counter'),
    former: by('migrated'),
    lead: leads[Math.ceil(leads.length / 2) - 1] ?? null,
    openDays: new Set(days).size,
  };
}

const BYS = ['day', 'week', 'month', 'weekday', 'hour', 'office', 'service', 'channel'] as const;

test('[8(2)⑧c] every figure, by day, week, month, weekday, hour, office, service and way of booking, is what the rows come to, for who sees everybody and who does not', async () => {
  const codes = { honcho: city.main, kitano: city.branch };
  for (const seesProtected of [true, false])
    for (const [from, to, office] of [
      [-3, 9, ''],
      [-3, -1, 'honcho'],
      [0, 5, 'kitano'],
      [2, 2, ''],
    ] as const) {
      const asked = { from: addDays(city.today, from), to: addDays(city.today, to), office, service: '' };
      const lines = await linesOf(seesProtected, asked, codes);
      const found = await readFigures(fresh.db, { seesProtected }, asked, BYS);
      expect(found.all).toMatchObject(added(lines, city.today));
      for (const by of BYS) {
        const ours = by === 'channel' ? lines.filter(({ keys }) => keys.channel !== null) : lines;
        const expected = [...Map.groupBy(ours, ({ keys }) => keys[by])]
          .map(([key, rows]) => ({ key, ...added(rows, city.today) }) as Record<string, unknown>)
          .filter((row) => Number(row['offered']) + Number(row['visits']) + Number(row['cancelled']) > 0);
        const rows = found.by(by).map(({ by: _, ...row }) => (by === 'channel' ? { ...row, offered: 0 } : row));
        const sorted = (all: readonly Record<string, unknown>[]) =>
          all.toSorted((one, other) => String(one['key']).localeCompare(String(other['key'])));
        expect(sorted(rows), `${by} ${from} ${to} ${office} ${seesProtected}`).toEqual(sorted(expected));
      }
    }
});

test('[8(2)⑧c] how full each weekday and hour is, and how long people were at the counter, is what the rows come to', async () => {
  const asked = { from: addDays(city.today, -3), to: addDays(city.today, 9), office: 'honcho', service: '' };
  const lines = (await linesOf(true, asked, { honcho: city.main })).filter(({ place }) => place);
  const parts = Map.groupBy(lines, ({ keys }) => `${keys.weekday} ${keys.hour}`);
  const sum = (rows: readonly Line[], of: 'offered' | 'taken') => rows.reduce((all, row) => all + row[of], 0);
  const fill = await readFill(fresh.db, asked);
  expect(new Map(fill.map(({ weekday, hour, offered, taken }) => [`${weekday} ${hour}`, [offered, taken]]))).toEqual(
    new Map([...parts].map(([key, rows]) => [key, [sum(rows, 'offered'), sum(rows, 'taken')]])),
  );
  const acts = await fresh.db.rows<{ day: string; began: Date; at: Date; hidden: boolean }>(sql`
    SELECT s.day, a.from_outcome_at AS began, a.at, c.protected AS hidden
    FROM counter.acts a JOIN reservations.reservations r ON r.id = a.reservation_id JOIN ledger.slots s ON s.id = r.slot_id JOIN cards.cards c ON c.id = a.card_id
    WHERE a.from_outcome = 'arrived' AND s.office_id = ${city.main} AND s.day BETWEEN ${asked.from}::date AND ${asked.to}::date`);
  for (const seesProtected of [true, false]) {
    const minutes = acts
      .filter(({ day, began, at, hidden }) => (seesProtected || !hidden) && cityDay(began) === day && cityDay(at) === day)
      .map(({ began, at }) => Math.round((at.getTime() - began.getTime()) / 60_000))
      .toSorted((one, other) => one - other);
    expect(await readCounterWait(fresh.db, { seesProtected }, asked)).toEqual({
      minutes: minutes[Math.ceil(minutes.length / 2) - 1],
      people: minutes.length,
    });
  }
});

test('[8(2)⑧c] the figures agree with the lists of who was handed over to, did not come and cancelled, and with the month’s report', async () => {
  await fresh.db.run(sql`DELETE FROM keeping.figures`);
  const known = await readKnown(fresh.db);
  const [from, to] = [addDays(city.today, -3), addDays(city.today, 9)];
  const context = { today: city.today, sentences: japaneseSentences };
  for (const seesProtected of [true, false]) {
    const viewer = { seesProtected };
    const rows = async (code: string, more: Record<string, string>) => {
      const asked = { viewer, known, context, officeId: null };
      const prepared = listOf(code)?.prepare({ office: '', service: '', from, to, ...more }, asked);
      if (prepared === undefined) throw new Error(code);
      expect(prepared.errors).toEqual({});
      const found = await fresh.db.rows<{ key: string; who: object | null; open?: boolean; whole?: boolean }>(
        prepared.statement(''),
      );
      return found.filter(({ who }) => who !== null);
    };
    const { all } = await readFigures(fresh.db, viewer, { from, to, office: '', service: '' }, ['day']);
    expect((await rows('handed-over', { only: 'all' })).length).toBe(all?.handedOver);
    expect((await rows('no-shows', { again: 'all', calls: 'all' })).filter(({ open }) => open === false).length).toBe(
      all?.noShow,
    );
    const gone = (await rows('cancelled', { days: 'visit', by: 'all', again: 'all' })).filter(({ whole }) => whole);
    expect(new Set(gone.map(({ key }) => key.split('/')[0])).size).toBe(all?.cancelled);
  }
  const { by } = await readFigures(fresh.db, { seesProtected: true }, { from, to, office: '', service: '' }, ['office']);
  const report = await officeCounts(fresh.db, { from: cityInstant(from, 0), to: cityInstant(addDays(to, 1), 0) });
  expect(report.map(({ handedOver, incomplete, noShow }) => [handedOver, incomplete, noShow])).toEqual(
    by('office').map(({ handedOver, incomplete, noShow }) => [handedOver, incomplete, noShow]),
  );
});
