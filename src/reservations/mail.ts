import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

const MAIL_REASONS = ['unknown', 'changed_meanwhile', 'not_live'] as const;
export type MailRefusal = (typeof MAIL_REASONS)[number];

/**
 * Staff set, correct or remove (null) the address of a live reservation after checking the caller; with `send` the confirmation goes there at once.
 * Links mailed to another address before stop working.
 */
export const setMail = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; mail: string | null; send: boolean },
): Promise<Outcome<undefined, MailRefusal>> =>
  attempt(MAIL_REASONS, async () => {
    await db.run(
      sql`SELECT reservations.set_mail(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${request.mail}, ${request.send})`,
    );
    return undefined;
  });
