import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { fastify } from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { limitReceiving } from './receiving.ts';
import { acceptUploads, Upload } from './upload.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  // Callers first: the door waits for those it still answers.
  for (const one of open.splice(0).reverse()) await one.close();
  vi.useRealTimers();
});

/** How long the door waits for a request, by a clock that the test moves on. */
const LIMIT_MS = 2000;

/** A door that waits so long for a request, and for a file as long as it takes. `/known` takes the file, `/stranger` does not ask for it. */
async function door() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const app = fastify();
  limitReceiving(app, LIMIT_MS);
  acceptUploads(app, 2000);
  app.post('/form', async () => 'taken');
  app.post('/stranger', { config: { upload: true } }, () => new Promise(() => {}));
  let begun = (): void => {};
  const taking = new Promise<void>((resolve) => {
    begun = resolve;
  });
  app.post('/known', { config: { upload: true } }, async (request) => {
    const { file } = request.body as Record<string, unknown>;
    if (!(file instanceof Upload)) throw new Error('no file');
    const taken = file.onDisk(async () => undefined);
    begun();
    return (await taken).ok;
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  open.push({ close: () => app.close() });
  const { port } = app.server.address() as AddressInfo;
  /** Sends the head of a request whose body never ends by itself, and the beginning of it. */
  const send = (path: string, type: string, begin: string, length: number): Socket => {
    const socket = connect(port, '127.0.0.1');
    open.push({ close: () => socket.destroy() });
    socket.on('error', () => {});
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${begin}`);
    socket.resume();
    return socket;
  };
  return { send, taking };
}
const MULTIPART = 'multipart/form-data; boundary=b';
const FILE = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n';
const END = '\r\n--b--\r\n';

test('[8(3)⑭b] who sends a form, or a file that nobody asked for, a byte at a time is cut off; a file that is taken is waited for', async () => {
  const { send, taking } = await door();
  const known = send('/known', MULTIPART, FILE, FILE.length + 4 + END.length);
  const said = once(known, 'data');
  await taking;
  const before = vi.getTimerCount();
  const slow = [send('/form', 'application/x-www-form-urlencoded', 'a', 10), send('/stranger', MULTIPART, FILE, 500)];
  const cut = Promise.all(slow.map((one) => once(one, 'close')));
  // The door has heard of both and begun to wait.
  await expect.poll(() => vi.getTimerCount()).toBe(before + slow.length);
  vi.advanceTimersByTime(LIMIT_MS - 1);
  expect(slow.map(({ destroyed }) => destroyed)).toEqual([false, false]);
  vi.advanceTimersByTime(1);
  await cut;
  // Longer on its way than the two that were cut off.
  known.write(`list${END}`);
  expect(String((await said)[0])).toMatch(/200 OK[\s\S]*true/u);
});
