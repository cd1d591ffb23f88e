import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { foldWidth } from '../lib/japanese/width.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';

const derive = promisify(argon2);

/** OWASP's least for argon2id: 19 MiB, two passes, one lane; about 30 ms. Written into every hash, so it may grow later. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const LENGTH = 32;

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/u, '');

/** The hash of a password in PHC form: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { message: password, nonce, tagLength: LENGTH, ...COST });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${encode(nonce)}$${encode(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/u;

/** A hash that no password meets: compared with where there is no account, so that the answer takes the same time. */
const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${encode(randomBytes(16))}$${encode(randomBytes(LENGTH))}`;

/** Whether the password is the hash's. Without a hash it takes as long and answers false. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(hash ?? NOBODY) ?? [];
  if (salt === undefined || tag === undefined) return false;
  const expected = Buffer.from(tag, 'base64');
  const found = await derive('argon2id', {
    message: password,
    nonce: Buffer.from(salt, 'base64'),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(found, expected) && hash !== null;
}

export const SHORTEST = 12;
export const LONGEST = 128;

export type PasswordRefusal = 'empty' | 'too-short' | 'too-long' | 'too-plain';

/** What lists of common passwords of twelve characters and more are made of: words, rows of keys, counting, years. */
const COMMON =
  /passw[o0]rd|qwertyuiop|qwerty|asdfghjkl|asdfgh|zxcvbnm|1q2w3e4r(?:5t(?:6y)?)?|1qaz2wsx(?:3edc)?|letmein|iloveyou|welcome|administrator|admin|madoguchi|kurume|mynumber|abcdefgh?i?j?k?l?|0?123456789?0?|1234|(?:19|20)\d\d/gu;
/** So many letters or digits must be left without them. */
const LEAST_OWN = 6;

/**
 * A new password as typed: twelve characters or more, not the login name, not a few characters repeated, not made of what every list of common ones has.
 * No rule about kinds of characters: length is what helps.
 */
export function newPassword(input: unknown, login: string): Outcome<string, PasswordRefusal> {
  if (typeof input !== 'string' || input === '') return refused('empty');
  const length = Array.from(input).length;
  if (length > LONGEST) return refused('too-long');
  if (length < SHORTEST) return refused('too-short');
  const folded = foldWidth(input).toLowerCase();
  if (folded.includes(login.toLowerCase()) && folded.length < login.length + 8) return refused('too-plain');
  const own = Array.from(folded.replace(COMMON, '').replace(/[^\p{L}\p{N}]/gu, ''));
  return new Set(folded).size < 5 || own.length < LEAST_OWN ? refused('too-plain') : done(input);
}

/** Without letters and digits that are mistaken for one another when read aloud or from paper. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be handed over once and changed at the first sign-in: four groups of four, 79 bits. */
export const givenPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => CLEAR[randomInt(CLEAR.length)]).join('')).join('-');
