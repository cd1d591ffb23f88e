import { expect, test } from 'vitest';
import { type Answer, newest } from './newest.ts';

const LONG_MS = 60_000;
const says = (url: string, timeline: number): Answer => ({ url, host: url, port: 5432, timeline });
const never = new Promise<never>(() => {});

test('[11(1)a] a machine that is gone keeps nobody from the one that takes over, which is asked again meanwhile', async () => {
  let asked = 0;
  const ask = (url: string): Promise<Answer> => {
    if (url === 'gone') return never;
    asked += 1;
    return asked < 3 ? Promise.resolve(says(url, 0)) : Promise.resolve(says(url, 2));
  };
  expect(await newest(['gone', 'other'], LONG_MS, ask)).toEqual(says('other', 2));
});

test('[11(1)a] of two that both take writes it is the one of the later switch over; where none does, nobody', async () => {
  expect(await newest(['old', 'new'], LONG_MS, async (url) => says(url, url === 'new' ? 2 : 1))).toEqual(says('new', 2));
  expect(await newest(['one', 'other'], 1, () => never)).toBeUndefined();
});
