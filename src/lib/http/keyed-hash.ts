import { createHmac } from 'node:crypto';
import { keepByText } from '../kept.ts';

const MOST_SECRETS = 20;
const MOST = 20_000;
/** 132 bits. */
const LETTERS = 22;

/** The pages of one visit ask for the same few, and making one takes longer than all else that a token needs. */
const made = keepByText(MOST_SECRETS, (secret) =>
  keepByText(MOST, (text) => createHmac('sha256', secret).update(text).digest('base64url').slice(0, LETTERS)),
);

/** What nobody can make of a text who does not have the secret: HMAC-SHA-256 (RFC 2104), cut to 22 letters. */
export const keyedHash = (secret: string, text: string): string => made(secret)(text);
