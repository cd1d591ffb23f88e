import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { Said } from '../lib/said.ts';
import { seal, seedOf } from './chain.ts';

/** AUDIT_KEY is not the key of the log; the message says what to do. */
export class WrongAuditKey extends Said {
  constructor() {
    super(
      'AUDIT_KEY does not fit the last seal of the log: nothing was sealed with it. Give the key the log was sealed with; to go on with a new one, ' +
        'run "madoguchi rekey" (docs/mail-and-log.md). Where the key is right, somebody changed the log: run "madoguchi verify".',
    );
  }
}

type Last = {
  generation: number;
  cluster: string;
  seed: Buffer;
  /** The head of the generation before. */
  lastHead: Buffer | null;
  /** None in a generation that has not begun to seal. */
  position: number | null;
  rowHash: Buffer;
  hash: Buffer;
  before: Buffer;
};

/**
 * Whether this key made the last seal. A log without any takes every key. One seal is enough: each binds all before it.
 * @throws WrongAuditKey
 */
export async function checkKey(tx: Tx, key: string): Promise<void> {
  const last = await tx.row<Last>(sql`
    SELECT g.generation, g.cluster, g.seed, s.position, s.row_hash AS "rowHash", s.hash, coalesce(b.hash, g.seed) AS before,
      (SELECT coalesce((SELECT h.hash FROM audit.seals h WHERE h.generation = f.generation ORDER BY h.position DESC LIMIT 1), f.seed)
       FROM audit.generations f WHERE f.generation < g.generation ORDER BY f.generation DESC LIMIT 1) AS "lastHead"
    FROM audit.generations g
      LEFT JOIN LATERAL (SELECT * FROM audit.seals l WHERE l.generation = g.generation ORDER BY l.position DESC LIMIT 1) s ON true
      LEFT JOIN audit.seals b ON b.generation = s.generation AND b.position = s.position - 1
    ORDER BY g.generation DESC LIMIT 1`);
  if (last === undefined) return;
  const fits =
    last.position === null
      ? seedOf(key, last.generation, last.cluster, last.lastHead).equals(last.seed)
      : seal(key, last.generation, last.position, last.before, last.rowHash).equals(last.hash);
  if (!fits) throw new WrongAuditKey();
}
