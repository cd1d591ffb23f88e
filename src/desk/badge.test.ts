import { expect, test } from 'vitest';
import { badge } from './badge.ts';

/** Counts that tell how often and for whom they were made. */
function counter() {
  const made: boolean[] = [];
  const waiting: (() => void)[] = [];
  const count = ({ seesProtected }: { seesProtected: boolean }) => {
    made.push(seesProtected);
    const nth = made.length;
    return new Promise<readonly number[]>((resolve) => waiting.push(() => resolve([nth])));
  };
  /** All that is counted is there. */
  const counted = () => {
    for (const done of waiting.splice(0)) done();
  };
  return { made, count, counted };
}
/** Who may see the same is shown the same. */
const WHO = ({ seesProtected }: { seesProtected: boolean }): string => String(seesProtected);
const SEES = { seesProtected: true };
const BLIND = { seesProtected: false };

test('who looks after another is shown what was counted for them; who may see fewer people has counts of their own', async () => {
  const { made, count, counted } = counter();
  const shown = badge(Number.POSITIVE_INFINITY, WHO, count);
  const both = [shown.latest(SEES), shown.latest(SEES), shown.latest(BLIND)];
  counted();
  expect(await Promise.all(both)).toEqual([[1], [1], [2]]);
  expect(made).toEqual([true, false]);
});

test('after a press nothing is the latest that was counted before it, or while it was at work', async () => {
  const { count, counted, made } = counter();
  const shown = badge(Number.POSITIVE_INFINITY, WHO, count);
  const before = shown.latest(SEES);
  shown.pressed();
  const after = [shown.latest(SEES), shown.anew(SEES), shown.latest(SEES)];
  counted();
  expect([await before, shown.last(SEES, 60_000)]).toEqual([[1], [1]]);
  await expect.poll(() => made.length).toBe(2);
  counted();
  expect([await Promise.all(after), await shown.latest(SEES)]).toEqual([[[2], [2], [2]], [2]]);
});

test('a count that is old is made anew, none while one is at work; what was counted last is told while it is not too old', async () => {
  const { count, counted, made } = counter();
  const shown = badge(0, WHO, count);
  expect(shown.last(SEES, 60_000)).toBeUndefined();
  const both = [shown.latest(SEES), shown.latest(SEES)];
  counted();
  expect(await Promise.all(both)).toEqual([[1], [1]]);
  const next = shown.latest(SEES);
  counted();
  expect([await next, made.length]).toEqual([[2], 2]);
  expect([shown.last(SEES, 60_000), shown.last(SEES, 0), shown.last(BLIND, 60_000)]).toEqual([[2], undefined, undefined]);
});

test('a count that failed is none: the next who asks has another, and whoever waited behind it too', async () => {
  let fails = true;
  const shown = badge(
    Number.POSITIVE_INFINITY,
    () => '',
    async () => {
      if (fails) throw new Error('no connection');
      return [1];
    },
  );
  const failed = shown.latest(undefined);
  shown.pressed();
  const behind = shown.latest(undefined);
  fails = false;
  await expect(failed).rejects.toThrow('no connection');
  expect([await behind, await shown.latest(undefined)]).toEqual([[1], [1]]);
});
