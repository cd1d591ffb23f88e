import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { inTime } from '../lib/in-time.ts';
import { Said } from '../lib/said.ts';
import type { Head } from './seal.ts';

/**
 * Adds a head to the file kept away from the database (setting AUDIT_HEADS). Begins a new line where a full disk cut the last one.
 * @param answerMs how long its share is waited for
 * @throws NoAnswer where that hangs; what the file system says
 */
export const keepHead = (file: string, head: Head, at: Temporal.Instant, answerMs?: number): Promise<void> =>
  inTime(file, () => addHead(file, head, at), answerMs);

async function addHead(file: string, head: Head, at: Temporal.Instant): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const cut = size > 0 && last.toString('latin1') !== '\n';
    await handle.writeFile(`${cut ? '\n' : ''}${JSON.stringify({ ...head, at: at.toString() })}\n`);
  } finally {
    await handle.close();
  }
}

/** A head as it was kept, and when, by the clock of the machine that kept it. */
export type KeptHead = Head & { at: Temporal.Instant };

const isHead = (value: unknown): value is Head & { at: string } =>
  typeof value === 'object' &&
  value !== null &&
  'generation' in value &&
  typeof value.generation === 'number' &&
  'position' in value &&
  typeof value.position === 'number' &&
  'hash' in value &&
  typeof value.hash === 'string' &&
  'at' in value &&
  typeof value.at === 'string' &&
  isInstant(value.at);

function isInstant(text: string): boolean {
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

const BEGINNING = '{"generation":';

function headIn(text: string): KeptHead | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return isHead(read) ? { ...read, at: Temporal.Instant.from(read.at) } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text is what was written of a head before the disk was full: it begins as one and does not end. */
const isCut = (text: string): boolean => !text.includes('}') && (text.startsWith(BEGINNING) || BEGINNING.startsWith(text));

/** What a line holds: a head, where an earlier version wrote on behind a cut one the next too. Undefined: something else. */
function readLine(line: string): { heads: KeptHead[]; cut: boolean } | undefined {
  const heads: KeptHead[] = [];
  let cut = false;
  for (const part of line.split(/(?=\{"generation":)/u)) {
    const head = headIn(part);
    if (head !== undefined) heads.push(head);
    else if (isCut(part)) cut = true;
    else return undefined;
  }
  return { heads, cut };
}

/** `cut`: the lines that hold the unfinished beginning of a head, counted from 1. */
export type KeptHeads = { heads: KeptHead[]; cut: number[] };

/**
 * The heads of a file; none where it does not exist. A head that was written in part (the disk was full, the machine stopped) is left out. A last line
 * without a line break is being written: it is no fault.
 * @throws Said where a line is neither a head nor the beginning of one
 */
export async function readHeads(file: string): Promise<KeptHeads> {
  if (!existsSync(file)) return { heads: [], cut: [] };
  const heads: KeptHead[] = [];
  const cut: number[] = [];
  for (const [index, line] of (await readFile(file, 'utf8')).split('\n').slice(0, -1).entries()) {
    if (line === '') continue;
    const read = readLine(line);
    if (read === undefined) throw new Said(`Line ${index + 1} of ${file} is no head: look who changed the file of AUDIT_HEADS.`);
    heads.push(...read.heads);
    if (read.cut) cut.push(index + 1);
  }
  return { heads, cut };
}
