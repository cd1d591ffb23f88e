import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { ImportReport } from './import-report.ts';
import { BY_HAND } from './read-one.ts';

/** A list of cards that was taken in by a command, which keeps no file at the desk. */
export type CommandImport = {
  id: number;
  fileName: string;
  at: Date;
  sha256: string;
  counts: Pick<ImportReport, 'fresh' | 'changed' | 'unchanged' | 'conflicts' | 'rejected'>;
  /** Taken in before, byte for byte: nothing was stored. */
  knownBefore: boolean;
  undoneAt: Date | null;
};

/** The newest of them; neither tries without storing nor what was refused. `sha256`: only those of this very file. */
export const listByCommand = (tx: Tx, limit: number, sha256?: string): Promise<CommandImport[]> =>
  tx.rows<CommandImport>(sql`
    SELECT i.id, i.file_name AS "fileName", i.started_at AS at, i.sha256, i.counts, i.counts ? 'before' AS "knownBefore", i.undone_at AS "undoneAt"
    FROM intake.imports i
    WHERE i.kind = 'cards' AND i.staff_id IS NULL AND NOT i.dry_run AND i.counts ? 'fresh' AND i.profile <> ${BY_HAND}
      AND NOT EXISTS (SELECT FROM intake.uploads u WHERE u.import_id = i.id)
      AND ${sha256 === undefined ? sql`true` : sql`i.sha256 = ${sha256}`}
    ORDER BY i.id DESC LIMIT ${limit}`);
