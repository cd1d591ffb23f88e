import { metricsText } from '../lib/http/metrics.ts';
import { type HealthAt, openHealth } from './health.ts';

/** What a process that runs on shows of itself. */
type Running = {
  close(): Promise<void>;
  port?: number;
  /** Whether it can do its work now: the same that its site answers at `/readyz`. */
  well(): Promise<boolean>;
};

/** What a child tells the supervisor, and is asked by it. */
export type FromChild = { ready: string; port: number | undefined } | { answer: string | boolean; id: number };
export type ToChild = { wanted: 'metrics' | 'well'; id: number };

/** How long a child may take to answer what is under way before it ends all the same. */
const DRAIN_MS = 10_000;

/** Health and metrics of a process that stands alone. Nothing where a supervisor asks for them, or no port is set. */
async function ownHealth(name: string, running: Running, at: HealthAt | undefined): Promise<() => Promise<void>> {
  if (at === undefined || process.send !== undefined) return async () => {};
  const health = await openHealth(at, [{ name, pid: () => process.pid, well: running.well, metrics: metricsText }]);
  return health.close;
}

/**
 * Opens a door or the worker and ties it to whoever started it: ready, health and metrics go up, SIGTERM drains, a supervisor that is gone ends it
 * too (kill -9 of the supervisor closes the channel). It listens before it opens: the worker sends mails before it is ready, and a SIGTERM in that
 * moment cut one off. What is opened hears by its signal that the end came first, and gives up waiting. `health`: where a process without a supervisor answers for itself.
 */
export async function answerSupervisor(
  name: string,
  health: HealthAt | undefined,
  open: (ends: AbortSignal) => Promise<Running>,
): Promise<void> {
  const tell = (message: FromChild): void => {
    if (process.connected) process.send?.(message);
  };
  const opened = Promise.withResolvers<Running>();
  // Where it cannot open, the fault is the caller's to say.
  opened.promise.catch(() => {});
  const ends = new AbortController();
  let ending = false;
  let closeHealth = async (): Promise<void> => {};
  const end = (): void => {
    if (ending) return;
    ending = true;
    ends.abort();
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    opened.promise
      .then((running) => Promise.all([closeHealth(), running.close()]))
      .then(
        () => process.exit(0),
        (fault: unknown) => {
          console.error(fault);
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', end);
  // Under the supervisor Ctrl-C reaches the whole group; it decides the order, so a child only listens for SIGTERM.
  process.on('SIGINT', process.send === undefined ? end : () => {});
  process.on('disconnect', end);
  process.on('message', async ({ wanted, id }: ToChild) => {
    if (wanted === 'metrics') return tell({ answer: await metricsText(), id });
    const well = await opened.promise.then((running) => running.well()).catch(() => false);
    return tell({ answer: well && !ending, id });
  });
  try {
    const running = await open(ends.signal);
    closeHealth = await ownHealth(name, running, health).catch(async (fault: unknown) => {
      await running.close();
      throw fault;
    });
    opened.resolve(running);
    if (!ending) tell({ ready: name, port: running.port });
  } catch (fault) {
    // A listener on the channel would keep a process alive that could not open.
    process.removeAllListeners('disconnect').removeAllListeners('message');
    opened.reject(fault);
    throw fault;
  }
}
