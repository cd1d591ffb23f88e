import { expect, test } from 'vitest';
import { whose } from './limits.ts';

const card = (noticeId: string, earliest: string | null, expiresOn: string | null) => ({ noticeId, earliest, expiresOn });
const NEAR = '2026-11-26';
const FAR = '2026-12-02';

test('[8(3)⑤b] the cards that are the last to be there and those that expire first are named, unless they are all of them', () => {
  const party = [card('A', NEAR, '2027-01-31'), card('B', FAR, null), card('C', NEAR, '2026-12-12')];
  expect(whose(party, 'free')).toEqual({ delayedBy: ['B'], endedBy: ['C'] });
  expect(whose([card('A', FAR, NEAR), card('B', FAR, NEAR)], 'free')).toEqual({ delayedBy: [], endedBy: [] });
  expect(whose([card('A', NEAR, null), card('B', NEAR, null)], 'full')).toEqual({ delayedBy: [], endedBy: [] });
});

test('[8(3)⑤b] where no day is left, those that cannot be there at all, and those that expire before the first day', () => {
  expect(whose([card('A', NEAR, null), card('B', null, null)], 'far').delayedBy).toEqual(['B']);
  const party = [card('A', FAR, '2027-01-31'), card('B', NEAR, '2026-11-27'), card('C', NEAR, '2026-11-30')];
  expect(whose(party, 'expires').endedBy).toEqual(['B', 'C']);
});
