import { closeSync, write, writeSync } from 'node:fs';

const MOST_UNWRITTEN = 4 * 1024 * 1024;
const AGAIN_MS = 20;

export type Output = {
  write(line: string): void;
  /** Takes nothing more; the file is closed once what was written stands in it. */
  close(): void;
};

/**
 * Lines to an open file, written behind the requests' backs, in order. A disk that is full loses lines and never the process: up to 4 MB that cannot
 * be written are kept and tried again with the next line; what comes beyond is dropped. At the end of the process what is left is tried once.
 * (pino's own destination ends the process on such a disk, or waits for ever while it ends.)
 */
export function outputTo(file: number): Output {
  let waiting: string[] = [];
  let held = 0;
  let half: Buffer | undefined;
  let writing = false;
  let closing = false;

  const taken = (): Buffer | undefined => {
    if (half !== undefined || waiting.length === 0) return half;
    half = Buffer.from(waiting.join(''), 'utf8');
    waiting = [];
    return half;
  };
  const gone = (bytes: number): void => {
    held -= bytes;
    half = half === undefined || bytes >= half.length ? undefined : half.subarray(bytes);
  };
  const last = (): void => {
    for (let chunk = taken(); chunk !== undefined; chunk = taken())
      try {
        gone(writeSync(file, chunk));
      } catch {
        return;
      }
  };
  const go = (): void => {
    const chunk = writing ? undefined : taken();
    if (chunk === undefined) {
      if (closing && !writing) {
        process.off('exit', last);
        closeSync(file);
      }
      return;
    }
    writing = true;
    write(file, chunk, (error, bytes) => {
      writing = false;
      if (error === null) gone(bytes);
      else if (error.code === 'EAGAIN') setTimeout(go, AGAIN_MS);
      // A file that is left has no next line: what the disk does not take then is lost.
      else if (closing) [waiting, half] = [[], undefined];
      if (error === null || (closing && error.code !== 'EAGAIN')) go();
    });
  };
  process.on('exit', last);
  return {
    write: (line) => {
      const bytes = Buffer.byteLength(line);
      if (held + bytes > MOST_UNWRITTEN) return go();
      held += bytes;
      waiting.push(line);
      go();
    },
    close: () => {
      closing = true;
      go();
    },
  };
}
