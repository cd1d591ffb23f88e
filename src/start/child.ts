import { metricsText } from '../lib/http/metrics.ts';

/** What a child tells the supervisor, and is asked by it. */
export type FromChild = { ready: string; port: number | undefined } | { metrics: string; id: number };
export type ToChild = { metricsWanted: number };

/** How long a child may take to answer what is under way before it ends all the same. */
const DRAIN_MS = 10_000;

/**
 * Opens a door or the worker and ties it to whoever started it: ready and metrics go up, SIGTERM drains, a supervisor that is gone ends it too
 * (kill -9 of the supervisor closes the channel). It listens before it opens: the worker sends mails before it is ready, and a SIGTERM in
 * that moment cut one off.
 */
export async function answerSupervisor(
  name: string,
  open: () => Promise<{ close(): Promise<void>; port?: number }>,
): Promise<void> {
  const tell = (message: FromChild): void => {
    if (process.connected) process.send?.(message);
  };
  const opened = Promise.withResolvers<{ close(): Promise<void> }>();
  // Where it cannot open, the fault is the caller's to say.
  opened.promise.catch(() => {});
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    opened.promise
      .then((running) => running.close())
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
  process.on('message', async (message: ToChild) => tell({ metrics: await metricsText(), id: message.metricsWanted }));
  try {
    const running = await open();
    opened.resolve(running);
    if (!ending) tell({ ready: name, port: running.port });
  } catch (fault) {
    // A listener on the channel would keep a process alive that could not open.
    process.removeAllListeners('disconnect').removeAllListeners('message');
    opened.reject(fault);
    throw fault;
  }
}
