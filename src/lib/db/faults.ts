import { codeOf } from '../fault.ts';

/** Deadlock and serialization failures: one retry, counted in the metrics. */
const RETRY_ONCE = new Set(['40P01', '40001']);
let retried = 0;
/** How often a transaction was tried again after a deadlock or serialization failure in this process. */
export const transactionsRetried = (): number => retried;

/** Failures of the second try: whoever tries around it does not begin again. */
const triedTwice = new WeakSet<Error>();

/**
 * Runs `work`, a whole transaction, once more after a deadlock or a serialization failure; one that holds another tries twice in all. A transaction and
 * every act that is attempted (`lib/outcome.ts`) have it; any other single statement that takes places or locks needs it.
 */
export async function twiceAtMost<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!RETRY_ONCE.has(codeOf(error) ?? '') || !(error instanceof Error) || triedTwice.has(error)) throw error;
    retried += 1;
    return await work().catch((again: unknown) => {
      if (again instanceof Error) triedTwice.add(again);
      throw again;
    });
  }
}

const GONE = /^(?:08...|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENOTFOUND|ETIMEDOUT)$/u;
const NOT_REACHED = /Connection terminated|timeout exceeded when trying to connect/u;

/** The server went, or is not reached: whatever was asked is not the reason, and may be asked again once it is back. A statement that was given up while it ran is not meant. */
export const isAway = (error: unknown): boolean =>
  error instanceof Error && (GONE.test(codeOf(error) ?? '') || NOT_REACHED.test(error.message));
