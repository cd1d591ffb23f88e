import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secretsIn } from './secrets.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-secrets-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('they are made once', () => {
  const made = secretsIn(folder);
  expect(secretsIn(folder)).toEqual(made);
  expect(new Set(Object.values(made)).size).toBe(Object.keys(made).length);
});

test('a folder of a version with two roles gets those of worker and sealer and keeps all others', () => {
  const { worker: _w, sealer: _s, ...earlier } = secretsIn(folder);
  writeFileSync(file, JSON.stringify(earlier));
  const now = secretsIn(folder);
  expect(now).toMatchObject(earlier);
  expect([now.worker.length, now.sealer.length]).toEqual([43, 43]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(now);
});

test('one that is not whole is refused, not made anew', () => {
  writeFileSync(file, '{"cookie": "x"');
  expect(() => secretsIn(folder)).toThrow('is not whole');
});
