import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { foldWidth } from '../../lib/japanese/width.ts';

/** RFC 6238 as every authenticator app computes it: SHA-1, six digits, a step of 30 seconds. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** Clocks may differ: the step before and the one after are taken too. */
const STEPS_APART = 1;

const totp = (secret: Buffer, names: { issuer?: string; label?: string } = {}): TOTP =>
  new TOTP({
    ...names,
    issuerInLabel: false,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
    algorithm: 'SHA1',
    digits: DIGITS,
    period: STEP_SECONDS,
  });

/** 160 random bits, as RFC 4226 recommends. */
export const newAppSecret = (): Buffer => randomBytes(20);

/** The code of a moment, in seconds since 1970: what the app shows then. */
export const codeAt = (secret: Buffer, seconds: number): string => totp(secret).generate({ timestamp: seconds * 1_000 });

/** Six digits as typed: in full width and with spaces too. */
export const readAppCode = (typed: string): string => foldWidth(typed).replace(/[\s-]/gu, '');

/** Of which step a code is, where it is one of now or of the step beside; undefined where it is none. */
export function stepOf(secret: Buffer, code: string, seconds: number): number | undefined {
  if (!/^\d{6}$/u.test(code)) return undefined;
  const apart = totp(secret).validate({ token: code, timestamp: seconds * 1_000, window: STEPS_APART });
  return apart === null ? undefined : Math.floor(seconds / STEP_SECONDS) + apart;
}

/** What the app reads from the QR code. */
export const appUri = (secret: Buffer, issuer: string, login: string): string =>
  totp(secret, { issuer, label: login }).toString();

/** The secret for who types it into the app instead of reading the QR code: base32 in groups of four. */
export const typedSecret = (secret: Buffer): string =>
  new Secret({ buffer: new Uint8Array(secret).buffer }).base32.replace(/(.{4})(?=.)/gu, '$1 ');
