import { expect, test } from 'vitest';
import { fixedClock } from '../lib/clock.ts';
import { demoCommand } from './command.ts';

const asked = (...args: string[]) =>
  demoCommand(args, { clock: fixedClock('2026-11-23T03:00:00Z'), log: () => {} }).catch((error: unknown) =>
    error instanceof Error ? error.message : '',
  );

test.each<[string[], RegExp]>([
  [['cards'], /N from 1 to/u],
  [['cards', '0'], /N from 1 to/u],
  [['cards', '10', 'extra'], /N from 1 to/u],
  [['cards', '10', '--seed', 'abc'], /--seed is a whole number/u],
  [['cards', '10', '--seed=-1'], /--seed is a whole number/u],
  [['cards', '10', '--encoding', 'latin1'], /--encoding is/u],
  [['cards', '10', '--colour', 'red'], /--colour/u],
])('demo %j is answered in words, and nothing is written', async (args, words) => {
  expect(await asked(...args)).toMatch(words);
});
