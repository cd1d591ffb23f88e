import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { nodeOptionsOf } from './node-options.ts';

/** Makes garbage of which some lives on, until the young part of the heap is as large as it may be. Prints it in MiB. */
const YOUNG = `
  const { getHeapSpaceStatistics } = require('node:v8');
  const kept = [];
  for (let n = 0; n < 3_000_000; n += 1) {
    const one = { n, all: [n] };
    if (n % 10 === 0) kept.push(one);
    if (kept.length > 100_000) kept.length = 0;
  }
  console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20);`;
const youngMib = (options: readonly string[]): number =>
  Number(execFileSync(process.execPath, [...options, '-e', YOUNG], { encoding: 'utf8', env: {} }));

test('[8(1)⑩] what lies about at the desk until it is collected is bounded', () => {
  expect(nodeOptionsOf('desk')).not.toEqual([]);
  expect(youngMib(nodeOptionsOf('desk'))).toBeLessThanOrEqual(24);
  expect(nodeOptionsOf('citizen')).toEqual([]);
});
