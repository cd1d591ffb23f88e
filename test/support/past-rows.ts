import { randomUUID } from 'node:crypto';
import { type Sql, sql } from '../../src/lib/db/sql.ts';
import type { FreshDatabase } from './database.ts';
import { makeCard, type SmallCity } from './small-city.ts';

/** Rows that ended at an instant of the past, by rows alone: what no act can make. */
type Here = { fresh: FreshDatabase; city: SmallCity };
let made = 0;

type Closed = { whereabouts?: string; open?: boolean };
/** A card that was closed then. */
export async function closedCard(
  { fresh, city }: Here,
  at: Sql,
  { whereabouts = 'gone', open = false }: Closed = {},
): Promise<number> {
  const id = await makeCard(fresh.db, { noticeId: `G0R-${100_000 + ++made}`, name: `人 ${made}`, officeId: city.main });
  await fresh.db.run(sql`
    UPDATE cards.cards SET status = CASE WHEN ${open} THEN status ELSE 'handed-over' END, is_open = ${open}, whereabouts = ${whereabouts}, status_at = ${at} WHERE id = ${id}`);
  return id;
}

type Visit = { cardId?: number; state?: string; booked?: boolean };
/** A visit that ended then: of a card, or of a person without one; a hold where it was never booked. */
export async function endedVisit(
  { fresh, city }: Here,
  at: Sql,
  { cardId, state = 'ended', booked = true }: Visit = {},
): Promise<string> {
  const id = randomUUID();
  const { slot } = await fresh.db.one<{ slot: number }>(sql`
    INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity) VALUES (${city.main}, ${city.service}, lib.day_of(${at}), 540, 60, 9)
    ON CONFLICT (office_id, service_id, day, start_minute) DO UPDATE SET capacity = 9 RETURNING id AS slot`);
  await fresh.db.run(sql`
    INSERT INTO reservations.reservations (id, number, service_id, slot_id, units, state, by_desk, channel, created_at, ended_at)
    VALUES (${id}, ${booked ? String(10_000_000 + ++made) : null}, ${city.service}, ${slot}, 1, ${state}, true, 'phone', ${at}, ${at})`);
  await fresh.db.run(
    cardId === undefined
      ? sql`INSERT INTO reservations.members (reservation_id, position, name, kana, birth_date, person_key) VALUES (${id}, 1, '人', 'ヒト', '1990-01-01', 'k')`
      : sql`INSERT INTO reservations.members (reservation_id, position, card_id) VALUES (${id}, 1, ${cardId})`,
  );
  return id;
}

/** A citizen's walk through the site that ended then, with the hold it names. */
export const walk = ({ city }: Here, at: Sql, hold: string | null = null): Sql => sql`
  INSERT INTO reservations.visits (cookie_hash, purpose, service_id, reservation_id, created_at, expires_at)
  VALUES (sha256(gen_random_uuid()::text::bytea), 'book', ${city.service}, ${hold}::uuid, ${at}, ${at})`;
