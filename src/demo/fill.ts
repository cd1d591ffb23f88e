import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actorSql } from '../audit/actor.ts';
import { countMonthEnds } from '../cards/month-ends.ts';
import { importCards } from '../intake/import-cards.ts';
import { DEFAULT_PROFILE, readProfile } from '../intake/profile.ts';
import { type Clock, today } from '../lib/clock.ts';
import { longDate, plainDate } from '../lib/dates/format.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { grouped } from '../lib/values/numbers.ts';
import { DEMO_ACCOUNTS, makeAccounts } from './accounts.ts';
import { takeInByHand } from './by-hand.ts';
import { writeCards } from './cards.ts';
import { buildCity } from './city.ts';
import { fillClosing } from './closing.ts';
import { takeInToday } from './delivery.ts';
import { keepFilters } from './filters.ts';
import { fillPersons } from './persons.ts';
import { fillRunning } from './running.ts';
import { fillSpecial, someExpire } from './special.ts';
import { fillStocktakes } from './stocktake.ts';
import { buildShelves, decideToday } from './storage.ts';
import { fillTerminals } from './terminals.ts';
import { fillVisits } from './visits.ts';
import { fillWaiting } from './waiting.ts';

const OPERATOR = { kind: 'operator' } as const;

/** A list of made-up cards, taken in as any list is. */
async function takeInCards(db: Db, clock: Clock, count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-demo-'));
  try {
    const path = join(folder, 'cards.csv');
    await writeCards(path, count, { today: today(clock).toString() });
    const profile = await readProfile(DEFAULT_PROFILE);
    if (!profile.ok) throw new Error(`the profile ${DEFAULT_PROFILE} cannot be read: ${profile.reason}`);
    const taken = await importCards(db, clock, OPERATOR, {
      path,
      fileName: 'cards.csv',
      profile: profile.value,
      rejectedPath: join(folder, 'rejected.csv'),
    });
    if (!taken.ok) throw new Error(`the made-up list was refused: ${taken.reason}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const analyze = (tx: Tx): Promise<number> =>
  tx.run(sql`ANALYZE cards.cards, ledger.slots, ledger.standing, reservations.reservations, reservations.members`);

/**
 * Fills the made-up Kurume once: offices, hours, slots, cards, accounts, visits. Steps that are done are not done again, so a start that was
 * cut off goes on where it was. `db` connects as the embedded database's superuser; nothing but the demo has one.
 */
export async function fillDemo(db: Db, clock: Clock, log: (line: string) => void, cardCount: number): Promise<void> {
  const { city, visits } = await db.one<{ city: boolean; visits: boolean }>(
    sql`SELECT EXISTS (SELECT FROM offices.offices) AS city, EXISTS (SELECT FROM site.settings WHERE key = 'demo-filled') AS visits`,
  );
  if (visits) return;
  log('filling a made-up Kurume (once, some seconds) …');
  if (!city)
    await db.transaction(async (tx) => {
      await buildCity(tx, clock);
      await buildShelves(tx, clock);
    });
  const { cards, accounts } = await db.one<{ cards: boolean; accounts: boolean }>(
    sql`SELECT EXISTS (SELECT FROM cards.cards) AS cards, EXISTS (SELECT FROM staff.accounts) AS accounts`,
  );
  if (!accounts) await makeAccounts(db);
  if (!cards) await takeInCards(db, clock, cardCount);
  await takeInByHand(db, clock);
  await takeInToday(db, clock);
  await keepFilters(db, clock);
  await fillTerminals(db);
  // On its own: what a transaction has just changed it cannot make room for, and every further change of those cards costs twice.
  await db.run(sql`SELECT cards.shelve_expected(${actorSql(OPERATOR)}, lib.now())`);
  await db.transaction(async (tx) => {
    await decideToday(tx, clock);
    const ordinary = (await fillVisits(tx, clock)) + (await fillPersons(tx, clock));
    // What follows asks which of all cards have no visit: without figures of the rows just made it is planned as for empty tables.
    await analyze(tx);
    const count = ordinary + (await fillSpecial(tx, clock));
    await fillWaiting(tx, clock);
    await fillClosing(tx, clock);
    await fillStocktakes(tx);
    await fillRunning(tx, clock);
    await someExpire(tx, today(clock).toString());
    await tx.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('demo-filled', 'true', lib.now())`);
    log(`${grouped(cardCount)} cards, ${grouped(count)} visits`);
  });
  await countMonthEnds(db);
  await analyze(db);
}

/** What a visitor of the demo needs: accounts, and three notice IDs that can book now. */
export async function demoHints(db: Db): Promise<string[]> {
  const cards = await db.rows<{ notice: string; birth: string }>(sql`
    SELECT c.notice_id AS notice, c.birth_date AS birth FROM cards.cards c
    WHERE c.status = 'notified' AND c.birth_date IS NOT NULL AND NOT c.protected AND c.whereabouts = 'shelf' AND c.office_id = 1
      AND NOT EXISTS (SELECT FROM ledger.standing t WHERE t.key IN ('c:' || c.id, 'p:' || c.person_key) AND t.until > lib.now())
      AND NOT EXISTS (SELECT FROM cards.cards d WHERE d.notice_id = c.notice_id AND d.id <> c.id)
    ORDER BY c.id DESC LIMIT 3`);
  return [
    `Staff: ${DEMO_ACCOUNTS.map(({ login, password, says }) => `${login} / ${password} (${says})`).join(', ')}`,
    ...cards.map(({ notice, birth }) => {
      const day = plainDate(birth);
      return `Card:  交付通知書ID ${notice}, born ${day.month}月${day.day}日 (${longDate(birth)})`;
    }),
  ];
}
