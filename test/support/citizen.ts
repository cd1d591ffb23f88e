import type { Load } from '../../src/citizen/line/saturation.ts';
import { type CitizenContext, run } from '../../src/citizen/main.ts';
import { configFor } from '../../src/config.ts';
import { type Language, OFFERED } from '../../src/languages/index.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Page, type Visitor, visitor } from './browse.ts';
import type { FreshDatabase } from './database.ts';
import { ticked } from './ticks.ts';

export type TestCitizenDoor = {
  url: string;
  /** What the door logged so far. */
  log: string[];
  close(): Promise<void>;
};

/** A machine under load lets newcomers stand in line, and a test's browser without scripts does not wait there: the line is tried where a test says how much there is to do. */
const CALM: Load = { delayMs: 0, underWay: 0 };

/** Proofs are answered at once, and few sockets listen: 256 take long to open and close. */
const QUICK = { sameTimeMs: 0, acceptors: 4 };

/** What a door has to do, and whether it waits and listens as production does: where that is what a test looks at. */
export type DoorAs = { load?: () => Load; asBuilt?: boolean };

/** The citizens' door as production runs it: role madoguchi_citizen, a free port, this test's database; nobody stands in line but where `load` says so. */
export async function startCitizenDoor(
  fresh: FreshDatabase,
  clock: Clock = systemClock,
  settings: Record<string, string> = {},
  languages: readonly Language[] = OFFERED,
  { load = () => CALM, asBuilt = false }: DoorAs = {},
): Promise<TestCitizenDoor> {
  const log: string[] = [];
  const config = configFor('citizen', {
    CITIZEN_DATABASE_URL: fresh.urlFor('citizen'),
    CITIZEN_ORIGIN: 'http://127.0.0.1:2',
    COOKIE_SECRET: 'a secret for tests that is long enough',
    SECURE_COOKIES: 'no',
    CITIZEN_PORT: '0',
    CITIZEN_POOL: '5',
    RATE_LIMIT: '1000000',
    MAIL_FROM: 'yoyaku@city.example.jp',
    ...settings,
  });
  const own: Partial<CitizenContext> = asBuilt ? {} : QUICK;
  const logTo = { write: (line: string) => void log.push(line) };
  const door = await run({ config, clock, languages, load, lateMs: 0, logTo, ...own });
  return { url: `http://127.0.0.1:${door.port}`, log, close: door.close };
}

/** Moves the database's clock: `minutes` from now; 0 brings it back. */
export async function travel(db: Db, minutes: number): Promise<void> {
  await db.pool.query(
    `CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT clock_timestamp() + interval '${minutes} minutes' $$`,
  );
}

/** How often to ask: what the door keeps, it keeps for a second. */
export const KEPT = { interval: 100 };

/** Two cautions to tick; returns the names of their boxes, and that of what one who comes alone brings. */
export async function addCautions(db: Db, service: number): Promise<string[]> {
  const rows = await db.rows<{ id: number }>(
    sql`INSERT INTO services.cautions (service_id, concerns, body, position) VALUES (${service}, '来られる方', 'ご本人がお越しください。窓口に来る必要があります。', 1), (${service}, '来られる方', 'はがきをお持ちください。', 2) RETURNING id`,
  );
  return [...rows.map(({ id }) => `caution_${id}`), 'papers_1'];
}

export const BIRTHDAY = { month: '3', day: '8' };

/** The secret of a registration link to the address asked for last: what the worker would put in the mail. */
export const linkSecret = async (db: Db): Promise<string> =>
  (
    await db.one<{ secret: string }>(
      sql`SELECT reservations.new_link(id, NULL, mail) AS secret FROM reservations.visits WHERE link_until IS NOT NULL ORDER BY link_until DESC LIMIT 1`,
    )
  ).secret;

/** The secret of a link to a booked reservation, as a mail of it has one. */
export const manageSecret = async (db: Db, id: string): Promise<string> =>
  (
    await db.one<{ secret: string }>(
      sql`SELECT reservations.new_link(NULL, id, mail) AS secret FROM reservations.reservations WHERE id = ${id}::uuid AND number IS NOT NULL`,
    )
  ).secret;

let mails = 0;
/** An address nobody had: how many mails one is sent a day is limited. */
export const nextMail = (): string => {
  mails += 1;
  return `miyoko-${mails}@example.jp`;
};

/** From the page that asks for a mail address to the calendar: types it and presses the mail's button. */
async function throughMail(db: Db, me: Visitor, mail: string): Promise<Visitor> {
  await me.get('/mail');
  expectTo(await me.post('/mail', { mail, mail_again: mail }), '/mail/sent');
  const secret = await linkSecret(db);
  await me.get(`/links/${secret}`);
  expectTo(await me.post(`/links/${secret}`, {}), '/calendar');
  return me;
}

/** From the postcard to the calendar, without a script: proves, types the mail, presses the mail's button. */
export async function walkToCalendar(
  door: TestCitizenDoor,
  db: Db,
  notice: string,
  me: Visitor = visitor(door.url),
  mail = nextMail(),
): Promise<Visitor> {
  await me.get('/notice');
  expectTo(await me.post('/notice', { notice, ...BIRTHDAY }), '/mail');
  return throughMail(db, me, mail);
}

/** Who comes without a card, as they type it. */
export const HANAKO = {
  name: '久留米 花子',
  kana: 'くるめ はなこ',
  era: '昭和',
  year: '52',
  month: '11',
  day: '9',
  phone: '０９０-１２３４-５６７８',
};

/** The same for a service without a card on file: says who comes, types the mail, presses the mail's button. */
export async function walkAsPerson(
  door: TestCitizenDoor,
  db: Db,
  service: string,
  who: Record<string, string> = HANAKO,
  me: Visitor = visitor(door.url),
  mail = 'hanako@example.jp',
): Promise<Visitor> {
  await me.get(`/person?service=${service}`);
  expectTo(await me.post('/person', { ...who, service }), '/mail');
  return throughMail(db, me, mail);
}

/** On to a held place. */
export async function walkToHold(me: Visitor, day: string, slot: number, office = 'honcho'): Promise<Page> {
  const page = await me.get(`/times?office=${office}&day=${day}`);
  return me.post('/times', { office, day, slot: String(slot), id: formValue(page, 'id') });
}

/** A hidden field of the page. */
export function formValue(page: Page, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`, 'u').exec(page.html)?.[1];
  if (value === undefined) throw new Error(`no field ${name} in ${page.url} (${page.status})`);
  return value;
}

/** On from a hold to the booking; the answer of the last press. */
export async function walkToBooked(me: Visitor, cautions: readonly string[]): Promise<Page> {
  const page = await me.get('/cautions');
  const papers = [...page.html.matchAll(/name="(papers_[\d_]+)"/gu)].map(([, name = '']) => name);
  expectTo(await me.post('/cautions', ticked([...cautions, ...papers])), '/check');
  return pressBook(me, await me.get('/check'));
}

/** The last press, on the check page as it was shown. */
export const pressBook = (me: Visitor, check: Page): Promise<Page> =>
  me.post('/check', { id: formValue(check, 'id'), version: formValue(check, 'version') });

export function expectTo(page: Page, path: string): void {
  if (page.status !== 303 || page.location?.split('?')[0] !== path) {
    throw new Error(
      `${page.url} answered ${page.status} to ${page.location}, not to ${path}: ${/<h1>.*<\/h1>/u.exec(page.html)?.[0]}`,
    );
  }
}
