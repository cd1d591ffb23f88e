import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../fault.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { scratchFolder } from '../scratch.ts';
import { BadWorkbook } from '../xlsx/parts.ts';
import { openWorkbook } from '../xlsx/read.ts';
import type { FileRefusal } from './inspect.ts';
import { asIs, csvLine } from './write.ts';

/** Endings of files that are read, for boxes that ask for one. */
export const LIST_ENDINGS = '.csv,.tsv,.txt,.xlsx,.xlsm';

/** The sheet of a workbook that was read, and how many others were not. */
type Sheet = { name: string; others: number };

/** A list on disk: as it was given, or what the first sheet of a workbook shows, as CSV in UTF-8. */
export type List = { path: string; sheet: Sheet | undefined };

const ARCHIVE = Buffer.from([0x50, 0x4b]);

async function isArchive(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(ARCHIVE.length), 0, ARCHIVE.length, 0);
    return bytesRead === ARCHIVE.length && buffer.equals(ARCHIVE);
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/** Rows of a sheet as lines: one that ends in empty cells, which a workbook leaves out, has the columns of the head, which is the first that is not empty. */
async function* linesOf(rows: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  let columns = 0;
  for await (const cells of rows) {
    if (columns === 0) columns = cells.length;
    const left = cells.length === 0 ? 0 : Math.max(0, columns - cells.length);
    yield csvLine([...cells, ...Array.from({ length: left }, () => '')].map(asIs));
  }
}

async function writeSheet(path: string, to: string): Promise<Sheet> {
  const workbook = await openWorkbook(path);
  try {
    await pipeline(Readable.from(linesOf(workbook.rows())), createWriteStream(to, { mode: 0o600 }));
    return { name: workbook.sheet, others: workbook.others };
  } catch (error) {
    // Of a full disk it says so itself; everything else is the workbook's.
    if (error instanceof BadWorkbook || codeOf(error) === 'ENOSPC') throw error;
    throw new BadWorkbook('workbook-broken');
  } finally {
    workbook.close();
  }
}

/**
 * Hands `work` the list that lies at a path. An Excel workbook is turned into a list of lines first, in a folder of its own that is gone afterwards;
 * everything else is handed on as it is. Refuses a workbook that cannot be read.
 */
export async function withList<T>(path: string, work: (list: List) => Promise<T>): Promise<Outcome<T, FileRefusal>> {
  if (!(await isArchive(path))) return done(await work({ path, sheet: undefined }));
  const folder = await scratchFolder('sheet');
  try {
    const lines = join(folder, 'list.csv');
    const sheet = await writeSheet(path, lines);
    return done(await work({ path: lines, sheet }));
  } catch (error) {
    if (error instanceof BadWorkbook) return refused(error.reason);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
