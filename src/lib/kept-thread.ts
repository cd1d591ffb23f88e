import { Worker } from 'node:worker_threads';

type Limits<Answer> = {
  idleMs: number;
  mostMs: number;
  /** Whether the thread is fit for another piece after this one; always, unless it is said. */
  fitAfter?: (answer: Answer) => boolean;
};

/**
 * A thread that works on one piece after another, so that only the first waits for it to load its program. It ends when it has had no work for
 * `idleMs`; where a piece fails, or takes longer than `mostMs`, it ends at once, and the next piece has a new one.
 * @param file the thread's entry; it posts one answer to each message
 * @param name what the thread does, for the error where it ends without an answer
 * @returns works on a piece; who asks while it works waits for their turn
 */
export function keptThread<Piece, Answer>(
  file: URL,
  name: string,
  { idleMs, mostMs, fitAfter = () => true }: Limits<Answer>,
): (piece: Piece) => Promise<Answer> {
  let kept: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function work(piece: Piece): Promise<Answer> {
    clearTimeout(idle);
    const worker = kept ?? new Worker(file);
    kept = undefined;
    worker.ref();
    const late = setTimeout(() => void worker.terminate(), mostMs);
    return new Promise<Answer>((resolve, reject) => {
      worker.removeAllListeners();
      worker.once('error', reject);
      worker.once('exit', (code) => {
        if (kept === worker) kept = undefined;
        reject(new Error(`the thread that ${name} ended with ${code}`));
      });
      worker.once('message', (answer: Answer) => {
        resolve(answer);
        if (!fitAfter(answer)) {
          void worker.terminate();
          return;
        }
        kept = worker;
        // A process that is done does not wait for a thread without work.
        worker.unref();
        idle = setTimeout(() => {
          // First: a piece that comes while it ends is not given to it.
          kept = undefined;
          void worker.terminate();
        }, idleMs).unref();
      });
      worker.postMessage(piece);
    })
      .catch((error: unknown) => {
        void worker.terminate();
        throw error;
      })
      .finally(() => clearTimeout(late));
  }

  return (piece) => {
    const mine = last.then(() => work(piece));
    last = mine.catch(() => {});
    return mine;
  };
}
