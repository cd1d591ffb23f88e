import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../../../test/support/database.ts';
import { closedCard, endedVisit, walk } from '../../../../../test/support/past-rows.ts';
import { buildSmallCity, type SmallCity } from '../../../../../test/support/small-city.ts';
import { stopTimeAt } from '../../../../../test/support/time.ts';
import { addDays, cityInstant } from '../../../../lib/dates/jst.ts';
import type { Db } from '../../../../lib/db/db.ts';
import { type Sql, sql } from '../../../../lib/db/sql.ts';
import { listSettings } from '../../../../site/change-setting.ts';
import { KEEPING } from '../../../../site/settings/keeping.ts';
import { expireAll } from '../../../../worker/expire.ts';
import { wouldGo } from './would-go.ts';

/** What the page before shortening counts is what the night removes: at the beginning of a day both look at one instant. */
let fresh: FreshDatabase;
let city: SmallCity;
let worker: Db;
let sealer: Db;
let n = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db);
  worker = fresh.as('worker', 2);
  sealer = fresh.as('sealer', 1);
  await fresh.db.run(sql`INSERT INTO staff.accounts (id, login, name, created_at) VALUES (1, 'ide', '井手 誠', lib.now())`);
  await stopTimeAt(fresh, cityInstant(addDays(city.today, 1), 0).toString());
});
beforeEach(() => fresh.db.run(sql`DELETE FROM site.settings`));
afterAll(async () => {
  await worker.close();
  await sealer.close();
  await fresh.drop();
});

const here = () => ({ fresh, city });
/** A row for each of these ages: the length that is set, a day less and a day more. */
const ages = (length: string): Sql[] =>
  ['-1 day', '0 days', '1 day'].map((more) => sql`(lib.now() - ${length}::interval - ${more}::interval)`);
const each = (make: (at: Sql, n: number) => Sql) => async (length: string) => {
  for (const at of ages(length)) await fresh.db.run(make(at, ++n));
};

/** Cards alone: closed long enough ago, and kept by each reason there is; then one whose visit stays. */
async function cards(length: string): Promise<void> {
  for (const at of ages(length)) {
    await closedCard(here(), at);
    await closedCard(here(), at, { open: true });
    await closedCard(here(), at, { whereabouts: 'shelf' });
    const kept = await closedCard(here(), at);
    await fresh.db.run(sql`INSERT INTO cards.kept (card_id, why, at, staff_id) VALUES (${kept}, '訴訟', lib.now(), 1)`);
    await endedVisit(here(), sql`lib.now()`, { cardId: await closedCard(here(), at), state: 'cancelled' });
  }
}
async function reservations(length: string): Promise<void> {
  for (const at of ages(length)) {
    await endedVisit(here(), at, { cardId: await closedCard(here(), sql`lib.now()`) });
    await endedVisit(here(), at, { cardId: await closedCard(here(), sql`lib.now()`, { open: true }) });
    await endedVisit(here(), at, { cardId: await closedCard(here(), sql`lib.now()`), state: 'cancelled' });
  }
}
async function walksAndHolds(length: string): Promise<void> {
  for (const at of ages(length)) {
    await fresh.db.run(walk(here(), at));
    await endedVisit(here(), at, { state: 'lapsed', booked: false });
    await fresh.db.run(walk(here(), sql`lib.now()`, await endedVisit(here(), at, { state: 'lapsed', booked: false })));
    await fresh.db.run(walk(here(), at, await endedVisit(here(), at, { state: 'cancelled', booked: false })));
    await fresh.db.run(sql`
      INSERT INTO waiting.entries (id, service_id, card_ids, phone, channel, office_ids, from_day, to_day, day_kinds, parts, entered_at, ended_at, end_reason)
      VALUES (gen_random_uuid(), ${city.service}, '{1}', '0942', 'phone', ARRAY[${city.main}::integer], '2026-01-01', '2026-01-02', '{weekday}', '{morning}', ${at}, ${at}, 'left')`);
  }
}

