import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { csvLine, free } from '../lib/csv/write.ts';
import type { RowError } from './row.ts';
import { hideNumber } from './watch-numbers.ts';

/** Collects rows that were not taken in a CSV file of their own (UTF-8 with BOM): line, column, reason, then the row as it was, without 個人番号. */
export function rejectedRows(path: string) {
  let titles: readonly string[] = [];
  let out: ReturnType<typeof createWriteStream> | undefined;
  let rows = 0;
  let failure: Error | undefined;
  const half = `${path}.part`;

  async function open(): Promise<ReturnType<typeof createWriteStream>> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Names and addresses stand in it: for its owner's eyes only.
    const stream = createWriteStream(half, { mode: 0o600 });
    stream.on('error', (error) => {
      failure = error;
    });
    stream.write(`\ufeff${csvLine(['行', '列', '理由', ...titles.map(free)])}`);
    return stream;
  }

  return {
    /** What the file's columns are called. */
    head(columns: readonly string[]): void {
      titles = columns;
    },
    get rows(): number {
      return rows;
    },
    /** A row with all that is wrong with it: a line each, the row itself behind the first. */
    async add(line: number, errors: readonly RowError[], cells: readonly string[]): Promise<void> {
      out ??= await open();
      rows += 1;
      const shown = cells.map((cell) => free(hideNumber(cell.toWellFormed().replaceAll('\u0000', ''))));
      const text = errors
        .map(({ column, reason }, at) => csvLine([line, free(column), reason, ...(at === 0 ? shown : [])]))
        .join('');
      if (!out.write(text)) await new Promise((resolve) => out?.once('drain', resolve).once('error', resolve));
      if (failure !== undefined) throw failure;
    },
    /** Finishes the file. Undefined where no row was rejected: then there is none. */
    async close(): Promise<string | undefined> {
      const stream = out;
      if (stream === undefined) return undefined;
      await new Promise<void>((resolve, reject) => {
        stream.once('error', reject);
        stream.end(resolve);
      });
      if (failure !== undefined) throw failure;
      await rename(half, path);
      return path;
    },
    /** Drops what was written so far. */
    async drop(): Promise<void> {
      out?.destroy();
      await rm(half, { force: true });
    },
  };
}
