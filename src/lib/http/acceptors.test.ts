import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { openAcceptors, SHARED } from './acceptors.ts';
import { listenAt, mustNotBeTaken } from './listen.ts';

const NEWCOMERS = 64;
const HOST = '127.0.0.1';

/** How often the process goes round until all newcomers, who come in one moment, have come in. */
async function roundsFor(server: Server, port: number): Promise<number> {
  let rounds = 0;
  let cameIn = 0;
  const all = Promise.withResolvers<void>();
  server.on('connection', () => {
    cameIn += 1;
    if (cameIn === NEWCOMERS) all.resolve();
  });
  const count = (): void => {
    rounds += 1;
    if (cameIn < NEWCOMERS) setImmediate(count);
  };
  const sockets: Socket[] = Array.from({ length: NEWCOMERS }, () => connect({ port, host: HOST }));
  setImmediate(count);
  await all.promise;
  for (const socket of sockets) socket.destroy();
  return rounds;
}

test.runIf(process.platform === 'linux')('many come in each time the process goes round; with one socket one does', async () => {
  const alone = createServer();
  const rounds = await roundsFor(alone, await listenAt(alone, 'PORT', HOST, 0));
  // Control: why there are more sockets than one. A Node that takes them all at once needs none of this.
  expect(rounds).toBeGreaterThanOrEqual(NEWCOMERS);

  const server = createServer();
  const port = await listenAt(server, 'PORT', HOST, 0, SHARED);
  const acceptors = await openAcceptors(server, 'PORT', HOST, port);
  expect(await roundsFor(server, port)).toBeLessThan(NEWCOMERS / 3);
  await expect(mustNotBeTaken('PORT', HOST, port)).rejects.toThrow(`Port ${port} is taken`);
  await Promise.all([acceptors.close(), new Promise((resolve) => server.close(resolve))]);
  await new Promise((resolve) => alone.close(resolve));
  await expect(mustNotBeTaken('PORT', HOST, port)).resolves.toBeUndefined();
});

test('a connection of any socket is the server’s: it answers on it, and ends it when it closes', async () => {
  const server = createServer((_request, response) => response.end('answered'));
  const port = await listenAt(server, 'PORT', HOST, 0, SHARED);
  const acceptors = await openAcceptors(server, 'PORT', HOST, port);
  const pages = await Promise.all(Array.from({ length: NEWCOMERS }, async () => (await fetch(`http://${HOST}:${port}/`)).text()));
  expect(new Set(pages)).toEqual(new Set(['answered']));
  await Promise.all([acceptors.close(), new Promise((resolve) => server.close(resolve))]);
  await expect(fetch(`http://${HOST}:${port}/`)).rejects.toThrow();
});
