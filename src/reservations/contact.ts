import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

const CONTACT_REASONS = ['unknown', 'changed_meanwhile', 'not_live'] as const;
type ContactRefusal = (typeof CONTACT_REASONS)[number];

/**
 * Staff set, correct or remove (null) the address of a live reservation after checking the caller; with `send` the confirmation goes there at once.
 * Links mailed to another address before stop working. `language`: of the mails from here on; left out, it stays.
 */
export const setMail = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; mail: string | null; send: boolean; language?: string },
): Promise<Outcome<undefined, ContactRefusal>> =>
  attempt(CONTACT_REASONS, async () => {
    await db.run(
      sql`SELECT reservations.set_mail(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${request.mail}, ${request.send}, ${request.language ?? null})`,
    );
    return undefined;
  });

/** Staff correct the telephone number of a visit until its day is over; empty: none. */
export const setPhone = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; phone: string },
): Promise<Outcome<undefined, ContactRefusal>> =>
  attempt(CONTACT_REASONS, async () => {
    await db.run(
      sql`SELECT reservations.set_phone(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${request.phone})`,
    );
    return undefined;
  });
