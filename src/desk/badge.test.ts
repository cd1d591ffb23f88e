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

test('after a press nothing is shown that was counted before it, or while it was at work', async () => {
  const { count, counted } = counter();
  const shown = badge(Number.POSITIVE_INFINITY, WHO, count);
  const before = shown.latest(SEES);
  shown.pressed();
  const after = shown.latest(SEES);
  counted();
  expect([await before, await after, await shown.latest(SEES)]).toEqual([[1], [2], [2]]);
});

test('a count that is old is made anew', async () => {
  const { count, counted } = counter();
  const shown = badge(0, WHO, count);
  const [first, second] = [shown.latest(SEES), shown.latest(SEES)];
  counted();
  expect([await first, await second]).toEqual([[1], [2]]);
});
