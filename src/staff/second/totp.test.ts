import { Secret, TOTP, URI } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { appUri, codeAt, newAppSecret, readAppCode, stepOf, typedSecret } from './totp.ts';

const RFC = Buffer.from('12345678901234567890');
/** RFC 6238, appendix B, SHA-1: eight digits there, six of an app are the last six. */
const VECTORS: [seconds: number, code: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];

describe('codes of an authenticator app', () => {
  test.each(VECTORS)('RFC 6238 at %d is %s', (seconds, code) => {
    expect(codeAt(RFC, seconds)).toBe(code.slice(-6));
    expect(stepOf(RFC, code.slice(-6), seconds)).toBe(Math.floor(seconds / 30));
  });

  test('the step before and the one after are taken, those beyond are not', () => {
    const at = 1_111_111_111;
    const steps = [-2, -1, 0, 1, 2].map((apart) => stepOf(RFC, codeAt(RFC, at + apart * 30), at));
    const now = Math.floor(at / 30);
    expect(steps).toEqual([undefined, now - 1, now, now + 1, undefined]);
  });

  test.each(['', '05047', '0504711', 'abcdef', '05047１', '0x5047'])('%j is no code', (typed) => {
    expect(stepOf(RFC, typed, 1_111_111_111)).toBeUndefined();
  });

  test('digits are read as they are typed', () => {
    for (const typed of ['050471', '０５０４７１', ' 050 471 ', '050-471', '050　471']) expect(readAppCode(typed)).toBe('050471');
  });

  test('what the app reads and what a person types is the same secret', () => {
    const secret = newAppSecret();
    const read = URI.parse(appUri(secret, '久留米市 窓口予約', 'koga'));
    expect(read).toBeInstanceOf(TOTP);
    expect(read.issuer).toBe('久留米市 窓口予約');
    expect(read.label).toBe('koga');
    expect(Buffer.from(read.secret.bytes)).toEqual(secret);
    expect(Buffer.from(Secret.fromBase32(typedSecret(secret).replaceAll(' ', '')).bytes)).toEqual(secret);
    expect(typedSecret(secret)).toMatch(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/u);
  });
});
