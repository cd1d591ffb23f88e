import { twiceAtMost } from './db/faults.ts';
import { codeOf } from './fault.ts';

/** An expected refusal: a value with a reason, handled where it is met. Only faults are thrown. */
type Refused<Reason extends string> = { ok: false; reason: Reason; detail?: string };
export type Done<T> = { ok: true; value: T };
export type Outcome<T, Reason extends string> = Done<T> | Refused<Reason>;

export const done = <T>(value: T): Done<T> => ({ ok: true, value });
export const refused = <Reason extends string>(reason: Reason, detail?: string): Refused<Reason> =>
  detail === undefined ? { ok: false, reason } : { ok: false, reason, detail };

/** SQLSTATE with which the acts in SQL refuse: `lib.refuse(reason, detail)`; the transaction is rolled back by it. */
const REFUSAL = 'MG001';

/**
 * Runs an act and turns its refusal (raised in SQL so that everything rolls back) into a value.
 * Call it around a whole transaction, never inside one: after a deadlock it is tried once more. A reason not in `reasons` is a fault and is thrown on.
 */
export async function attempt<T, Reason extends string>(
  reasons: readonly Reason[],
  act: () => Promise<T>,
): Promise<Outcome<T, Reason>> {
  try {
    return done(await twiceAtMost(act));
  } catch (error) {
    if (codeOf(error) !== REFUSAL || !(error instanceof Error)) throw error;
    const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : undefined;
    return refusedAs(reasons, error.message, detail) ?? Promise.reject(error);
  }
}

/** The refusal that an act in SQL gave as text; undefined where it is none of `reasons`, which is a fault. An empty `detail` is none. */
export function refusedAs<Reason extends string>(
  reasons: readonly Reason[],
  given: string,
  detail?: string | null,
): Refused<Reason> | undefined {
  const reason = reasons.find((known) => known === given);
  return reason === undefined ? undefined : refused(reason, detail || undefined);
}
