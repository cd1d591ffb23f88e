import type { Db } from '../lib/db/db.ts';
import { prepared, sql } from '../lib/db/sql.ts';
import { keep } from '../lib/kept.ts';
import type { Takes } from '../services/takes.ts';
import { type City, readPublicCity } from '../site/city.ts';
import { followTranslations } from '../site/translations.ts';
import { followWordings } from '../site/wordings/follow.ts';
import type { Opening } from '../waiting/openings.ts';
import { READ_MS } from './ages.ts';

export type Office = {
  code: string;
  name: string;
  names: Record<string, string>;
  address: string;
  directions: string;
  phone: string;
  facilities: string[];
};
export type Service = {
  code: string;
  name: string;
  names: Record<string, string>;
  needsCard: boolean;
  bring: string[];
  partyMax: number;
};
/** A service citizens may book at an office now: its and the office's code. */
export type Offer = { service: string; office: string };
type Caution = { id: number; concerns: string; body: string };
export type Notice = { body: string; shownFrom: Date };
export type Maintenance = { startsAt: Date; endsAt: Date; reason: string; running: boolean };

/** How busy the counter of an office that is open now is: a word, never a count (§8(3)⑧), and as of when. */
export type CounterWord = { word: 'quiet' | 'some' | 'busy'; seen: Date };

/** What the city set that pages speak of. */
export type Numbers = {
  /** How long a place is held, and how often that may be prolonged. */
  holdMinutes: number;
  holdExtensions: number;
  /** How long entries rest after too many. */
  restMinutes: number;
  /** How long the registration link works. */
  linkHours: number;
};

/** What `roomFor` is asked by. */
export const roomKey = (service: string, office: string, people: number): string => `${service}\n${office}\n${people}`;

/** Whether a service, at an office, for so many (`roomKey`) has any time at which they could come together, taken or not; null: no places at all. */
const roomReads = (db: Db) =>
  keep<string, boolean | null>(READ_MS, async (key) => {
    const [service = '', office = '', people = ''] = key.split('\n');
    const asked = sql`SELECT citizen.room_for(${service}, ${office}, ${Number(people)}) AS room`;
    return (await db.one<{ room: boolean | null }>(asked)).room;
  });

/** By a service and how many come, each on a line: for what so many may wait, in the order of time. */
const openingReads = (db: Db) =>
  keep<string, Opening[]>(READ_MS, (key) => {
    const [service = '', people = ''] = key.split('\n');
    return db.rows<Opening>(
      prepared(sql`SELECT office, day, kind, part FROM citizen.openings(${service}, ${Number(people)}) ORDER BY day`),
    );
  });

const hoursReads = (db: Db) =>
  keep<'', number>(
    READ_MS,
    async () => (await db.one<{ hours: number }>(prepared(sql`SELECT citizen.waiting_hours() AS hours`))).hours,
  );

/** The worker looks every ten minutes; the word it kept is a row of an index to read, and who shuts a counter is followed as soon. */
const COUNTER_MS = 5_000;

const counterReads = (db: Db) =>
  keep<'', ReadonlyMap<string, CounterWord>>(COUNTER_MS, async () => {
    const rows = await db.rows<CounterWord & { office: string }>(
      prepared(sql`SELECT office, word, seen FROM citizen.counters()`),
    );
    return new Map(rows.map(({ office, ...told }) => [office, told]));
  });

const usualEndReads = (db: Db) =>
  keep<'', number>(READ_MS, async () => (await db.one<{ end: number }>(prepared(sql`SELECT citizen.usual_end() AS "end"`))).end);

const offeringReads = (db: Db) =>
  keep<'', boolean>(
    READ_MS,
    async () => (await db.one<{ offering: boolean }>(prepared(sql`SELECT citizen.offering() AS offering`))).offering,
  );

const mailReads = (db: Db) =>
  keep<'', boolean>(
    READ_MS,
    async () => (await db.one<{ away: boolean }>(prepared(sql`SELECT citizen.mails_away() AS away`))).away,
  );

