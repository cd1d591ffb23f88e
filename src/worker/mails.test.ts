import { expect, test } from 'vitest';
import { UNWRITTEN } from '../outbox/faults.ts';
import { type Down, downAfter, downAfterLook, downSeconds } from './mails.ts';

const later = (text: string) => ({ result: 'retry', fault: { kind: 'later', code: 554, text } }) as const;

const away = { result: 'retry', fault: { kind: 'relay', code: null, text: 'refused' } } as const;
const MINUTE = 60_000;

test('a mail server that was away is back once it took a mail or judged an address, not by an answer that may be the same to everybody', () => {
  const down: Down = { since: 5, last: 5, silent: true };
  expect(downAfter(undefined, away, 5)).toEqual(down);
  expect(downAfter(down, away, 9)).toEqual({ since: 5, last: 9, silent: true });
  expect(downAfter(down, later('554 5.7.1 relaying denied'), 9)).toBe(down);
  expect(downAfter(down, later('451 greylisted'), 9)).toBe(down);
  expect(downAfter(down, { result: 'retry', fault: UNWRITTEN, error: new Error('no words') }, 9)).toBe(down);
  expect(downAfter(down, later('452 4.2.2 mailbox full'), 9)).toBeUndefined();
  expect(downAfter(down, { result: 'dead', fault: { kind: 'refused', code: 550, text: '550 no such user' } }, 9)).toBeUndefined();
  expect(downAfter(down, { result: 'sent' }, 9)).toBeUndefined();
});

test('one fault does not count on through the night: what this worker did not meet again, another may have sent', () => {
  const once = downAfter(undefined, away, 0);
  expect(downSeconds(once, 19 * MINUTE)).toBe(0);
  const often = downAfter(once, away, 6 * MINUTE);
  expect(downSeconds(often, 7 * MINUTE)).toBe(360);
  // Tried again at the longest rest there is, it is away still.
  expect(downSeconds(downAfter(often, away, 24 * MINUTE), 25 * MINUTE)).toBe(24 * 60);
  // An hour later the next fault is one of its own.
  expect(downSeconds(often, 66 * MINUTE)).toBeUndefined();
  expect(downSeconds(downAfter(often, away, 66 * MINUTE), 67 * MINUTE)).toBe(0);
});

test('[11(1)a] a worker whose mails another one tries looks for itself: a server that is silent counts on, and is back once it lets us in', () => {
  const silent = downAfter(undefined, away, 0);
  if (silent === undefined) throw new Error('not down');
  const still = downAfterLook(silent, new Error('connect ECONNREFUSED'), 6 * MINUTE);
  expect(downSeconds(still, 6 * MINUTE)).toBe(360);
  expect(downAfterLook(silent, undefined, 6 * MINUTE)).toBeUndefined();
  // That it refuses the sender only a mail finds out.
  const refuses = { result: 'retry', fault: { kind: 'relay', code: 550, text: '550 sender refused' } } as const;
  const answering = downAfter(undefined, refuses, 0);
  if (answering === undefined) throw new Error('not down');
  expect(downAfterLook(answering, undefined, 6 * MINUTE)).toBe(answering);
});
