import { write, writeSync } from 'node:fs';

const MOST_UNWRITTEN = 4 * 1024 * 1024;
const AGAIN_MS = 20;

/**
 * Lines to an open file, written behind the requests' backs, in order. A disk that is full loses lines and never the process: up to 4 MB that cannot
 * be written are kept and tried again with the next line; what comes beyond is dropped. At the end of the process what is left is tried once.
 * (pino's own destination ends the process on such a disk, or waits for ever while it ends.)
 */
export function outputTo(file: number): { write(line: string): void } {
  let waiting: string[] = [];
  let held = 0;
  let half: Buffer | undefined;
  let writing = false;

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
  const go = (): void => {
    const chunk = writing ? undefined : taken();
    if (chunk === undefined) return;
    writing = true;
    write(file, chunk, (error, bytes) => {
      writing = false;
      if (error === null) {
        gone(bytes);
        go();
      } else if (error.code === 'EAGAIN') setTimeout(go, AGAIN_MS);
    });
  };
  process.on('exit', () => {
    for (let chunk = taken(); chunk !== undefined; chunk = taken())
      try {
        gone(writeSync(file, chunk));
      } catch {
        return;
      }
  });
  return {
    write: (line) => {
      const bytes = Buffer.byteLength(line);
      if (held + bytes > MOST_UNWRITTEN) return go();
      held += bytes;
      waiting.push(line);
      go();
    },
  };
}
