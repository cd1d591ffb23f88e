import { expect, test } from 'vitest';
import { inTime, NoAnswer } from './in-time.ts';

test('work on a file that does not end in time is given up; until it ends nothing more is begun on that file, on others it is', async () => {
  const hangs = Promise.withResolvers<string>();
  let begun = 0;
  const work = (): Promise<string> => {
    begun += 1;
    return hangs.promise;
  };
  await expect(inTime('/share/a', work, 5)).rejects.toBeInstanceOf(NoAnswer);
  await expect(inTime('/share/a', work, 5)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  expect(begun).toBe(1);
  expect(await inTime('/share/b', async () => 'there')).toBe('there');
  hangs.resolve('there again');
  expect(await inTime('/share/a', work)).toBe('there again');
  expect(begun).toBe(2);
});

test('two that ask at once work one after the other, and a fault of the first is not the second’s', async () => {
  const order: string[] = [];
  const first = inTime('/share/a', async () => {
    order.push('first');
    throw new Error('no space');
  });
  const second = inTime('/share/a', async () => void order.push('second'));
  await expect(first).rejects.toThrow('no space');
  await second;
  expect(order).toEqual(['first', 'second']);
});
