import type { FastifyError } from 'fastify';
import { codeOf } from '../fault.ts';

/** What went wrong with a request, as its page must say it. */
export type Problem =
  | 'bad-request'
  | 'foreign-form'
  | 'not-found'
  | 'too-large'
  | 'too-many'
  /** Too much to do: try again in a moment. */
  | 'busy'
  /** The database is not there. */
  | 'away'
  /** It was asked and did not answer: what was sent may be done or not. */
  | 'unanswered'
  | 'fault';

export const STATUS: Record<Problem, number> = {
  'bad-request': 400,
  'foreign-form': 403,
  'not-found': 404,
  'too-large': 413,
  'too-many': 429,
  busy: 503,
  away: 503,
  unanswered: 503,
  fault: 500,
};

const BY_CODE: Record<string, Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_REQ_FILE_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'bad-request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad-request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad-request',
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_CSRF_MISSING_SECRET: 'foreign-form',
  FST_CSRF_INVALID_TOKEN: 'foreign-form',
  FOREIGN_FORM: 'foreign-form',
  FST_UNDER_PRESSURE: 'busy',
  // The database: out of connections, gone, restarting, on a full disk.
  '53300': 'busy',
  // A limit of the database role (src/schema/limits.ts): a statement, a wait for a lock, a transaction that did nothing.
  '57014': 'busy',
  '55P03': 'busy',
  '25P03': 'busy',
  ECONNREFUSED: 'away',
  ENOTFOUND: 'away',
  EHOSTUNREACH: 'away',
  // Broken off while it was asked.
  ECONNRESET: 'unanswered',
  ETIMEDOUT: 'unanswered',
  EPIPE: 'unanswered',
  '57P01': 'away',
  '57P02': 'away',
  '57P03': 'away',
  '53100': 'away',
  // The database was brought to a version this process is too old for, or not yet to its own.
  MG002: 'busy',
};

/** The pool is used up, or nobody answers: from here both look alike. Nothing was asked yet. */
const NO_ANSWER_YET = /timeout exceeded when trying to connect/;
/** Given up after the desk's ten seconds: the database may go on and finish what it was asked (its own limit is a minute). */
const NO_ANSWER = /Query read timeout|Connection terminated/;

/** Thrown where a form is not its sender's: the page of `foreign-form` answers. */
export const foreignForm = (): Error => Object.assign(new Error('form of another'), { code: 'FOREIGN_FORM' });

/** Nothing is changed by what only reads: it is asked again. */
const forReading = (problem: Problem): Problem => (problem === 'unanswered' ? 'busy' : problem);

/** Which page an error of a request needs. Anything not known is a fault of ours. */
export const problemOf = (error: FastifyError | Error, { method }: { method: string }): Problem =>
  method === 'GET' || method === 'HEAD' ? forReading(problemIn(error)) : problemIn(error);

function problemIn(error: FastifyError | Error): Problem {
  const code = codeOf(error) ?? '';
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  // Class 08: the connection broke. A pooler says so of its server (pgbouncer: 08P01).
  if (/^08[0-9A-Z]{3}$/u.test(code)) return 'unanswered';
  if (NO_ANSWER_YET.test(error.message)) return 'busy';
  if (NO_ANSWER.test(error.message)) return 'unanswered';
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status === 429) return 'too-many';
  if (status === 404) return 'not-found';
  if (status === 413) return 'too-large';
  return status >= 400 && status < 500 ? 'bad-request' : 'fault';
}
