import { createHash, type Hash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { codeOf } from '../../lib/fault.ts';

/** A file of a process's log in the folder. `name` without the ending of a compressed one: the same before and after. */
export type LogFile = { name: string; host: string; day: string; path: string; packed: boolean };

const NAME = /^(?<name>[a-z-]+\.(?<host>[a-z0-9-]+)\.(?<day>\d{4}-\d\d-\d\d)\.log)(?<packed>\.gz)?$/u;

/** The files of a folder, by name. None where it does not exist; whatever else lies there is left out. */
export async function listLogFiles(folder: string): Promise<LogFile[]> {
  if (!existsSync(folder)) return [];
  const found = (await readdir(folder)).sort().flatMap((entry): LogFile[] => {
    const { name, host, day, packed } = NAME.exec(entry)?.groups ?? {};
    if (name === undefined || host === undefined || day === undefined) return [];
    return [{ name, host, day, path: join(folder, entry), packed: packed !== undefined }];
  });
  // Both stand there for a moment: the one that is written to goes first.
  return found.filter(({ name, packed }) => !packed || !found.some((other) => other.name === name && !other.packed));
}

/** What a file holds up to a byte. */
export type Mark = { bytes: number; sha256: string };

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/**
 * Reads a file once: its hash up to each of the bytes asked for, and up to its end.
 * @param upTo in ascending order; those beyond the end have no hash
 * @returns undefined where it is gone, or its compressed form is damaged
 */
export async function marksOf(
  file: LogFile,
  upTo: readonly number[],
): Promise<{ at: Map<number, string>; end: Mark } | undefined> {
  const hash = createHash('sha256');
  const at = new Map<number, string>();
  const wanted = [...upTo];
  let bytes = 0;
  const take = (chunk: Buffer): void => {
    hash.update(chunk);
    bytes += chunk.length;
  };
  const soFar = (one: Hash): string => one.copy().digest('hex');
  try {
    // What is written from now on is the next look's.
    const { size } = await stat(file.path);
    if (size > 0) {
      const raw = createReadStream(file.path, { end: size - 1 });
      const stream = file.packed ? raw.pipe(createGunzip()) : raw;
      raw.on('error', (error) => stream.destroy(error));
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        let rest = chunk;
        for (let next = wanted[0]; next !== undefined && next <= bytes + rest.length; next = wanted[0]) {
          const before = next - bytes;
          take(rest.subarray(0, before));
          rest = rest.subarray(before);
          at.set(next, soFar(hash));
          wanted.shift();
        }
        take(rest);
      }
    }
  } catch (error) {
    if (isMissing(error) || file.packed) return undefined;
    throw error;
  }
  return { at, end: { bytes, sha256: soFar(hash) } };
}
