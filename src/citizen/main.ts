import type { DestinationStream } from 'pino';
import type { ConfigFor } from '../config.ts';
import { type Language, OFFERED, offeredOf } from '../languages/index.ts';
import type { Clock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { openDoor } from '../lib/http/door.ts';
import { startBeats } from '../running/beats.ts';
import { clockSql } from '../running/clocks.ts';
import { programSql } from '../running/programs.ts';
import { connectChecked } from '../schema/connect.ts';
import { signProblem } from './about/signs/away.tsx';
import { citizenActs } from './acts.ts';
import { routes } from './app.tsx';
import { commonReads } from './common.ts';
import { officeDays, officeTimes, visitWindows } from './days.ts';
import { earliestTimes } from './earliest.ts';
import { serveFiles } from './files.ts';
import { openGate } from './line/gate.ts';
import { lineOf } from './line/line.ts';
import { measureLoad, watchLoad } from './line/load.ts';
import type { Load } from './line/saturation.ts';
import { signedTickets } from './line/ticket.ts';
import { problemPage } from './problem-pages.tsx';
import { SAME_TIME_MS } from './same-time.ts';
import { serve } from './serve.tsx';
import { serveTyped } from './typed.ts';
import { openChallenges } from './work/challenges.ts';

export type CitizenContext = {
  config: ConfigFor<'citizen'>;
  clock: Clock;
  logTo?: DestinationStream;
  /** Tests ask for the pseudo-language too. */
  languages?: readonly Language[];
  /** What the process has to do now; measured when left out. */
  load?: () => Load;
  /** As of the door (`lateMs`): a test's own work is on the thread of the door it opens. */
  lateMs?: number;
  /** The least that the answer to a proof takes; a test that does not measure it does not wait for it. */
  sameTimeMs?: number;
  /** How many sockets listen. */
  acceptors?: number;
};
type Running = { close(): Promise<void>; port: number; well(): Promise<boolean> };

/**
 * In a rush 10,000 come in a minute, and each one that waits comes back once in 5 to 60 seconds: 700 new connections a second. The line begins where a round of the
 * process takes 0.4 s. With fewer sockets than come in a round they would wait in the kernel, where the line does not see them.
 */
const ACCEPTORS = 256;

/** Opens the citizens' door. Resolves when it listens; `close` answers what is under way, then lets go of the database. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: what is opened, in order, and closed in the other: read at once
export async function run({
  config,
  clock,
  logTo,
  languages = OFFERED,
  load,
  lateMs,
  sameTimeMs = SAME_TIME_MS,
  acceptors = ACCEPTORS,
}: CitizenContext): Promise<Running> {
  const db = await connectChecked({
    setting: 'CITIZEN_DATABASE_URL',
    url: config.citizenDatabaseUrl,
    max: config.citizenPool,
    name: 'madoguchi-citizen',
    schema: 'citizen',
  });
  try {
    const acts = citizenActs(db, config.citizenLanes);
    const common = commonReads(db);
    const door = await openDoor({
      name: 'citizen',
      trustedProxies: config.trustedProxies ?? [],
      secure: config.secureCookies,
      secret: config.cookieSecret,
      logLevel: config.logLevel,
      ...(logTo === undefined ? {} : { logTo }),
      ratePerMinute: config.rateLimit,
      ...(lateMs === undefined ? {} : { lateMs }),
      compress: true,
      acceptors,
      problemPage: (problem, { url }, reply) => {
        const language = offeredOf(url, languages);
        return signProblem(reply, url, language, problem) ?? problemPage(problem, language);
      },
      tellsReady: config.healthPort === undefined,
      proxyIgnored: () => db.run(sql`SELECT citizen.proxy_ignored()`),
      ready: async () => {
        await common.maintenance('');
        return true;
      },
    });
    const limits = { delayMs: config.lineDelay, underWay: config.lineUnderWay };
    const looks = watchLoad(door.app, load ?? measureLoad(door.app), limits);
    const gate = openGate({
      line: lineOf(db, () => looks().rate),
      tickets: signedTickets(config.cookieSecret),
      cookies: door.cookies,
      clock,
      saturated: () => looks().saturated,
    });
    const windows = visitWindows(acts);
    const typed = serveTyped(door.app, common);
    serveFiles(door.app);
    serve(
      {
        door,
        typed,
        acts,
        common,
        days: officeDays(acts, windows),
        times: officeTimes(acts, windows),
        windows,
        earliest: earliestTimes(acts, common, windows),
        gate,
        challenges: openChallenges(config.cookieSecret, clock),
        clock,
        origin: config.citizenOrigin,
        sameTimeMs,
        languages,
      },
      routes(acts, common, clock),
    );
    const port = await door.listen('CITIZEN_PORT', config.citizenHost, config.citizenPort);
    const tell = async () => {
      await db.run(sql`SELECT citizen.runs(${await programSql()})`);
      await db.run(sql`SELECT citizen.tells_clock(${await clockSql(db)})`);
    };
    // Each by itself: a site that cannot say what it runs is there all the same.
    const stopBeats = startBeats(() => Promise.all([db.run(sql`SELECT citizen.beat()`), tell()]));
    return {
      port,
      well: door.well,
      close: async () => {
        stopBeats();
        await door.app.close();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}
