import { stat } from 'node:fs/promises';
import { type Backup, listBackups, listPieces, type Piece, SEGMENT, type Store } from './store.ts';

/** How far the copied log is whole behind a backup: the pieces that follow, where they end, and where one lies behind a hole. */
export type Reach = { pieces: Piece[]; reached: bigint; gap: { from: bigint; to: bigint } | undefined };

/** `pieces` in their order; those of other timelines do not count. */
export function reachOf(backup: Backup, pieces: readonly Piece[]): Reach {
  let reached = ((BigInt(backup.end) + SEGMENT - 1n) / SEGMENT) * SEGMENT;
  const whole: Piece[] = [];
  for (const piece of pieces) {
    if (piece.timeline !== backup.timeline || piece.to <= reached) continue;
    if (piece.from > reached) return { pieces: whole, reached, gap: { from: reached, to: piece.from } };
    whole.push(piece);
    reached = piece.to;
  }
  return { pieces: whole, reached, gap: undefined };
}

/** No moment after this one can be restored: when the last of the log behind a backup was copied, or the backup ended where none was. */
export async function latestOf(dir: string, backup: Backup): Promise<Temporal.Instant> {
  const last = reachOf(backup, await listPieces(dir, backup.system)).pieces.at(-1);
  return last === undefined
    ? Temporal.Instant.from(backup.endedAt)
    : Temporal.Instant.fromEpochMilliseconds(Math.floor((await stat(last.file)).mtimeMs));
}

/** A backup of a folder behind which a part of the log is missing there: nothing later can be restored from it. */
type Gap = { name: string; from: bigint; to: bigint };

/** The gaps behind the backups of a folder, the oldest backup first. One that cannot be read has none: its fault is said elsewhere. */
export async function gapsIn(store: Store, dir: string): Promise<Gap[]> {
  const gaps: Gap[] = [];
  for (const { name, backup } of await listBackups(store, dir)) {
    if (backup === undefined) continue;
    const { gap } = reachOf(backup, await listPieces(dir, backup.system));
    if (gap !== undefined) gaps.push({ name, ...gap });
  }
  return gaps;
}

/** A place in PostgreSQL's log as PostgreSQL writes it. */
export const lsn = (at: bigint): string => `${(at >> 32n).toString(16)}/${(at & 0xffffffffn).toString(16)}`.toUpperCase();

/** What a gap comes to, for whoever reads the list. */
export const gapWords = ({ name, from, to }: Gap): string =>
  `GAP behind ${name}: the log from ${lsn(from)} to ${lsn(to)} is not there, nothing later can be restored from this backup of this folder`;