/** Each length of keeping with rows old enough and not, and what the night calls those that went. */
const CASES: Record<keyof typeof KEEPING, { make: (length: string) => Promise<unknown>; went: readonly string[] }> = {
  'keep-visits-days': { make: walksAndHolds, went: ['visits', 'holds', 'waiting'] },
  'keep-searches-days': {
    make: each(
      (at) => sql`INSERT INTO staff.searches (id, account_id, query, created_at) VALUES (gen_random_uuid(), 1, 'x', ${at})`,
    ),
    went: ['searches'],
  },
  'keep-sessions-days': {
    make: each(
      (at, one) => sql`
      INSERT INTO staff.sessions (id, secret_hash, account_id, created_at, seen_at, expires_at, ended_at)
      VALUES (gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), 1, ${at}, ${at}, ${at}, CASE WHEN ${one % 2 === 0} THEN ${at} END)`,
    ),
    went: ['sessions'],
  },
  'keep-mails-days': {
    make: each(
      (at, one) => sql`
      WITH told AS (
        INSERT INTO letters.mailings (form, subject, body, with_visit, sentence, at, leaves_at, staff_id)
        SELECT gen_random_uuid(), s, 'x', true, 'x', ${at}, ${at}, 1 FROM unnest(ARRAY['sent', 'waiting']) s RETURNING id, subject)
      INSERT INTO outbox.mails (kind, reservation_id, once, due_at, next_at, created_at, state, about)
      SELECT 'booked', gen_random_uuid(), ${`m${one}`} || s, ${at}, ${at}, ${at}, s, '{}' FROM unnest(ARRAY['sent', 'dead', 'waiting']) s
      UNION ALL SELECT 'mailing', gen_random_uuid(), ${`g${one}`} || subject, ${at}, ${at}, ${at}, subject, jsonb_build_object('mailing', id) FROM told`,
    ),
    went: ['mails', 'mailings'],
  },
  'keep-lists-days': {
    make: each((at) => sql`INSERT INTO lists.prints (list, about, rows, at, staff_id) VALUES ('pull', 'x', '[]', ${at}, 1)`),
    went: ['prints'],
  },
  'keep-persons-days': {
    make: async (length) => {
      for (const at of ages(length)) await endedVisit(here(), at);
    },
    went: ['persons'],
  },
  'keep-book-years': {
    make: each(
      (at) => sql`
      INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, written_at, completed_at)
      VALUES (gen_random_uuid(), 'enquiry', 'phone', ${at}, 'x', 'x', 'x', ${at}, ${at})`,
    ),
    went: ['entries'],
  },
  'keep-beats-days': {
    make: each(
      (at) => sql`INSERT INTO running.beats (door, hour, minutes) SELECT d, ${at}, 1 FROM unnest(ARRAY['desk', 'citizen']) d`,
    ),
    went: ['beats'],
  },
  'keep-log-years': {
    make: each(
      (at, one) =>
        sql`WITH sealed AS (
          INSERT INTO audit.seals (event_id, generation, position, hash, row_hash, sealed_at) VALUES (${-one}, 99, ${one}, ''::bytea, ''::bytea, ${at}))
        INSERT INTO running.findings (day, rule, who, count, most, found_at) SELECT lib.day_of(${at}), 'commands', ${`root${one}@a`}, 1, 1, ${at}`,
    ),
    went: ['log', 'findings'],
  },
  'keep-app-logs-years': {
    make: each(
      (at, one) =>
        sql`INSERT INTO audit.log_files (name, host, day, bytes, sha256, sealed_at) VALUES (${`desk.${one}`}, 'a', lib.day_of(${at}), 1, 'x', ${at})`,
    ),
    went: ['logFiles'],
  },
  'keep-cards-years': { make: cards, went: ['cards'] },
  'keep-reservations-years': { make: reservations, went: ['reservations'] },
};

test.each(Object.entries(CASES))('[8(1)⑧] %s: as many go in the night as the page counted', async (key, { make, went }) => {
  const { least, unit } = KEEPING[key as keyof typeof KEEPING];
  // Nothing else is past its time.
  await expireAll(worker, sealer);
  await make(`${least} ${unit === '年' ? 'years' : 'days'}`);
  const now = (await listSettings(fresh.db)).find((one) => one.key === key);
  if (now === undefined) throw new Error(key);
  const counted = (await wouldGo(fresh.db, now, least))?.kinds.reduce((sum, { rows }) => sum + rows, 0);
  await fresh.db.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES (${key}, ${String(least)}::jsonb, lib.now())`);
  const night = await expireAll(worker, sealer);
  expect(went.reduce((sum, name) => sum + Number(night[name]), 0)).toBe(counted);
  expect(counted).toBeGreaterThan(0);
});
