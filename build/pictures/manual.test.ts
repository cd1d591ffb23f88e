import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../src/lib/root.ts';
import { WALKS } from './walks.ts';

const manual = join(ROOT, 'docs', 'manual');
const pictures = WALKS.flatMap(({ steps }) => steps.flatMap(({ picture }) => picture ?? []));

test('no two steps write the same picture', () => {
  expect(pictures.toSorted()).toEqual([...new Set(pictures)].toSorted());
});

test.each(readdirSync(manual))('every picture of docs/manual/%s is there, and a walk takes it anew', (file) => {
  const shown = [...readFileSync(join(manual, file), 'utf8').matchAll(/\.\.\/pictures\/([\w-]+)\.png/gu)];
  for (const [, name = ''] of shown) {
    expect(existsSync(join(ROOT, 'docs', 'pictures', `${name}.png`)), name).toBe(true);
    expect(pictures).toContain(name);
  }
});
