import { expect, test } from 'vitest';
import { givenPassword, newPassword } from './passwords.ts';

test.for([
  'password1234',
  'Passw0rd2026',
  'qwertyuiop12',
  '1q2w3e4r5t6y',
  'kurume-2026-!',
  'welcome-admin1',
  'ｐａｓｓｗｏｒｄ１２３４',
  'letmein-123456789',
])('[8(2)②d] a password of every list is refused: %s', (typed) => {
  expect(newPassword(typed, 'koga')).toMatchObject({ ok: false, reason: 'too-plain' });
});

test.for(['a new long password', 'kaki-no-tane 4 mai', 'みどりの筑後川の堤防の上', givenPassword()])(
  '[8(2)②d] one of one’s own is taken: %s',
  (typed) => {
    expect(newPassword(typed, 'koga')).toMatchObject({ ok: true });
  },
);
