import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lib/root.ts';
import { builtFiles } from './program.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'madoguchi-program-'));
  mkdirSync(join(root, 'dist'));
  for (const name of ['main.js', 'main.js.map', 'part-NEW.js', 'part-OLD.js']) writeFileSync(join(root, 'dist', name), '');
});
afterAll(() => rmSync(root, { recursive: true }));

test('[9(3)a] a program is what its build put out, not what an earlier build left beside it', () => {
  // Built by a version that wrote no list.
  expect(builtFiles(root)).toEqual(['dist/main.js', 'dist/part-NEW.js', 'dist/part-OLD.js']);
  writeFileSync(join(root, 'dist', 'built.json'), JSON.stringify(['part-NEW.js', 'main.js']));
  expect(builtFiles(root)).toEqual(['dist/main.js', 'dist/part-NEW.js']);
});

test('[9(3)a] the build says what it put out', () => {
  expect(existsSync(join(ROOT, 'dist', 'built.json'))).toBe(true);
  const built = builtFiles(ROOT);
  expect(built).toContain('dist/main.js');
  expect(built).toContain('dist/pdf-worker.js');
  expect(built.filter((name) => !existsSync(join(ROOT, name)) || !name.endsWith('.js'))).toEqual([]);
});
