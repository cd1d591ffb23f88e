import type { Server as HttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { listenAt } from './listen.ts';

/**
 * How many sockets a door listens with. A listening socket hands over one connection each time the process goes round (libuv since 1.45). Where a hundred
 * browsers ask without a pause a round takes 100 ms: 26 of 496 newcomers came in within five seconds, the others waited in the kernel, in a rush for up to
 * 70 s, where no page could say so. Sockets that share a port hand over one each (449 of 493 with sixteen).
 */
const ACCEPTORS = 16;

/** Whether sockets of one process may share a port, each with a part of the newcomers: SO_REUSEPORT as Linux has it. */
const SHARES = process.platform === 'linux';

/** What `listen` is given besides host and port. */
export const SHARED: { reusePort?: true } = SHARES ? { reusePort: true } : {};

export type Acceptors = {
  /** Takes no more connections. Resolves when those they took have ended. */
  close(): Promise<void>;
};

/** Opens more sockets at the port of a server that listens with `SHARED`, `count` with its own; their connections are its own. */
export async function openAcceptors(
  server: HttpServer,
  setting: string,
  host: string,
  port: number,
  count = ACCEPTORS,
): Promise<Acceptors> {
  const more = Array.from({ length: SHARES ? count - 1 : 0 }, () =>
    // As node:http makes its own.
    createServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) => server.emit('connection', socket)),
  );
  await Promise.all(more.map((one) => listenAt(one, setting, host, port, SHARED)));
  return {
    close: async () => {
      await Promise.all(more.map((one) => new Promise((resolve) => one.close(resolve))));
    },
  };
}
