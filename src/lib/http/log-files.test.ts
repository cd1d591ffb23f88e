import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { logFileName, logFiles, logHost } from './log-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (moment: string): number => Temporal.Instant.from(moment).epochMilliseconds;
const line = (level: number, msg: string) => `${JSON.stringify({ level, msg })}\n`;
const written = (day: string) => readFileSync(join(folder, logFileName('desk', logHost(), day)), 'utf8');

test('[11(12)b] a line goes into the file of its day in the city; warnings and errors are said to the standard output too', async () => {
  let now = at('2026-11-20T23:59:59+09:00');
  const said: string[] = [];
  const files = logFiles(folder, 'desk', () => now, { write: (text) => void said.push(text) });
  files.write(line(30, 'answered'));
  now = at('2026-11-21T00:00:00+09:00');
  files.write(line(40, 'a warning'));
  files.write(line(50, 'an error'));
  files.close();
  await expect.poll(() => written('2026-11-20')).toBe(line(30, 'answered'));
  await expect.poll(() => written('2026-11-21')).toBe(line(40, 'a warning') + line(50, 'an error'));
  expect(said).toEqual([line(40, 'a warning'), line(50, 'an error')]);
  expect(statSync(join(folder, readdirSync(folder)[0] ?? '')).mode & 0o027).toBe(0);
});

test('two processes of a door add to one file, each line whole', async () => {
  const now = () => at('2026-11-20T12:00:00+09:00');
  const both = [logFiles(folder, 'desk', now), logFiles(folder, 'desk', now)];
  for (let n = 0; n < 200; n += 1) for (const [who, one] of both.entries()) one.write(line(30, `${who} ${n} ${'x'.repeat(200)}`));
  for (const one of both) one.close();
  await expect.poll(() => written('2026-11-20').split('\n').length).toBe(401);
  for (const text of written('2026-11-20').trimEnd().split('\n')) expect(() => JSON.parse(text)).not.toThrow();
});

test('where the folder cannot be written, everything is said to the standard output, with why, and it is tried again after a minute', async () => {
  const blocked = join(folder, 'blocked');
  writeFileSync(blocked, '');
  let now = at('2026-11-20T12:00:00+09:00');
  const said: string[] = [];
  const files = logFiles(blocked, 'desk', () => now, { write: (text) => void said.push(text) });
  files.write(line(30, 'one'));
  files.write(line(30, 'two'));
  expect(said.join('')).toContain('LOG_DIR cannot be written');
  expect(said.slice(1)).toEqual([line(30, 'one'), line(30, 'two')]);
  rmSync(blocked);
  now += 60_000;
  files.write(line(30, 'three'));
  files.close();
  expect(said).toHaveLength(3);
  await expect
    .poll(() => readFileSync(join(blocked, logFileName('desk', logHost(), '2026-11-20')), 'utf8'))
    .toBe(line(30, 'three'));
});

test('a machine’s name becomes a part of a file’s name', () => {
  expect(logHost('Web-1.city.example.jp')).toBe('web-1-city-example-jp');
  // Names that differ in nothing that is kept stay apart, and none is empty.
  const names = ['窓口一', '窓口二', '', `${'a'.repeat(60)}1`, `${'a'.repeat(60)}2`].map(logHost);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9-]{1,60}$/u);
});
