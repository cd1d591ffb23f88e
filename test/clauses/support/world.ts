import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { addDays } from '../../../src/lib/dates/jst.ts';
import { sql } from '../../../src/lib/db/sql.ts';
import { type Page, signedIn, type Visitor, visitor } from '../../support/browse.ts';
import { addCautions, formValue, pressBook, startCitizenDoor, type TestCitizenDoor } from '../../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../support/desk.ts';
import { formFields } from '../../support/forms.ts';
import { words } from '../../support/pages.ts';
import { buildSmallCity, type SmallCity, slotAt } from '../../support/small-city.ts';
import { type CaughtMail, sentTo, startSmtp, type TestSmtp } from '../../support/smtp.ts';
import { linkIn, startWorker, type TestWorker } from '../../support/worker.ts';
import { REHEARSED } from './demand.ts';
import { type Gate, openGate } from './gate.ts';
import { importFile, type Person } from './people.ts';

/** A mail that was not sent is waited for this long. */
const MAIL_MS = REHEARSED ? 6_000 : 40_000;

/** Places of an hour: more than all tests of a file book there. */
const PLACES = 40;

/** A city with both doors, a worker and a mail server, as production runs them; tests come in through the gates. */
export type World = {
  fresh: FreshDatabase;
  city: SmallCity;
  desk: TestDesk;
  citizen: TestCitizenDoor;
  worker: TestWorker;
  smtp: TestSmtp;
  gates: { citizen: Gate; desk: Gate };
  /** Signed in at the desk: a clerk of the counter, and an administrator. */
  clerk: Visitor;
  admin: Visitor;
  close(): Promise<void>;
};

/** `fresh`: a database in a cluster of the test's own, where the cluster itself is what the test is about; dropped with the world all the same. */
export async function buildWorld(given?: FreshDatabase): Promise<World> {
  const fresh = given ?? (await freshDatabase());
  const city = await buildSmallCity(fresh.db, PLACES);
  await addCautions(fresh.db, city.service);
  const [smtp, desk, citizen] = await Promise.all([startSmtp(), startDesk(fresh), startCitizenDoor(fresh)]);
  const worker = await startWorker(fresh, smtp.url);
  const gates = { citizen: await openGate(citizen.url), desk: await openGate(desk.url) };
  await desk.account('koga', ['counter'], city.main);
  await desk.account('ide', ['admin'], city.main, '井手 誠');
  return {
    fresh,
    city,
    desk,
    citizen,
    worker,
    smtp,
    gates,
    clerk: await signedIn(gates.desk.url, 'koga', PASSWORD),
    admin: await signedIn(gates.desk.url, 'ide', PASSWORD),
    close: async () => {
      await Promise.all([gates.citizen.close(), gates.desk.close()]);
      await Promise.all([worker.close(), desk.close(), citizen.close()]);
      await smtp.close();
      await fresh.drop();
    },
  };
}

/** Somebody at a browser of their own. */
export const someone = ({ gates }: World): Visitor => visitor(gates.citizen.url);

/** The next mail to an address that fits; fails where none comes. */
export async function mailTo({ smtp }: World, address: string, subject = ''): Promise<CaughtMail> {
  const arrived = smtp.next(sentTo(address, subject));
  const late = pause(MAIL_MS, undefined, { ref: false }).then(() =>
    Promise.reject(new Error(`no mail to ${address}: ${subject}`)),
  );
  return Promise.race([arrived, late]);
}

/** A page that answered 200. */
export function shown(page: Page): Page {
  expect([page.url, page.status]).toEqual([page.url, 200]);
  return page;
}

/** An answer that leads on, and the page it leads to in the end. */
export async function on(me: Visitor, answer: Page): Promise<Page> {
  expect([answer.url, answer.status]).toEqual([answer.url, 303]);
  const first = await me.follow(answer);
  return shown(first.status === 303 ? await me.follow(first) : first);
}

/** Fills in the form of a page that posts to `action` and presses its button. */
export const fill = (me: Visitor, page: Page, action: string, typed: Record<string, string>): Promise<Page> =>
  me.post(action, { ...formFields(page, action), ...typed });

/** From the postcard to the calendar, by the link of the mail. */
export async function prove(world: World, person: Person, me: Visitor = someone(world)): Promise<Visitor> {
  shown(await me.get('/notice'));
  await on(me, await me.post('/notice', { notice: person.noticeId, month: person.month, day: person.day }));
  await on(me, await me.post('/mail', { mail: person.mail, mail_again: person.mail }));
  const link = linkIn(await mailTo(world, person.mail, '予約の続き'));
  shown(await me.get(link));
  await on(me, await me.post(link, {}));
  return me;
}

export type Place = { office: 'honcho' | 'kitano'; daysOn: number; hour: number };

let small = 0;

/** An hour of the main hall, of the days the call's page opens with, that nobody stands in and that has two places. */
export async function smallHour({ city, fresh }: World): Promise<Place> {
  const place: Place = { office: 'honcho', daysOn: 7, hour: small };
  small += 1;
  const slot = await slotAt(fresh.db, city, city.main, place.daysOn, place.hour);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 2 WHERE id = ${slot} AND taken = 0`);
  return place;
}

/** Chooses office, day and time; stands before the cautions. */
export async function choose(world: World, me: Visitor, { office, daysOn, hour }: Place): Promise<Page> {
  const { city, fresh } = world;
  const day = addDays(city.today, daysOn);
  const times = shown(await me.get(`/times?office=${office}&day=${day}`));
  const slot = await slotAt(fresh.db, city, office === 'honcho' ? city.main : city.branch, daysOn, hour);
  return on(me, await me.post('/times', { office, day, slot: String(slot), id: formValue(times, 'id') }));
}

/** Ticks what must be known, where the service asks for any, and presses the last button; the page with the number. */
export async function confirm(me: Visitor): Promise<Page> {
  const cautions = await me.get('/cautions');
  const ticks = [...cautions.html.matchAll(/name="((?:caution|papers)_[\d_]+)"/gu)].map(
    ([, name = '']) => [name, 'yes'] as const,
  );
  const check = await on(me, cautions.status === 303 ? cautions : await me.post('/cautions', Object.fromEntries(ticks)));
  return on(me, await pressBook(me, check));
}

/** Books on the web, from the postcard to the number. */
export async function bookOnTheWeb(world: World, person: Person, place: Place): Promise<{ me: Visitor; number: string }> {
  const me = await prove(world, person);
  await choose(world, me, place);
  return { me, number: numberOn(await confirm(me)) };
}

/** The reservation number a page shows. */
export function numberOn(page: Page): string {
  const number = /\d{4}-\d{4}/u.exec(words(page))?.[0];
  if (number === undefined) throw new Error(`${page.url} shows no reservation number`);
  return number;
}

/** Books by phone at the desk; the page of the reservation. */
export async function bookByPhone(world: World, who: Visitor, cardId: number, place: Place, typed = {}): Promise<Page> {
  const { city, fresh } = world;
  const slot = await slotAt(fresh.db, city, place.office === 'honcho' ? city.main : city.branch, place.daysOn, place.hour);
  const page = shown(await who.get(`/booking?card=${cardId}&slot=${slot}&office=${place.office}`));
  return on(who, await fill(who, page, '/booking', typed));
}

/** Finds somebody by what one types; the page that shows. */
export async function find(who: Visitor, q: string): Promise<Page> {
  shown(await who.get('/today'));
  return on(who, await who.post('/search', { q }));
}

/** A person whose card came with a list from J-LIS, taken in by the command. */
export const arrive = (world: World, ...people: Person[]): Promise<string> => importFile(world.fresh, people);
