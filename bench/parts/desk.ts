import { once } from 'node:events';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { importCards } from '../../src/intake/import-cards.ts';
import { DEFAULT_PROFILE, readProfile } from '../../src/intake/profile.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { connect } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { invite, setGivenPassword } from '../../src/staff/accounts.ts';
import { signedIn, type Visitor } from '../../test/support/browse.ts';
import { must } from '../../test/support/must.ts';
import { buildSmallCity, type SmallCity } from '../../test/support/small-city.ts';
import { cardFile } from '../import.ts';
import { type OpenDoor, openDeskDoor } from './door.ts';
import type { Ground } from './ground.ts';
import { settle } from './people.ts';

const STAFF = { kind: 'operator' } as const;
const PASSWORD = 'correct horse battery';

/** Makes a clerk's account and returns the password. */
export async function account({ db }: Ground, login: string, officeId: number | null): Promise<string> {
  const made = must(await invite(db, STAFF, { login, name: '古賀 恵子', officeId, roles: ['counter'] }));
  await setGivenPassword(db, STAFF, made.id, PASSWORD, false);
  return PASSWORD;
}

/** Takes a list in that a bench needs and does not measure: in this process, which is a program's start less. */
export async function takeIn(ground: Ground, file: string): Promise<void> {
  const profile = must(await readProfile(DEFAULT_PROFILE));
  const db = connect({ url: ground.urlFor('desk'), max: 2, name: 'bench-import', queryTimeoutMs: 0 });
  try {
    const request = { path: file, fileName: basename(file), profile, again: true };
    must(await importCards(db, systemClock, STAFF, { ...request, rejectedPath: `${file}.rejected` }));
  } finally {
    await db.close();
  }
}

/** A desk on a city with cards, and a clerk signed in at it. */
type BenchDesk = { city: SmallCity; door: OpenDoor; me: Visitor; another(): Promise<Visitor> };

/**
 * Takes so many cards in as an operator does, opens the desk and signs a clerk of the main hall in.
 * @param arrange done to the database before the desk opens and statistics are taken
 */
export async function atDesk<T>(
  ground: Ground,
  cards: number,
  use: (desk: BenchDesk) => Promise<T>,
  arrange: (city: SmallCity) => Promise<void> = async () => {},
): Promise<T> {
  const { db } = ground;
  const city = await buildSmallCity(db, 1);
  await takeIn(ground, await cardFile(ground, cards));
  await arrange(city);
  await settle(db);
  await account(ground, 'bench', city.main);
  await account(ground, 'another', city.main);
  const door = await openDeskDoor(ground);
  const signIn = (login: string) => signedIn(`http://127.0.0.1:${door.port}`, login, PASSWORD);
  try {
    return await use({ city, door, me: await signIn('bench'), another: () => signIn('another') });
  } finally {
    await door.close();
  }
}

/** How many rows a statement finds. */
export const countOfTable = async ({ db }: Ground, table: 'cards' | 'history' | 'events'): Promise<number> =>
  (
    await db.one<{ n: number }>(
      table === 'cards'
        ? sql`SELECT count(*)::integer AS n FROM cards.cards`
        : table === 'history'
          ? sql`SELECT count(*)::integer AS n FROM cards.status_history`
          : sql`SELECT count(*)::integer AS n FROM cards.custody_events`,
    )
  ).n;

/** Another clerk's page, asked for one after the other until `done`: milliseconds each. */
export async function othersPages(other: Visitor, path: string, done: Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  let over = false;
  void done.finally(() => {
    over = true;
  });
  while (!over) {
    const began = performance.now();
    const page = await other.get(path);
    if (page.status !== 200) throw new Error(`another clerk's page was answered with ${page.status}`);
    took.push(performance.now() - began);
  }
  return took;
}

/** The desk takes 20 pages a second from one address. */
const CLERK_RESTS_MS = 100;

/** The same from a thread of its own. A crowd keeps this thread busy, and the clerk's time would hold its delay. */
export async function clerkBeside(other: Visitor, url: string, done: Promise<unknown>): Promise<number[]> {
  const cookie = [...other.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const clerk = new Worker(new URL('./clerk.ts', import.meta.url), { workerData: { url, cookie, restMs: CLERK_RESTS_MS } });
  const took = once(clerk, 'message').then(([all]: number[][]) => all ?? []);
  await Promise.race([done, took]);
  clerk.postMessage('end');
  return took;
}
