import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measureLoad, waitOf } from './load.ts';

let app: FastifyInstance;
let measure: ReturnType<typeof measureLoad>;
/** Lets every answer go that is being made. */
let answer: () => void;
let asked = 0;

beforeEach(async () => {
  app = fastify();
  asked = 0;
  measure = measureLoad(app);
  const gate = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const handle = async () => {
    asked += 1;
    await gate;
    return 'x';
  };
  app.get('/', handle);
  app.post('/', handle);
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  answer();
  await app.close();
});

async function send(text: string): Promise<Socket> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}
const GET = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';
/** What is under way now: the most since the look before the last is forgotten. */
const underWay = (): number => {
  measure();
  return measure().underWay;
};

test('requests are under way until they are answered', async () => {
  const sockets = await Promise.all(Array.from({ length: 5 }, () => send(GET)));
  await expect.poll(() => asked).toBe(5);
  expect(underWay()).toBe(5);
  answer();
  await expect.poll(underWay).toBe(0);
  for (const socket of sockets) socket.destroy();
});

test('who goes away before the answer is under way no longer', async () => {
  const sockets = await Promise.all(Array.from({ length: 20 }, () => send(GET)));
  await expect.poll(() => asked).toBe(20);
  for (const socket of sockets) socket.destroy();
  await expect.poll(underWay).toBe(0);
});

test('a form that comes byte by byte costs nothing and is not under way', async () => {
  const head = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\n';
  const sockets = await Promise.all(Array.from({ length: 5 }, () => send(`${head}abc`)));
  const behind = await send(GET);
  await expect.poll(() => asked).toBe(1);
  expect(underWay()).toBe(1);
  for (const socket of [...sockets, behind]) socket.destroy();
});

test('a crowd waits as long as it takes to answer all of it; a few wait for nobody', () => {
  expect(waitOf(250, 200, 0.5)).toBe(625);
  expect(waitOf(300, 650, 0.5)).toBeCloseTo(231, 0);
  expect(waitOf(49, 0, 0.5)).toBe(0);
  expect(waitOf(60, 0, 0.5)).toBe(30_000);
});
