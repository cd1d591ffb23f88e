import { expect, test } from 'vitest';
import { givenPassword, newPassword } from './passwords.ts';

const KNOWN = ['koga', '古賀健一', 'kurume'];

test.for([
  'password1234',
  'Passw0rd2026',
  'qwertyuiop12',
  '1q2w3e4r5t6y',
  'kurume-2026-!',
  'welcome-admin1',
  'ｐａｓｓｗｏｒｄ１２３４',
  'letmein-123456789',
  'q1w2e3r4t5y6',
  'zaq12wsxcde3',
  '1qazxsw23edc',
  'sunshine2026',
  'baseball1234',
  'superman1234',
  'monkeymonkey',
  'footballfootball',
  'dragonball12',
  'liverpoolfc1',
  'drowssap4321',
  '2026-11-29-2026',
  'kogakogakoga',
  'koga12345678',
  '古賀健一古賀健一古賀健一',
])('[8(2)②d] a password of every list is refused: %s', (typed) => {
  expect(newPassword(typed, KNOWN)).toMatchObject({ ok: false, reason: 'too-plain' });
});

test.for(['a new long password', 'kaki-no-tane 4 mai', 'みどりの筑後川の堤防の上', givenPassword()])(
  '[8(2)②d] one of one’s own is taken: %s',
  (typed) => {
    expect(newPassword(typed, KNOWN)).toMatchObject({ ok: true });
  },
);