/** What every page reads and everyone sees alike. */
export function commonReads(db: Db) {
  const [translations, wordings] = [followTranslations(db, 'citizen'), followWordings(db)];
  return {
    /** Offices that citizens may choose now. */
    offices: keep<'', Office[]>(READ_MS, () =>
      db.rows(prepared(sql`SELECT code, name, names, address, directions, phone, facilities FROM citizen.offices()`)),
    ),
    /** In which part of the city they are, by their codes; one of which the city says nothing is missing. */
    areas: keep<'', ReadonlyMap<string, string>>(READ_MS, async () => {
      const rows = await db.rows<{ code: string; area: string }>(prepared(sql`SELECT code, area FROM citizen.areas()`));
      return new Map(rows.map(({ code, area }) => [code, area]));
    }),
    /** Every office, also one that citizens may not choose (any more): for the name of where a visit stands, never for a choice. */
    places: keep<'', Office[]>(READ_MS, () =>
      db.rows(prepared(sql`SELECT code, name, names, address, directions, phone, facilities FROM citizen.places()`)),
    ),
    /** Every service in use, also one that is offered nowhere just now: a visit may be booked for it. */
    services: keep<'', Service[]>(READ_MS, () =>
      db.rows(
        prepared(
          sql`SELECT code, name, names, needs_card AS "needsCard", bring, party_max AS "partyMax" FROM citizen.services()`,
        ),
      ),
    ),
    /** How long each takes at the counter: for one person, and for each one more. A service of which the city says nothing is missing. */
    takes: keep<'', ReadonlyMap<string, Takes>>(READ_MS, async () => {
      const rows = await db.rows<Takes & { code: string }>(prepared(sql`SELECT code, minutes, more FROM citizen.takes()`));
      return new Map(rows.map(({ code, ...takes }) => [code, takes]));
    }),
    /** Who may come for each; a service of which the city says nothing is missing. */
    who: keep<'', ReadonlyMap<string, readonly string[]>>(READ_MS, async () => {
      const rows = await db.rows<{ code: string; who: string[] }>(prepared(sql`SELECT code, who FROM citizen.who()`));
      return new Map(rows.map(({ code, who }) => [code, who]));
    }),
    /** How many minutes before their time people are asked to come; 0: the city says nothing of it. */
    arrive: keep<'', number>(
      READ_MS,
      async () => (await db.one<{ minutes: number }>(prepared(sql`SELECT citizen.arrive() AS minutes`))).minutes,
    ),
    offers: keep<'', Offer[]>(READ_MS, () => db.rows(prepared(sql`SELECT service, office FROM citizen.offered()`))),
    cautions: keep<string, Caution[]>(READ_MS, (service) =>
      db.rows(prepared(sql`SELECT id, concerns, body FROM citizen.cautions(${service})`)),
    ),
    notices: keep<'', Notice[]>(READ_MS, () =>
      db.rows(prepared(sql`SELECT body, shown_from AS "shownFrom" FROM citizen.notices()`)),
    ),
    /** How all these texts are said in other languages, and what the city says otherwise than it is built in: every page knows it afterwards. */
    texts: () => [translations(), wordings()] as const,
    numbers: keep<'', Numbers>(READ_MS, () =>
      db.one(
        prepared(sql`
          SELECT hold_minutes AS "holdMinutes", hold_extensions AS "holdExtensions", rest_minutes AS "restMinutes", link_hours AS "linkHours"
          FROM citizen.numbers()`),
      ),
    ),
    /** For how many hours a place is held for who waits for one; 0: the city keeps no waiting list. */
    waitingHours: hoursReads(db),
    /** Whether a place is on offer to anybody who waits. */
    offering: offeringReads(db),
    /** How busy counters are now, by the codes of their offices; one of which nothing can be said is missing. */
    counters: counterReads(db),
    /** After which minute of a day a time is of the evening. */
    usualEnd: usualEndReads(db),
    roomFor: roomReads(db),
    openings: openingReads(db),
    /** What the pages say of the city. */
    city: keep<'', City>(READ_MS, () => readPublicCity(db)),
    /** Whose pages may show /embed in a frame. */
    embedder: keep<'', string>(
      READ_MS,
      async () => (await db.one<{ by: string }>(prepared(sql`SELECT citizen.embedder() AS by`))).by,
    ),
    /** Whether mails do not leave just now, as the watch has it. */
    mailsAway: mailReads(db),
    /** The stop that runs, or the next within two weeks (§8(1)⑦). */
    maintenance: keep<'', Maintenance | undefined>(READ_MS, () =>
      db.row(
        prepared(
          sql`SELECT starts_at AS "startsAt", ends_at AS "endsAt", reason, now_running AS running FROM citizen.maintenance()`,
        ),
      ),
    ),
  };
}

export type CommonReads = ReturnType<typeof commonReads>;
