import { expect, test } from 'vitest';
import { AT_FIRST, LOOKS, type Load, lookAgain, type Saturation } from './saturation.ts';

const LIMITS = { delayMs: 400, underWay: 400 };
const CALM = { delayMs: 5, underWay: 10 };
const BETWEEN = { delayMs: 250, underWay: 10 };
const MUCH = { delayMs: 900, underWay: 10 };
const after = (seconds: number, load: Load, from: Saturation = AT_FIRST): Saturation => {
  let state = from;
  for (let look = 0; look < seconds * LOOKS; look += 1) state = lookAgain(state, load, LIMITS);
  return state;
};

test('[8(1)⑩] a second of too much begins the line, a moment does not; either limit is enough', () => {
  expect(lookAgain(AT_FIRST, MUCH, LIMITS).saturated).toBe(false);
  expect(after(1, MUCH).saturated).toBe(true);
  expect(after(1, { delayMs: 0, underWay: 400 }).saturated).toBe(true);
  expect(after(60, BETWEEN).saturated).toBe(false);
  // A crowd that comes all at once.
  expect(lookAgain(AT_FIRST, { delayMs: 0, underWay: 1_200 }, LIMITS).saturated).toBe(true);
});

test('two seconds of calm end it; what lies between the limit and its half ends nothing', () => {
  const saturated = after(1, MUCH);
  expect(after(60, BETWEEN, saturated).saturated).toBe(true);
  expect(after(1, CALM, saturated).saturated).toBe(true);
  expect(after(2, CALM, saturated).saturated).toBe(false);
  // A moment of too much begins the calm anew.
  expect(after(1, CALM, lookAgain(after(1, CALM, saturated), MUCH, LIMITS)).saturated).toBe(true);
});

test('how many are let in halves with each look at too much, grows in calm, and the line never stands still', () => {
  expect(after(1, MUCH).rate).toBe(AT_FIRST.rate / 4);
  expect(after(60, MUCH).rate).toBe(2);
  expect(after(3, CALM, after(60, MUCH)).rate).toBe(32);
  expect(after(3, BETWEEN).rate).toBe(AT_FIRST.rate);
  expect(after(600, CALM).rate).toBe(500);
});
