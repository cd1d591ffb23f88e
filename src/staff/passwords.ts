import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
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
const LONGEST = 128;

export type PasswordRefusal = 'empty' | 'too-short' | 'too-long' | 'too-plain';

/** Guesses a password must outlast, as a power of ten: zxcvbn's best score, safe also where the hashes are stolen. */
const LEAST_SCORE = 4;
/** Judging is quadratic: 280 ms for 128 characters of every kind. What the first 64 are worth is enough. */
const JUDGED = 64;

const estimator = (): ZxcvbnFactory => new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
let judge: ZxcvbnFactory | undefined;

/**
 * A new password as typed: twelve characters or more, and not soon guessed: no common password, word turned around, row of keys, date, repetition or counting,
 * and nothing made of `known` (the login, the person's and the city's name). No rule about kinds of characters: length is what helps.
 */
export function newPassword(input: unknown, known: readonly string[]): Outcome<string, PasswordRefusal> {
  if (typeof input !== 'string' || input === '') return refused('empty');
  const length = Array.from(input).length;
  if (length > LONGEST) return refused('too-long');
  if (length < SHORTEST) return refused('too-short');
  // Its lists take 90 ms to read: at the first password, not at the start.
  judge ??= estimator();
  const folded = foldWidth(input).toLowerCase().slice(0, JUDGED);
  const words = ['madoguchi', 'mynumber', ...known.map((word) => foldWidth(word).toLowerCase())];
  return judge.check(folded, words).score < LEAST_SCORE ? refused('too-plain') : done(input);
}

/** Without letters and digits that are mistaken for one another when read aloud or from paper. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be handed over once and changed at the first sign-in: four groups of four, 79 bits. */
export const givenPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => CLEAR[randomInt(CLEAR.length)]).join('')).join('-');
