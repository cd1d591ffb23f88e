import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { TOKEN_FIELD } from '../html/form.tsx';
import { textOf } from './fields.ts';
import { keyedHash } from './keyed-hash.ts';

/** Between a form's token and whose form it is; neither has it. */
const OWNER_MARK = '~';

/** A form's token, and the key of whoever may send it. */
export function partsOf(request: FastifyRequest): { token: string; owner: string | undefined } {
  const [token = '', owner] = textOf(request.body, TOKEN_FIELD).split(OWNER_MARK);
  return { token, owner };
}

export const ownerKey = (secret: string, owner: string): string => keyedHash(secret, `form\0${owner}`);

/** A form's token that only `owner` may send. */
export const ownedToken = (token: string, secret: string, owner: string): string =>
  `${token}${OWNER_MARK}${ownerKey(secret, owner)}`;

/** A word of one press of a form: the same however often it is sent, another for each form that was drawn, and nobody's guess. `what`: what the press is for. */
export const pressWord = (request: FastifyRequest, secret: string, what: string): string =>
  createHmac('sha256', secret)
    .update(`press\0${what}\0${partsOf(request).token}`)
    .digest('base64url');
