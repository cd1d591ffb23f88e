import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import type { Head } from './seal.ts';

/** Adds a head to the file kept away from the database (setting AUDIT_HEADS). */
export const keepHead = (file: string, head: Head, at: Temporal.Instant): Promise<void> =>
  appendFile(file, `${JSON.stringify({ ...head, at: at.toString() })}\n`, { mode: 0o600 });

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

/** The heads of a file, none where it does not exist. @throws where a line is no head; a last line cut in the middle is left out */
export async function readHeads(file: string): Promise<KeptHead[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n');
  // What stands behind the last line break was being written when the machine stopped.
  return lines.slice(0, -1).map((line, index) => {
    let head: unknown;
    try {
      head = JSON.parse(line);
    } catch {
      head = undefined;
    }
    if (!isHead(head)) throw new Error(`line ${index + 1} of the file of heads is no head`);
    return { ...head, at: Temporal.Instant.from(head.at) };
  });
}
