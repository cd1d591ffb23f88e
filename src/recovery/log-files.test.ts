import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkLogFiles, copyLogFiles, countOlderKeys, unpackLogFiles } from './log-files.ts';
import type { Store } from './store.ts';

let root = '';
let store: Store;
const logs = () => join(root, 'logs');
const copies = (n = 0) => join(store.dirs[n] ?? '', 'application-logs');
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'madoguchi-logs-'));
  store = {
    dirs: [join(root, 'a'), join(root, 'b')],
    key: 'a key for tests that seals what is copied',
    oldKeys: [],
    keepDays: 14,
  };
});
afterEach(() => rmSync(root, { recursive: true }));

const name = (day: string) => `desk.machine-a.${day}.log`;

test('[11(12)d] log files are copied sealed into every folder of the backups, again where they grew, and come back out of them', async () => {
  const folder = mkdtempSync(join(root, 'logs-'));
  writeFileSync(join(folder, name('2026-11-20')), 'today\n');
  writeFileSync(join(folder, `${name('2026-11-19')}.gz`), gzipSync('yesterday\n'));
  writeFileSync(join(folder, name('2021-11-19')), 'past\n');
  expect(await copyLogFiles(store, folder, '2021-11-20')).toEqual({ copied: 2, fault: undefined });
  for (const n of [0, 1]) {
    expect(readdirSync(copies(n))).toEqual([`${name('2026-11-19')}.sealed`, `${name('2026-11-20')}.sealed`]);
    expect(readFileSync(join(copies(n), `${name('2026-11-20')}.sealed`)).includes('today')).toBe(false);
  }
  expect((await copyLogFiles(store, folder, '2021-11-20')).copied).toBe(0);
  appendFileSync(join(folder, name('2026-11-20')), 'more\n');
  // By the clock of the folder's machine, which need not be this process's.
  const later = new Date(statSync(join(folder, name('2026-11-20'))).mtimeMs + 60_000);
  utimesSync(join(folder, name('2026-11-20')), later, later);
  expect((await copyLogFiles(store, folder, '2021-11-20')).copied).toBe(1);

  expect(await unpackLogFiles(store, store.dirs[0] ?? '', logs())).toBe(2);
  expect(readFileSync(join(logs(), name('2026-11-20')), 'utf8')).toBe('today\nmore\n');
  expect(readFileSync(join(logs(), name('2026-11-19')), 'utf8')).toBe('yesterday\n');
  await expect(unpackLogFiles(store, store.dirs[0] ?? '', logs())).rejects.toThrow('is not empty');

  // Past the city's years, the copies go too.
  await copyLogFiles(store, folder, '2026-11-20');
  expect(readdirSync(copies(1))).toEqual([`${name('2026-11-20')}.sealed`]);
});

test('[11(12)d] a copy that was changed is found, and a folder that cannot be written is named', async () => {
  const folder = mkdtempSync(join(root, 'logs-'));
  writeFileSync(join(folder, name('2026-11-20')), 'today\n');
  writeFileSync(join(root, 'b'), 'in the way');
  expect(await copyLogFiles(store, folder, '2021-11-20')).toEqual({ copied: 1, fault: expect.stringContaining(join(root, 'b')) });
  const copy = join(copies(), `${name('2026-11-20')}.sealed`);
  expect(await checkLogFiles(store, join(root, 'a'))).toEqual({ files: 1, wrong: [] });
  const bytes = readFileSync(copy);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40);
  writeFileSync(copy, bytes);
  expect((await checkLogFiles(store, join(root, 'a'))).wrong).toEqual([`${name('2026-11-20')}.sealed`]);
});

test('[11(12)d] after another key copies whose file is there are sealed with it; how many still need the earlier one is counted', async () => {
  const folder = mkdtempSync(join(root, 'logs-'));
  for (const day of ['2026-11-19', '2026-11-20']) writeFileSync(join(folder, name(day)), `${day}\n`);
  await copyLogFiles(store, folder, '2021-11-20');
  const dir = store.dirs[0] ?? '';
  const later = { ...store, key: 'another key for tests, by which all is sealed', oldKeys: [store.key] };
  expect([await countOlderKeys(store, dir), await countOlderKeys(later, dir)]).toEqual([0, 2]);
  // The machine that wrote one of them is gone.
  rmSync(join(folder, name('2026-11-19')));
  expect((await copyLogFiles(later, folder, '2021-11-20')).copied).toBe(1);
  expect((await copyLogFiles(later, folder, '2021-11-20')).copied).toBe(0);
  for (const one of store.dirs) {
    expect(await countOlderKeys(later, one)).toBe(1);
    expect((await checkLogFiles(later, one)).wrong).toEqual([]);
    expect((await checkLogFiles({ ...later, oldKeys: [] }, one)).wrong).toEqual([`${name('2026-11-19')}.sealed`]);
  }
});
