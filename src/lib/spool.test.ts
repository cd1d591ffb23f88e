import { readdirSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openSpool } from './spool.ts';

/** Files this process has open. */
const openFiles = (): number => readdirSync('/proc/self/fd').length;
const onLinux = test.skipIf(process.platform !== 'linux');

test('what was written comes back, however many pieces it was', async () => {
  const spool = openSpool();
  const pieces = Array.from({ length: 3_000 }, (_, n) => Buffer.from(`${n} `.repeat(100)));
  for (const piece of pieces) spool.write(piece);
  const spooled = spool.end();
  const all = Buffer.concat(pieces);
  expect(spooled.bytes).toBe(all.length);
  expect((await buffer(spooled.read())).equals(all)).toBe(true);
});

test('nothing written is nothing', async () => {
  const spooled = openSpool().end();
  expect(spooled.bytes).toBe(0);
  expect(await buffer(spooled.read())).toHaveLength(0);
});

onLinux('its file is closed when it was read, when it is discarded, and when who reads goes away', async () => {
  const before = openFiles();
  const read = openSpool();
  read.write(Buffer.from('x'));
  await buffer(read.end().read());
  openSpool().discard();
  const given = openSpool().end();
  given.discard();
  given.discard();
  const left = openSpool();
  left.write(Buffer.alloc(1_000_000));
  const stream = left.end().read();
  stream.destroy();
  await expect.poll(openFiles).toBe(before);
});
