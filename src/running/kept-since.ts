import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** From which day on nothing that figures are counted of was removed because its time was over: visits with their bookings, mails, minutes in which the processes were there. */
export type KeptSince = { visits: string; mails: string; beats: string };

/** Mails of a visit go with it where it goes first. */
export const keptSince = (tx: Tx): Promise<KeptSince> =>
  tx.one<KeptSince>(sql`
    SELECT reservations.past_before() AS visits, greatest(reservations.past_before(), lib.day_of(lib.now()) - site.number('keep-mails-days') + 1) AS mails,
      lib.day_of(lib.now()) - site.number('keep-beats-days') + 1 AS beats`);
