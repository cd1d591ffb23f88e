import { expect, test } from 'vitest';
import { endedOrAway } from './ended.ts';

const never = new Promise<never>(() => {});

test('a worker that is told to end waits for its jobs while PostgreSQL answers, and not beside one that is away', async () => {
  let asked = 0;
  const job = Promise.withResolvers<void>();
  const answers = {
    row: async () => {
      asked += 1;
      if (asked === 3) job.resolve();
      return undefined;
    },
  };
  await endedOrAway(job.promise, answers, 1);
  expect(asked).toBe(3);

  await endedOrAway(never, { row: () => Promise.reject(new Error('none of the PostgreSQL servers takes writes')) }, 1);
});
