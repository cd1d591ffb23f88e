import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { COPY_INCOMING } from '../cards/incoming.ts';
import { type Clock, today } from '../lib/clock.ts';
import type { Encoding } from '../lib/csv/inspect.ts';
import { readRecords } from '../lib/csv/read.ts';
import { Refusal } from './import-refusal.ts';
import type { ImportRequest } from './import-report.ts';
import { type Judged, judgeRows } from './judge.ts';
import { type KeptRows, keepLines } from './kept-rows.ts';
import type { ReasonGroup } from './reasons.ts';
import { rejectedRows } from './rejected.ts';

/** Where the good rows of a list come from. */
export type Rows = {
  /** Lays them into the transaction's table and says what was read. Again where the transaction runs again. Throws a Refusal where the whole list is not taken. */
  lay(client: PoolClient): Promise<Judged>;
  /** Brings what is told of rows that are not taken to the disk: before the transaction commits. */
  settle(): Promise<void>;
  /** Gives their file its name. Returns where it lies; undefined where there is none. */
  keep(): Promise<string | undefined>;
  reasons(): ReasonGroup[];
  /** Removes what was written and not kept. */
  drop(): Promise<void>;
};

type Read = ImportRequest & { encoding: Encoding; bytes: number };
type Pass = { judge: ReturnType<typeof judgeRows>; rejected: ReturnType<typeof rejectedRows> };

/** Reads the file once and lays its good rows into the transaction's table; where it is asked for, their lines are kept as well. */
async function copyIn(client: PoolClient, { judge, rejected }: Pass, request: Read): Promise<void> {
  const { encoding, bytes } = request;
  const { delimiter } = request.profile;
  const tell = (read: number) => request.onProgress?.({ part: read / bytes, rows: judge.judged().rows, phase: 'reading' });
  const batches = readRecords(request.path, encoding, delimiter === 'detect' ? undefined : delimiter, tell);
  const lines = judge.copyLines(batches);
  const copy = client.query(copyFrom(COPY_INCOMING));
  await pipeline(Readable.from(request.rowsPath === undefined ? lines : keepLines(lines, request.rowsPath)), copy);
  const refusal = judge.refusal();
  if (refusal !== undefined) throw new Refusal(refusal.reason, refusal.detail);
  if (request.strict !== true || rejected.rows === 0) return;
  await rejected.settle();
  throw new Refusal('strict', String(rejected.rows));
}

/** The rows of a file, read and judged. */
export function rowsOfFile(clock: Clock, request: Read): Rows {
  let pass: Pass | undefined;
  return {
    async lay(client) {
      await pass?.rejected.drop();
      const rejected = rejectedRows(request.rejectedPath);
      const now = { rejected, judge: judgeRows(request.profile, today(clock).toString(), rejected) };
      pass = now;
      await copyIn(client, now, request);
      return now.judge.judged();
    },
    settle: async () => pass?.rejected.settle(),
    keep: async () => pass?.rejected.keep(),
    reasons: () => pass?.judge.reasons() ?? [],
    drop: async () => pass?.rejected.drop(),
  };
}

/** The rows that judging a list found good and kept: nothing is read or judged again. */
export const rowsKept = (kept: KeptRows, { onProgress }: Pick<ImportRequest, 'onProgress'>): Rows => ({
  async lay(client) {
    onProgress?.({ part: 0, rows: kept.judged.rows, phase: 'reading' });
    const copy = client.query(copyFrom(COPY_INCOMING));
    await pipeline(Readable.from(kept.packed()), createZstdDecompress(), copy);
    if (copy.rowCount !== kept.judged.taken) throw new Error(`${copy.rowCount} rows were kept of ${kept.judged.taken}`);
    return kept.judged;
  },
  settle: async () => {},
  keep: async () => undefined,
  reasons: () => [],
  drop: async () => {},
});
