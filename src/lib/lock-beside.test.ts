import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NoAnswer } from './in-time.ts';
import { takeLock } from './lock.ts';
import { takeLockBeside } from './lock-beside.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-lock-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a lock taken beside keeps everybody else out until it is let go', async () => {
  const file = join(folder, 'lock');
  const mine = await takeLockBeside(file);
  expect(mine).toBeDefined();
  expect(takeLock(file)).toBeUndefined();
  expect(await takeLockBeside(file)).toBeUndefined();
  await mine?.release();
  const next = takeLock(file);
  expect(next).toBeDefined();
  next?.release();
});

test('where its share hangs the caller is told, and the process goes on', async () => {
  // Stands still in the file, as a mount that is away lets it.
  const hangs = new URL('data:text/javascript,Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0)');
  await expect(takeLockBeside(join(folder, 'hangs'), 1, hangs)).rejects.toThrow(NoAnswer);
  // However often it is asked, one thread hangs there: a further one, which could not even begin, is none.
  await expect(takeLockBeside(join(folder, 'hangs'), 1, new URL('http://none/'))).rejects.toThrow(NoAnswer);
});
