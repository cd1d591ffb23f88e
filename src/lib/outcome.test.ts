import { expect, test } from 'vitest';
import { transactionsRetried, twiceAtMost } from './db/faults.ts';
import { attempt } from './outcome.ts';

const failing = (code: string, times: number) => {
  let calls = 0;
  return {
    calls: () => calls,
    act: async () => {
      calls += 1;
      if (calls <= times) throw Object.assign(new Error('not_yet'), { code });
      return 'done';
    },
  };
};

test('an act that a deadlock ended is tried once more, and once only, also where a transaction within it tries too', async () => {
  const [once, always] = [failing('40P01', 1), failing('40P01', 9)];
  const before = transactionsRetried();
  expect(await attempt([], once.act)).toEqual({ ok: true, value: 'done' });
  expect(once.calls()).toBe(2);
  await expect(attempt([], () => twiceAtMost(always.act))).rejects.toThrow();
  expect(always.calls()).toBe(2);
  expect(transactionsRetried() - before).toBe(2);
});

test('a refusal is a value at once; any other fault is thrown at once', async () => {
  const [refusing, broken] = [failing('MG001', 9), failing('22012', 9)];
  expect(await attempt(['not_yet'], refusing.act)).toEqual({ ok: false, reason: 'not_yet' });
  await expect(attempt(['not_yet'], broken.act)).rejects.toThrow();
  expect([refusing.calls(), broken.calls()]).toEqual([1, 1]);
});
