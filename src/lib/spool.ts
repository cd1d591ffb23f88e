import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Something long that was written and can be read once. */
export type Spooled = { bytes: number; read(): Readable; discard(): void };
export type Spool = { write(piece: Buffer): void; end(): Spooled; discard(): void };

/** Gathered before it is written. */
const PIECE = 256 * 1_024;

/**
 * Takes something piece by piece and gives it back as a stream: however long it is, memory stays the same. It lies in a file without a name, which no other
 * process can open and which is gone with this one, whatever ends it. A disk that is full throws.
 */
export function openSpool(): Spool {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-'));
  const path = join(folder, 'spool');
  const file = openSync(path, 'wx+', 0o600);
  rmSync(folder, { recursive: true });
  let open = true;
  let bytes = 0;
  let pieces: Buffer[] = [];
  let waiting = 0;
  const discard = (): void => {
    if (open) closeSync(file);
    open = false;
  };
  const flush = (): void => {
    const all = Buffer.concat(pieces);
    for (let at = 0; at < all.length; ) at += writeSync(file, all, at);
    bytes += all.length;
    pieces = [];
    waiting = 0;
  };
  return {
    write: (piece) => {
      pieces.push(piece);
      waiting += piece.length;
      if (waiting >= PIECE) flush();
    },
    end: () => {
      flush();
      return {
        bytes,
        discard,
        read: () => {
          open = false;
          return createReadStream('', { fd: file, start: 0 });
        },
      };
    },
    discard,
  };
}
