import { createHash } from 'node:crypto';

/**
 * A short word for everything a page showed of something: a form carries it, and the act that answers the form compares it with
 * what is kept by then. Any column counts, whoever wrote it; key order must be the same, so both sides read by the same function.
 */
export const fingerprint = (shown: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(shown) ?? '')
    .digest('base64url')
    .slice(0, 22);
