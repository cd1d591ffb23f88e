import { expect, test } from 'vitest';
import { UNWRITTEN } from '../outbox/faults.ts';
import { downAfter } from './mails.ts';

const later = (text: string) => ({ result: 'retry', fault: { kind: 'later', code: 554, text } }) as const;

test('a mail server that was away is back once it took a mail or judged an address, not by an answer that may be the same to everybody', () => {
  const away = { result: 'retry', fault: { kind: 'relay', code: null, text: 'refused' } } as const;
  expect(downAfter(undefined, away, 5)).toBe(5);
  expect(downAfter(5, away, 9)).toBe(5);
  expect(downAfter(5, later('554 5.7.1 relaying denied'), 9)).toBe(5);
  expect(downAfter(5, later('451 greylisted'), 9)).toBe(5);
  expect(downAfter(5, { result: 'retry', fault: UNWRITTEN, error: new Error('no words') }, 9)).toBe(5);
  expect(downAfter(5, later('452 4.2.2 mailbox full'), 9)).toBeUndefined();
  expect(downAfter(5, { result: 'dead', fault: { kind: 'refused', code: 550, text: '550 no such user' } }, 9)).toBeUndefined();
  expect(downAfter(5, { result: 'sent' }, 9)).toBeUndefined();
});
