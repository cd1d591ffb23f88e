import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** At which press of a citizen's a caution was agreed to. */
export type AgreedAt = 'booked' | 'moved' | 'joined' | 'answered';

/** A caution as it was agreed to for a reservation (§8(3)⑨): its text of then, whatever it says now. */
export type Agreed = {
  cautionId: number;
  version: number;
  /** Its text is another one by now, or it is shown no longer. */
  past: boolean;
  concerns: string;
  body: string;
  /** Whom of the party it concerned then, by their place in it; null: not kept. */
  who: number[] | null;
  act: AgreedAt;
  at: Date;
  language: string;
  /** How it was said in that language; null: in Japanese. */
  said: string | null;
};

/** What was agreed to for a reservation, in the order it was; none where it was not booked on the web, or before these were kept. */
export const agreedFor = (tx: Tx, reservationId: string): Promise<Agreed[]> =>
  tx.rows<Agreed>(sql`
    SELECT a.caution_id AS "cautionId", a.version, c.id IS NULL OR c.version <> a.version OR c.retired_at IS NOT NULL AS past, v.concerns, v.body, a.who, a.act, a.at, a.language, a.said
    FROM reservations.agreed a JOIN services.caution_versions v ON v.caution_id = a.caution_id AND v.version = a.version LEFT JOIN services.cautions c ON c.id = a.caution_id
    WHERE a.reservation_id = ${reservationId}::uuid ORDER BY a.at, c.position, a.caution_id`);
