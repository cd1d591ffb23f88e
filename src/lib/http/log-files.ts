import { createHash } from 'node:crypto';
import { mkdirSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { cityDay } from '../dates/jst.ts';
import { faultWord } from '../fault.ts';
import { type Output, outputTo } from './output.ts';

const MOST_LETTERS = 60;
/** How many digits of its digest keep a name apart. */
const DIGEST_DIGITS = 12;

/** This machine in the name of a file: what of its name is letters, digits and hyphens. Names that would read alike without what else they say end in a digest of theirs. */
export function logHost(name: string = hostname()): string {
  const whole = name.toLowerCase();
  const host = whole.replaceAll(/[^a-z0-9-]/gu, '-');
  if (/^[a-z0-9._-]+$/u.test(whole) && host.length <= MOST_LETTERS) return host;
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, DIGEST_DIGITS);
  return `${host.slice(0, MOST_LETTERS - DIGEST_DIGITS - 1)}-${digest}`;
}

/** `desk.machine-a.2026-11-29.log`: what the processes of a door wrote on a machine in a day of the city. */
export const logFileName = (door: string, host: string, day: string): string => `${door}.${host}.${day}.log`;

const STANDARD_OUTPUT = 1;
/** pino begins each line with its level; from 40 (a warning) on somebody may want to see it at once. */
const LEVEL_AT = '{"level":'.length;
const WARNING = '4';
/** A folder that cannot be written is tried again so often; until then lines go to the standard output. */
const AGAIN_MS = 60_000;

type LogFiles = {
  write(line: string): void;
  /** Closes the file of today once what was written stands in it. */
  close(): void;
};

/**
 * A log in files, one a door, machine and day, added to by all processes of that door there. Warnings and errors go to the standard output too, and all
 * of it where the folder cannot be written. What becomes of the files: `audit/files`.
 * @param now the clock, in milliseconds since 1970
 */
export function logFiles(
  folder: string,
  door: string,
  now: () => number,
  standard: Pick<Output, 'write'> = outputTo(STANDARD_OUTPUT),
): LogFiles {
  let file: Output | undefined;
  let day = '';
  let again = 0;
  const open = (at: number): void => {
    const today = cityDay(new Date(at));
    if (file !== undefined && today === day) return;
    file?.close();
    file = undefined;
    if (at < again) return;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o750 });
      file = outputTo(openSync(join(folder, logFileName(door, logHost(), today)), 'a', 0o640));
      day = today;
    } catch (error) {
      again = at + AGAIN_MS;
      const fault = faultWord(error);
      standard.write(
        `${JSON.stringify({ level: 40, time: new Date(at).toISOString(), door, fault, msg: 'LOG_DIR cannot be written' })}\n`,
      );
    }
  };
  return {
    write: (line) => {
      open(now());
      file?.write(line);
      if (file === undefined || (line[LEVEL_AT] ?? '') >= WARNING) standard.write(line);
    },
    close: () => {
      file?.close();
      file = undefined;
    },
  };
}

/** Where a door's log goes: files where a folder is set, else the standard output (undefined). */
export const logTarget = (folder: string | undefined, door: string): LogFiles | undefined =>
  folder === undefined ? undefined : logFiles(folder, door, Date.now);
