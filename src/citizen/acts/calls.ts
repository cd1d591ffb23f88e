import type { Db } from '../../lib/db/db.ts';
import { twiceAtMost } from '../../lib/db/faults.ts';
import { prepared, type Sql, sql } from '../../lib/db/sql.ts';
import { attempt, type Outcome } from '../../lib/outcome.ts';

/** Who asks, for the audit: the request and the caller's network. */
export type Caller = { requestId: string; source: string };

/** After something became free, so many places are passed on at once; the worker does the rest. */
const MOST_PASSED_ON = 10;

/** How a function of schema `citizen` is called: its `result`, or the refusal it raised. */
export function citizenCalls(db: Db) {
  const one = async <T>(statement: Sql): Promise<T> =>
    (await twiceAtMost(() => db.one<{ result: T }>(prepared(statement)))).result;
  return {
    one,
    act: <T, Reason extends string>(reasons: readonly Reason[], statement: Sql): Promise<Outcome<T, Reason>> =>
      attempt(reasons, () => one<T>(statement)),
    /** What an act freed is held for the first who waits for it. The act is done whatever comes of that: the worker does the same each minute. */
    freed: async <Result extends { ok: boolean }>(result: Result): Promise<Result> => {
      try {
        for (let n = 0; result.ok && n < MOST_PASSED_ON; n += 1)
          if (!(await one<boolean>(sql`SELECT citizen.pass_on() AS result`))) break;
      } catch {}
      return result;
    },
  };
}
