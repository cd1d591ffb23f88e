import { expect, it } from 'vitest';
import { mailMeant } from './mail-slip.ts';

it.each([
  ['hanako@gmail.con', 'gmail.com'],
  ['hanako@gmial.com', 'gmail.com'],
  ['hanako@gmai.com', 'gmail.com'],
  ['hanako@gmaill.com', 'gmail.com'],
  ['hanako@gmail.co', 'gmail.com'],
  ['hanako@gmailcom', 'gmail.com'],
  ['hanako@gmail,com', 'gmail.com'],
  ['hanako@gmail、com', 'gmail.com'],
  ['hanako＠ｇｍａｉｌ．ｃｏｎ', 'gmail.com'],
  ['hanako@GMAIL.CON', 'gmail.com'],
  ['hanako@gmail.jp', 'gmail.com'],
  ['hanako@docomo.ne.jo', 'docomo.ne.jp'],
  ['hanako@docomo.nejp', 'docomo.ne.jp'],
  ['hanako@dokomo.ne.jp', 'docomo.ne.jp'],
  ['hanako@docmo.ne.jp', 'docomo.ne.jp'],
  ['hanako@ezwed.ne.jp', 'ezweb.ne.jp'],
  ['hanako@ezweb.me.jp', 'ezweb.ne.jp'],
  ['hanako@au.con', 'au.com'],
  ['hanako@softbank.ne.jpp', 'softbank.ne.jp'],
  ['hanako@i.softbenk.jp', 'i.softbank.jp'],
  ['hanako@yaho.co.jp', 'yahoo.co.jp'],
  ['hanako@yahoo.co,jp', 'yahoo.co.jp'],
  ['hanako@yahoo.coo.jp', 'yahoo.co.jp'],
  ['hanako@iclould.com', 'icloud.com'],
  ['hanako@icoud.com', 'icloud.com'],
  ['hanako@outlok.jp', 'outlook.jp'],
  ['hanako@hotmial.co.jp', 'hotmail.co.jp'],
  ['hanako@ymoblie.ne.jp', 'ymobile.ne.jp'],
])('%s probably means %s', (typed, domain) => expect(mailMeant(typed)).toBe(`hanako@${domain}`));

it.each([
  'hanako@gmail.com',
  'HANAKO@Gmail.COM',
  'hanako@ymail.com',
  'hanako@email.com',
  'hanako@mail.com',
  'hanako@ymobile1.ne.jp',
  'hanako@ymobile.ne.jp',
  'hanako@yahoo.ne.jp',
  'hanako@yahoo.co.jp',
  'hanako@yahoo.co.kr',
  'hanako@outlook.com',
  'hanako@outlook.fr',
  'hanako@hotmail.fr',
  'hanako@line.com',
  'hanako@ai.com',
  'hanako@aol.com',
  'hanako@jcom.com',
  'hanako@city.kurume.fukuoka.jp',
  'hanako@example.jp',
  'hanako@gmail',
  '@gmail.con',
  'ha nako@gmail.con',
  'hanako',
  '',
])('of %s nothing is asked', (typed) => expect(mailMeant(typed)).toBeUndefined());

it('keeps what stands before the @ as it was typed', () => {
  expect(mailMeant('A..b.@docomo.ne.jo')).toBe('A..b.@docomo.ne.jp');
});
