import { expect, test } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { UNWRITTEN } from '../outbox/faults.ts';
import { type Down, downAfter, downAfterLook, downSeconds, startMails } from './mails.ts';
import { measures } from './metrics.ts';

const later = (text: string) => ({ result: 'retry', fault: { kind: 'later', code: 554, text } }) as const;

const away = { result: 'retry', fault: { kind: 'relay', code: null, text: 'refused' } } as const;
const MINUTE = 60_000;

test('a mail server that was away is back once it took a mail or judged an address, not by an answer that may be the same to everybody', () => {
  const down: Down = { since: 5, last: 5, greetingEnds: true };
  expect(downAfter(undefined, away, 5)).toEqual(down);
  expect(downAfter(down, away, 9)).toEqual({ since: 5, last: 9, greetingEnds: true });
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
  // The same of one that answered, and did not let us in: too busy, or it knew our password no more.
  for (const text of ['421 too busy', '535 5.7.8 authentication failed']) {
    const closed = downAfter(undefined, { result: 'retry', fault: { kind: 'relay', code: Number(text.slice(0, 3)), text } }, 0);
    expect(downSeconds(closed, 0)).toBe(0);
    expect(downAfterLook(closed, undefined, 6 * MINUTE)).toBeUndefined();
  }
  // That it refuses the sender only a mail finds out.
  const refuses = { result: 'retry', fault: { kind: 'relay', code: 550, ofSender: true, text: '550 sender refused' } } as const;
  const answering = downAfter(undefined, refuses, 0);
  if (answering === undefined) throw new Error('not down');
  expect(downAfterLook(answering, undefined, 6 * MINUTE)).toBe(answering);
});

test('[11(1)a] the mails that waited for the server are let go even where the database is away as it comes back', async () => {
  const told: string[] = [];
  let databaseAway = true;
  const run = async (): Promise<number> => {
    if (databaseAway) throw new Error('the database is away');
    return 3;
  };
  const db = { run, transaction: () => Promise.reject(new Error('nothing to send')) } as unknown as Db;
  let serverAway = true;
  const look = async (): Promise<void> => {
    if (serverAway) throw new Error('connect ECONNREFUSED');
  };
  const post = { look, send: async () => {}, close: () => {} };
  const log = { info: (line: unknown) => void told.push(JSON.stringify(line)), warn: () => {}, error: () => {} };
  const mails = startMails(db, post, 'https://yoyaku.example.jp', systemClock, log, measures());
  await mails.lookAgain(true);
  serverAway = false;
  await expect(mails.lookAgain(false)).rejects.toThrow('the database is away');
  expect(mails.relayDownSeconds()).toBeDefined();
  databaseAway = false;
  await mails.lookAgain(false);
  expect(mails.relayDownSeconds()).toBeUndefined();
  expect(told).toEqual(['{"mails":3}']);
  await mails.stop();
});
