import { setTimeout as pause } from 'node:timers/promises';
import { sql } from '../src/lib/db/sql.ts';
import type { SmallCity } from '../test/support/small-city.ts';
import { type OpenDoor, openCitizenDoor, openConstantDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { always, askOnce, formToken, runLoad, wire } from './parts/load.ts';
import { buildWeekdays, makeVisitors, settle, visitSecret } from './parts/people.ts';
import { type Bench, type Demand, type Measured, median, quantile, rounded } from './parts/result.ts';

const CONNECTIONS = 40;
const PUBLIC = '/offices/kitano/calendar';
const PERSONAL = '/calendar?office=kitano';
/** Which page is asked for: everyone's calendar, a person's, or the times of a day as a person sees them. */
type Page = 'calendar' | 'calendar-personal' | 'times';

type Round = { perSecond: number; took: number[]; doorProcessors: number };

/** Asks a door for `seconds`; anything but 200 with the page's size or so is a fault. */
async function asked(door: OpenDoor, requests: Iterable<Buffer>, seconds: number, bytes: number): Promise<Round> {
  const before = door.processorSeconds();
  const kindOf = ({ status, body }: { status: number; body: Buffer }) =>
    status === 200 && Math.abs(body.length - bytes) < 0.1 * bytes ? 'page' : `${status} ${body.length} bytes`;
  const load = await runLoad(door.port, requests, { connections: CONNECTIONS, seconds, kindOf });
  if (Object.keys(load.kinds).some((kind) => kind !== 'page')) throw new Error(`not the page: ${JSON.stringify(load.kinds)}`);
  return { ...load, doorProcessors: (door.processorSeconds() - before) / load.seconds };
}

/** How long the page is asked for after a day has changed, and how long is rested between two requests. Milliseconds. */
type Watch = { ms: number; restMs: number };

/** Milliseconds from the commit that takes a day's last place to the last page that still offered the day, while the page is asked for. */
async function staleness(
  ground: Ground,
  city: SmallCity,
  door: OpenDoor,
  wish: { path: string; cookie?: string },
  { ms, restMs }: Watch,
): Promise<number> {
  const { day } = await ground.db.one<{ day: string }>(sql`SELECT (${city.today}::date + 9)::date AS day`);
  const set = (taken: number) =>
    ground.db.run(
      sql`UPDATE ledger.slots SET taken = CASE WHEN ${taken} = 0 THEN 0 ELSE capacity END WHERE office_id = ${city.branch} AND day = ${day}::date`,
    );
  // A form's token and id and how long the visit lasts differ from page to page: they say nothing of the day.
  const see = async () => {
    if (restMs > 0) await pause(restMs);
    return (await askOnce(door.port, wish)).body
      .toString('utf8')
      .replace(/((?:name="(?:form_token|id)" value|data-visit-seconds)=")[^"]*/gu, '$1');
  };
  const after = async (taken: number): Promise<string> => {
    await set(taken);
    const began = performance.now();
    let last = await see();
    while (performance.now() - began < ms) last = await see();
    return last;
  };
  const shut = await after(1);
  const open = await after(0);
  if (open === shut) throw new Error('the page looks the same whether the day is full or not');
  await set(1);
  const gone = performance.now();
  let offered = 0;
  while (performance.now() - gone < ms) {
    const sent = performance.now();
    if ((await see()) !== shut) offered = sent - gone;
  }
  await set(0);
  return offered;
}

type Calendars = { value: number; limit: number; stale: number[]; detail: Record<string, number | readonly number[]> };

/** The round with the median ratio. What else runs on the machine slows both sides of one round alike, but not every round. */
function middleOf(pages: readonly Round[], limits: readonly Round[]): { value: number; limit: number } {
  const turns = pages.map(({ perSecond }, at) => ({ value: perSecond, limit: limits[at]?.perSecond ?? perSecond }));
  const sorted = turns.toSorted((a, b) => a.value / a.limit - b.value / b.limit);
  return sorted[Math.floor(sorted.length / 2)] ?? { value: 0, limit: 1 };
}

/** The page against a constant one of its size, in turn; how old it can be is watched where `watch` says how long. */
export async function calendars(
  ground: Ground,
  page: Page,
  { rounds, seconds, watch }: { rounds: number; seconds: number; watch?: Watch },
): Promise<Calendars> {
  const personal = page !== 'calendar';
  const visitors = 1_000;
  const city = await buildWeekdays(ground.db, 60);
  await makeVisitors(ground.db, city, 0, visitors);
  await settle(ground.db);
  const door = await openCitizenDoor(ground);
  try {
    const { all: cookie } = await formToken(door.port);
    const { day } = await ground.db.one<{ day: string }>(sql`SELECT (${city.today}::date + 9)::date AS day`);
    const own = page === 'times' ? `/times?office=kitano&day=${day}` : PERSONAL;
    const requests = Array.from({ length: visitors }, (_, person) =>
      wire({ path: own, cookie: `${cookie}; visit=${visitSecret(person)}` }),
    );
    function* everyone(): Generator<Buffer> {
      for (;;) yield* requests;
    }
    const wanted = () => (personal ? everyone() : always(wire({ path: PUBLIC })));
    const wish = personal ? { path: own, cookie: `${cookie}; visit=${visitSecret(0)}` } : { path: PUBLIC };
    const bytes = (await askOnce(door.port, wish)).body.length;
    const constant = await openConstantDoor(bytes, !personal);
    try {
      const same = () => always(wire({ path: '/constant' }));
      await asked(door, wanted(), Math.min(seconds, 3), bytes);
      await asked(constant, same(), Math.min(seconds, 3), bytes);
      const pages: Round[] = [];
      const limits: Round[] = [];
      for (let round = 0; round < rounds; round += 1) {
        pages.push(await asked(door, wanted(), seconds, bytes));
        limits.push(await asked(constant, same(), seconds, bytes));
      }
      const stale: number[] = [];
      for (let round = 0; watch !== undefined && round < Math.min(rounds, 2); round += 1)
        stale.push(await staleness(ground, city, door, wish, watch));
      const rates = (of: Round[]) => of.map(({ perSecond }) => rounded(perSecond));
      return {
        ...middleOf(pages, limits),
        stale,
        detail: {
          rounds: rates(pages),
          limits: rates(limits),
          pageBytes: bytes,
          p99Ms: rounded(
            quantile(
              pages.flatMap(({ took }) => took),
              0.99,
            ),
          ),
          doorProcessors: rounded(median(pages.map(({ doorProcessors }) => doorProcessors))),
          constantProcessors: rounded(median(limits.map(({ doorProcessors }) => doorProcessors))),
          longestStaleMs: Math.round(Math.max(0, ...stale)),
        },
      };
    } finally {
      await constant.close();
    }
  } finally {
    await door.close();
  }
}

async function measure(page: Page): Promise<Measured> {
  const { value, limit, stale, detail } = await onGround((ground) =>
    calendars(ground, page, { rounds: 9, seconds: 2, watch: { ms: 2_500, restMs: 0 } }),
  );
  return { value, limit, alsoDone: Math.max(...stale) <= 1_000, detail };
}
const demand = (must: number, aim: number): Demand => ({
  is: 'rate',
  unit: 'pages/s',
  of: 'a constant page of the same size',
  must,
  aim,
  also: 'stale by a second at most',
});

export const calendar: Bench = {
  name: 'calendar',
  about: 'an office’s availability page, against a constant page of the same size',
  demand: demand(0.8, 0.9),
  measure: () => measure('calendar'),
};
export const calendarPersonal: Bench = {
  name: 'calendar-personal',
  about: 'the calendar with the person’s own window, against a constant page of the same size',
  demand: demand(0.55, 0.7),
  measure: () => measure('calendar-personal'),
};
export const times: Bench = {
  name: 'times',
  about: 'the times of a day as a person sees them, against a constant page of the same size',
  demand: demand(0.4, 0.6),
  measure: () => measure('times'),
};
