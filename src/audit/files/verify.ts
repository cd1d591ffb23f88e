import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { type LogFile, listLogFiles, type Mark, marksOf } from './folder.ts';

/** What is wrong with a file of a process's log. */
export type FileFinding = { name: string; kind: 'changed' | 'cut' | 'gone' };
export type FilesVerified = {
  /** Files compared with every seal they have. */
  compared: number;
  /** Machines whose files do not lie in this folder, or no folder was given. */
  elsewhere: string[];
  findings: FileFinding[];
};

type Sealed = { host: string; name: string } & Mark;

/** What the sealed log says of files: every seal, but of those it says were removed for their years. */
const seals = (tx: Db): Promise<Sealed[]> =>
  tx.rows<Sealed>(sql`
    WITH expired AS (
      SELECT max((e.detail ->> 'until')::date) AS until FROM audit.events e
      -- No file is kept shorter than a year, whatever a line says.
      WHERE e.act = 'logs.expired' AND (e.detail ->> 'until')::date < lib.day_of(e.at) - 364)
    SELECT e.detail ->> 'host' AS host, f.name, f.bytes::double precision AS bytes, f.sha256
    FROM audit.events e, jsonb_to_recordset(e.detail -> 'files') AS f (name text, day date, bytes bigint, sha256 text)
    WHERE e.act = 'logs.sealed' AND f.day > coalesce((SELECT until FROM expired), '-infinity')
    ORDER BY f.name, f.bytes, e.id`);

async function judge(file: LogFile | undefined, marks: readonly Mark[]): Promise<FileFinding['kind'] | undefined> {
  const found = file === undefined ? undefined : await marksOf(file, [...new Set(marks.map(({ bytes }) => bytes))]);
  if (found === undefined) return file === undefined ? 'gone' : 'changed';
  if (marks.some(({ bytes }) => bytes > found.end.bytes)) return 'cut';
  return marks.some(({ bytes, sha256 }) => bytes > 0 && found.at.get(bytes) !== sha256) ? 'changed' : undefined;
}

/**
 * Compares the files of a folder with every seal of theirs in the log: of `host`, and of other machines whose files lie there (a copy out of the backups).
 * The lines themselves are proven by the log's chain.
 */
export async function verifyFiles(sealer: Db, folder: string | undefined, host: string): Promise<FilesVerified> {
  const files = folder === undefined ? [] : await listLogFiles(folder);
  const here = new Set(folder === undefined ? [] : [host, ...files.map((file) => file.host)]);
  const all = await seals(sealer);
  const byName = Map.groupBy(
    all.filter((one) => here.has(one.host)),
    ({ name }) => name,
  );
  const findings: FileFinding[] = [];
  for (const [name, marks] of byName) {
    const kind = await judge(
      files.find((file) => file.name === name),
      marks,
    );
    if (kind !== undefined) findings.push({ name, kind });
  }
  const elsewhere = [...new Set(all.map((one) => one.host))].filter((one) => !here.has(one));
  return { compared: byName.size, elsewhere, findings };
}
