import { Said } from './said.ts';

/** How long a disk or a share is waited for. */
const ANSWER_MS = 10_000;

/** A disk or share that does not answer, with the system's own code for it. */
export class NoAnswer extends Said {
  readonly code = 'ETIMEDOUT';
}

/** What is under way, by the file or folder it works on. */
const begun = new Map<string, Promise<void>>();

/**
 * Works on a file or folder that may lie on a share, and waits for it so long: one that is mounted hard hangs whoever asks it, until it is there again. What
 * hangs keeps one of the few threads of this process, so nothing more is begun on the same file until it has ended.
 * @throws NoAnswer where it, or what was begun before, takes longer; what `work` throws
 */
export async function inTime<T>(file: string, work: () => Promise<T>, ms = ANSWER_MS): Promise<T> {
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => {});
  const timer = setTimeout(
    () => over.reject(new NoAnswer(`${file} does not answer: look whether its disk or share is there.`)),
    ms,
  );
  try {
    for (let ahead = begun.get(file); ahead !== undefined; ahead = begun.get(file)) await Promise.race([ahead, over.promise]);
    const mine = work();
    const ended = mine
      .then(
        () => {},
        () => {},
      )
      .finally(() => begun.delete(file));
    begun.set(file, ended);
    return await Promise.race([mine, over.promise]);
  } finally {
    clearTimeout(timer);
  }
}
