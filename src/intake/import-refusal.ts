import { Undecodable } from '../lib/csv/decode.ts';
import { ENCODING_NAMES } from '../lib/csv/inspect.ts';
import { codeOf } from '../lib/fault.ts';
import { CannotWrite } from './rejected.ts';
import type { ImportRefusal } from './words.ts';

/** Carries a refusal out of the transaction, so that all of it is undone. */
export class Refusal extends Error {
  readonly reason: ImportRefusal;
  readonly detail: string;
  constructor(reason: ImportRefusal, detail = '') {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}

/** PostgreSQL has no room left on its disk. */
const DISK_FULL = '53100';

/** Why a list is not taken, where the error says so. */
export function refusalOf(error: unknown, rejectedPath: string): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof CannotWrite) return new Refusal('rejected_unwritable', `${rejectedPath}（${error.code}）`);
  if (codeOf(error) === DISK_FULL) return new Refusal('database_full');
  if (error instanceof Undecodable) return new Refusal('undecodable', `${ENCODING_NAMES[error.encoding]}、${error.line}行目`);
  return undefined;
}
