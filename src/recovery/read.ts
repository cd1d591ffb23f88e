import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { REPORT, type Report } from './report.ts';

/** How far back a loss would lead, and what the city allows (§9(4)⑤). */
export type Standing = {
  lastGood: Date | null;
  /** The state that could be restored now is that of this moment. */
  restorableTo: Date | null;
  lossMinutes: number;
  hours: number;
};

export const readStanding = (tx: Tx): Promise<Standing> =>
  tx.one<Standing>(sql`
    SELECT g.began_at AS "lastGood", CASE WHEN g.began_at IS NOT NULL THEN greatest(g.began_at, c.kept_until) END AS "restorableTo",
      site.number('recovery-loss-minutes') AS "lossMinutes", site.number('recovery-hours') AS hours
    FROM (SELECT) one
      LEFT JOIN LATERAL (SELECT b.began_at FROM recovery.backups b WHERE b.state = 'good' ORDER BY b.began_at DESC LIMIT 1) g ON true
      LEFT JOIN recovery.log_copy c ON true`);

export type TakenBackup = {
  name: string;
  beganAt: Date;
  endedAt: Date | null;
  state: 'running' | 'good' | 'failed';
  bytes: number | null;
  fault: string | null;
};

/** The backups of the last 30 days that were begun, the newest first. */
export const listTaken = (tx: Tx): Promise<TakenBackup[]> =>
  tx.rows<TakenBackup>(sql`
    SELECT name, began_at AS "beganAt", ended_at AS "endedAt", state, bytes, fault FROM recovery.backups
    WHERE began_at > lib.now() - interval '30 days' ORDER BY began_at DESC LIMIT 60`);

export type Restored = { id: number; finishedAt: Date; report: Report };

const RESTORED = sql`SELECT id, finished_at AS "finishedAt", report FROM recovery.restores`;
const restored = (row: { id: number; finishedAt: Date; report: unknown }): Restored => ({
  ...row,
  report: REPORT.parse(row.report),
});

/** What this database was restored from, the last first. */
export const listRestores = async (tx: Tx): Promise<Restored[]> =>
  (await tx.rows<Restored>(sql`${RESTORED} ORDER BY finished_at DESC`)).map(restored);

export async function readRestore(tx: Tx, id: number): Promise<Restored | undefined> {
  const row = await tx.row<Restored>(sql`${RESTORED} WHERE id = ${id}`);
  return row === undefined ? undefined : restored(row);
}
