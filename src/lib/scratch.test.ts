import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scratchFolder, sweepScratch } from './scratch.ts';

let folder = '';
/** The disk's: a rehearsal of clocks gives the process another. */
let now = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-scratch-test-'));
  now = statSync(folder).mtimeMs;
});
afterEach(() => rmSync(folder, { recursive: true }));

const HOUR_S = 3_600;
function left(name: string, hoursAgo: number, fileHoursAgo = hoursAgo): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'list'), '久留米　花子');
  const at = (hours: number) => now / 1_000 - hours * HOUR_S;
  utimesSync(join(path, 'list'), at(fileHoursAgo), at(fileHoursAgo));
  utimesSync(path, at(hoursAgo), at(hoursAgo));
  return path;
}

test('[11(12)d] what a killed process left of a list goes after a day; what is worked on, and what is not ours, stays', async () => {
  const old = ['upload', 'intake', 'sheet'].map((kind) => left(`madoguchi-${kind}-aB3xY9`, 25));
  old.push(left('madoguchi-verify-aB3xY9', 49));
  const stay = [
    left('madoguchi-upload-aB3xY0', 23),
    left('madoguchi-intake-aB3xY1', 25, 1),
    left('madoguchi-backup-aB3xY2', 99),
    left('madoguchi-verify-aB3xY3', 47),
    left('madoguchi-upload-notours', 99),
  ];
  writeFileSync(join(folder, 'madoguchi-upload-aFile1'), '');
  const swept = await Promise.all([sweepScratch(folder), sweepScratch(folder)]);
  expect(Math.max(...swept)).toBeGreaterThan(0);
  expect(old.filter(existsSync)).toEqual([]);
  expect(stay.filter(existsSync)).toEqual(stay);
  expect(await sweepScratch(folder)).toBe(0);
});

test('a folder that is made now is one of those the sweep knows, and no sweep of a process whose clock is a year ahead takes it', async () => {
  vi.stubEnv('TMPDIR', folder);
  vi.setSystemTime(Date.now() + 366 * 24 * HOUR_S * 1_000);
  try {
    const made = await scratchFolder('upload');
    expect(made).toMatch(/madoguchi-upload-\w{6}$/u);
    expect(await sweepScratch()).toBe(0);
    expect(existsSync(made)).toBe(true);
    expect(await sweepScratch(folder, now + 2 * 24 * HOUR_S * 1_000)).toBe(1);
  } finally {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  }
});
