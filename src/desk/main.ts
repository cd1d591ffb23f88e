import { leaveBulk, workOnBulk } from '../cards/bulk-work.ts';
import type { ConfigFor } from '../config.ts';
import { beside } from '../intake/beside.ts';
import { type WorkOnList, workOnUploads } from '../intake/upload-jobs.ts';
import type { Clock } from '../lib/clock.ts';
import { prepared, sql } from '../lib/db/sql.ts';
import { kindOfFault } from '../lib/fault.ts';
import { openDoor } from '../lib/http/door.ts';
import { sweepScratch } from '../lib/scratch.ts';
import { startBeats } from '../running/beats.ts';
import { tellClock } from '../running/clocks.ts';
import { tellProgram } from '../running/programs.ts';
import { deskBeat } from '../running/watch.ts';
import { connectChecked } from '../schema/connect.ts';
import { setAlarm } from '../site/alarms.ts';
import { factorKeysOf } from '../staff/second/keys.ts';
import { features } from './app.tsx';
import { problemPage } from './problems.tsx';
import { serve } from './serve.tsx';

type DeskContext = {
  config: ConfigFor<'desk'>;
  clock: Clock;
  logTo?: { write(line: string): void };
  /** How a list is worked on; in a thread beside the pages unless it is said. */
  workOnList?: WorkOnList;
  /** As of the door (`lateMs`): a test's own work is on the thread of the door it opens. */
  lateMs?: number;
};

/** Many clerks share one address; each page is a request or two, the board asks again three times a minute. */
const PER_MINUTE = 3_000;

/** The list of a large closing goes back with a note of everyone on it. */
const LARGEST_FORM = 512 * 1024;

/** Opens the desk. Resolves when it listens; `close` answers what is under way, then lets go of the database. */
export async function run({
  config,
  clock,
  logTo,
  workOnList,
  lateMs,
}: DeskContext): Promise<{ close(): Promise<void>; port: number; well(): Promise<boolean> }> {
  const db = await connectChecked({
    setting: 'DESK_DATABASE_URL',
    url: config.deskDatabaseUrl,
    max: Math.max(1, config.deskPool - 1),
    name: 'madoguchi-desk',
  });
  // One of them counts what waits and does nothing else: on each new connection that one statement is planned for as long as ten pages take.
  const counting = db.beside(1, 'counts');
  const letGo = () => Promise.all([db.close(), counting.close()]);
  try {
    const door = await openDoor({
      name: 'desk',
      trustedProxies: config.trustedProxies ?? [],
      secure: config.secureCookies,
      secret: config.cookieSecret,
      logLevel: config.logLevel,
      ...(logTo === undefined ? {} : { logTo }),
      ratePerMinute: PER_MINUTE,
      ...(lateMs === undefined ? {} : { lateMs }),
      bodyLimit: LARGEST_FORM,
      uploads: config.uploadMb * 2 ** 20,
      problemPage: (problem) => problemPage(problem, config.uploadMb),
      tellsReady: config.healthPort === undefined,
      proxyIgnored: () => setAlarm(db, 'proxy-not-trusted', true),
      // As a page asks: by a statement that is kept.
      ready: async () => (await db.row(prepared(sql`SELECT site.setting('hold-minutes') AS is`))) !== undefined,
    });
    const closing = new AbortController();
    const work = workOnList ?? beside(config.deskDatabaseUrl, closing.signal);
    const workOnLists = () => workOnUploads(db, clock, door.app.log, work);
    serve(
      {
        door,
        db,
        counting,
        clock,
        workOnLists,
        origin: config.deskOrigin,
        factorKeys: factorKeysOf(config.factorKeys, config.cookieSecret),
        uploadMb: config.uploadMb,
      },
      features,
    );
    // Lists that a process left behind when it died are gone on with, here or by another desk.
    const goOn = () => {
      void workOnLists().catch(() => {});
      void workOnBulk(db).catch((error: unknown) =>
        door.app.log.error({ fault: kindOfFault(error) }, 'a bulk change could not go on'),
      );
    };
    goOn();
    // What a process that was killed in the middle left of a list names people: nobody else would remove it.
    await sweepScratch().catch(() => 0);
    const again = setInterval(goOn, 60_000);
    again.unref();
    const port = await door.listen('DESK_PORT', config.deskHost, config.deskPort);
    const stopBeats = startBeats(() => Promise.all([deskBeat(db), tellProgram(db, 'desk').then(() => tellClock(db, 'desk'))]));
    return {
      port,
      well: door.well,
      close: async () => {
        clearInterval(again);
        stopBeats();
        await door.app.close();
        closing.abort();
        await leaveBulk(db);
        await letGo();
      },
    };
  } catch (error) {
    await letGo();
    throw error;
  }
}
