import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';

/** Where reports of faults go at the city: addresses of offices. */
export type Contacts = { mails: readonly string[] };

export const readContacts = (tx: Tx): Promise<Contacts> => tx.one<Contacts>(sql`SELECT mails FROM running.contacts`);

/** Sets the addresses; the log says how many, not which. `seen`: fingerprint of those the page showed. */
export const changeContacts = (
  db: Db,
  actor: Actor,
  seen: string,
  after: Contacts,
): Promise<Outcome<undefined, 'changed_meanwhile'>> =>
  db.transaction(async (tx) => {
    const before = await tx.one<Contacts>(sql`SELECT mails FROM running.contacts FOR UPDATE`);
    if (fingerprint(before) === fingerprint(after)) return done(undefined);
    if (fingerprint(before) !== seen) return refused('changed_meanwhile');
    await tx.run(sql`UPDATE running.contacts SET mails = ${[...after.mails]}`);
    await tx.run(
      sql`SELECT audit.write(${actorSql(actor)}, 'running.contacts-changed', lib.now(), NULL, NULL, NULL, jsonb_build_object('addresses', ${after.mails.length}::integer))`,
    );
    return done(undefined);
  });
