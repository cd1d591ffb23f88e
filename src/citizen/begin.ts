import { randomBytes } from 'node:crypto';
import { cookieHash } from './acts.ts';

/** The cookie that knows a visit. */
export const VISIT_COOKIE = 'visit';

/**
 * A new secret for the browser, and what the database keeps of it. A new one at every beginning, so that none can be planted.
 * `press`: of one press of a form, made under the door's key (`Ask.press`); two presses of one moment then begin the same.
 */
export function beginVisit(press?: string): { secret: string; hash: Buffer } {
  const secret = press ?? randomBytes(32).toString('base64url');
  return { secret, hash: cookieHash(secret) };
}
