import { createServer } from 'node:net';

/** Below the ports that a system hands out by itself: nothing that connects or listens on any port takes one of these meanwhile. */
const [FIRST, A_PROCESS, PROCESSES] = [20_000, 100, 120];
const own = FIRST + (process.pid % PROCESSES) * A_PROCESS;
let given = 0;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * A port that was free a moment ago: each process of tests gives out a hundred, in turn. Two processes whose numbers are a multiple of 120 apart share
 * theirs: each looks first, and nothing keeps a port from the look until who is told of it listens.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < A_PROCESS; tried += 1) {
    const port = own + (given % A_PROCESS);
    given += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port is free from ${own} to ${own + A_PROCESS - 1}`);
}
