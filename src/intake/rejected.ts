import { createWriteStream } from 'node:fs';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { csvLine } from '../lib/csv/write.ts';
import { codeOf } from '../lib/fault.ts';
import type { RowError } from './row.ts';
import { hideNumber } from './watch-numbers.ts';

/** The file of rejected rows cannot be written; nothing may be stored without it. */
export class CannotWrite extends Error {
  readonly code: string;
  constructor(cause: unknown) {
    super('the file of rejected rows cannot be written', { cause });
    this.code = codeOf(cause) ?? '';
  }
}

const orCannotWrite = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw new CannotWrite(error);
  });

/** Why rejected rows may not be written there: it is a folder, or the very file that is read. Undefined where they may. */
export async function wrongPlace(path: string, source: string): Promise<'rejected_is_folder' | 'rejected_is_source' | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return 'rejected_is_folder';
  const [one, other] = await Promise.all([path, source].map((file) => realpath(file).catch(() => file)));
  return one === other ? 'rejected_is_source' : undefined;
}

/**
 * Collects rows that were not taken in a CSV file of their own (UTF-8 with BOM): line, column, reason, then the row as it was, without 個人番号.
 * `settle` before what is told of them is committed, `keep` after it; `drop` removes what was not kept.
 */
export function rejectedRows(path: string) {
  let titles: readonly string[] = [];
  let out: ReturnType<typeof createWriteStream> | undefined;
  let rows = 0;
  let failure: Error | undefined;
  let settled = false;
  const half = `${path}.part`;

  async function begin(): Promise<ReturnType<typeof createWriteStream>> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Names and addresses stand in it: for its owner's eyes only.
    const stream = createWriteStream(half, { mode: 0o600 });
    stream.on('error', (error) => {
      failure = error;
    });
    stream.write(`\ufeff${csvLine(['行', '列', '理由', ...titles])}`);
    return stream;
  }

  /** Ends the stream and waits until the disk has every byte. */
  async function toDisk(stream: ReturnType<typeof createWriteStream>): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      if (failure !== undefined) reject(failure);
      stream.once('error', reject);
      stream.end(resolve);
    });
    const file = await open(half, 'r');
    await file.sync().finally(() => file.close());
  }

  return {
    /** What the file's columns are called. */
    head(columns: readonly string[]): void {
      titles = columns;
    },
    get rows(): number {
      return rows;
    },
    /** A row behind all that is wrong with it, so that the file can be put right and taken in as it is. Throws CannotWrite. */
    async add(line: number, errors: readonly RowError[], cells: readonly string[]): Promise<void> {
      out ??= await orCannotWrite(begin());
      rows += 1;
      const shown = cells.map((cell) => hideNumber(cell.toWellFormed().replaceAll('\u0000', '')));
      const [first, ...more] = errors;
      const column = [...new Set(errors.map((error) => error.column).filter((title) => title !== ''))].join('、');
      const reasons = more.length === 0 ? [first?.reason ?? ''] : errors.map((error) => `${error.column}：${error.reason}`);
      const text = csvLine([line, column, reasons.join('／'), ...shown]);
      if (!out.write(text)) await new Promise((resolve) => out?.once('drain', resolve).once('error', resolve));
      if (failure !== undefined) throw new CannotWrite(failure);
    },
    /** Brings all of it to the disk, under a name that is not yet its own. Throws CannotWrite. */
    async settle(): Promise<void> {
      if (out !== undefined && !settled) await orCannotWrite(toDisk(out));
      settled = true;
    },
    /** Gives the file its name. Returns where it lies; undefined where no row was rejected: then there is none. */
    async keep(): Promise<string | undefined> {
      if (out === undefined || !settled) return undefined;
      out = undefined;
      // What was stored is stored: where the name went to something else meanwhile, the file stays under the other.
      return rename(half, path).then(
        () => path,
        () => half,
      );
    },
    /** Removes what was written and not kept. */
    async drop(): Promise<void> {
      if (out === undefined) return;
      out.destroy();
      out = undefined;
      await rm(half, { force: true });
    },
  };
}
