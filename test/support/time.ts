import type { FreshDatabase } from './database.ts';

const replaceNow = (fresh: FreshDatabase, body: string) =>
  fresh.db.pool.query(
    `CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT ${body} $$`,
  );

/** Moves the city's time in the database by so many seconds from the real one; it runs on. */
export const shiftTime = (fresh: FreshDatabase, seconds: number) =>
  replaceNow(fresh, `clock_timestamp() + make_interval(secs => ${Number(seconds)})`);

/** Stops the city's time in the database at an instant. */
export const stopTimeAt = (fresh: FreshDatabase, instant: string) =>
  replaceNow(fresh, `'${Temporal.Instant.from(instant).toString()}'::timestamptz`);

/**
 * Whether PostgreSQL's own timers end: statement and lock timeouts, the search for deadlocks, and the look whether a client is still there.
 * In `npm run rehearse -- clocks` they do not: its alarm reads the machine's clock where libfaketime holds up the wait it interrupts.
 */
export const DATABASE_TIMERS = process.env['CLOCKS_AT'] === undefined;
