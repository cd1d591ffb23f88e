import { randomUUID } from 'node:crypto';
import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type HoldCall, holdSql } from '../reservations/acts.ts';

/** Books by the acts of the product, by telephone. Returns the reservation. */
export async function bookByPhone(tx: Tx, actor: Actor, request: Omit<HoldCall, 'id' | 'channel'>): Promise<string> {
  const id = randomUUID();
  await tx.run(sql`SELECT ${holdSql(actor, { id, phone: '0942000000', ...request })}`);
  await tx.run(sql`SELECT reservations.confirm(${actorSql(actor)}, ${id}::uuid)`);
  return id;
}
