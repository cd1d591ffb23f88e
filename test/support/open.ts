import type { Actor } from '../../src/audit/actor.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { invite } from '../../src/staff/accounts.ts';
import type { Visitor } from './browse.ts';
import { type DoorAs, startCitizenDoor, type TestCitizenDoor } from './citizen.ts';
import type { FreshDatabase } from './database.ts';
import { startDesk, type TestDesk } from './desk.ts';
import { must } from './must.ts';
import { openSmallCity, type SmallCity } from './small-city.ts';

/** What a test works in: its database goes when its door closes. */
type Opened = { fresh: FreshDatabase; city: SmallCity };

async function open<Door extends { close(): Promise<void> }>(
  capacity: number | undefined,
  start: (fresh: FreshDatabase) => Promise<Door>,
): Promise<Opened & { door: Door }> {
  const { fresh, city } = await openSmallCity(capacity);
  const door = await start(fresh);
  const close = async () => {
    await door.close();
    await fresh.drop();
  };
  return { fresh, city, door: { ...door, close } };
}

/** A small city in a database of its own, and its desk. `capacity`: places an hour. */
export async function openDesk(capacity?: number, clock?: Clock): Promise<Opened & { desk: TestDesk }> {
  const { door, ...opened } = await open(capacity, (fresh) => startDesk(fresh, clock));
  return { ...opened, desk: door };
}

/** The same with `clerk` of these roles signed in, at the main hall. */
export async function openDeskAs(
  capacity: number | undefined,
  login: string,
  roles: readonly string[],
): Promise<Opened & { desk: TestDesk; clerk: Visitor }> {
  const opened = await openDesk(capacity);
  return { ...opened, clerk: await opened.desk.clerk(login, roles, opened.city.main) };
}

/** A small city in a database of its own, and its citizens' door. `capacity`: places an hour. */
export const openCitizenDoor = (capacity?: number, as?: DoorAs): Promise<Opened & { door: TestCitizenDoor }> =>
  open(capacity, (fresh) => startCitizenDoor(fresh, undefined, undefined, undefined, as));

/** A small city in a database of its own, its citizens' door, and `clerk` at the main hall signed in at its desk; `close` ends all. */
export async function openBothDoors(
  capacity: number,
  login: string,
  roles: readonly string[],
): Promise<Opened & { clerk: Visitor; door: TestCitizenDoor; close(): Promise<void> }> {
  const { fresh, city, desk, clerk } = await openDeskAs(capacity, login, roles);
  const door = await startCitizenDoor(fresh);
  const close = async () => {
    await door.close();
    await desk.close();
  };
  return { fresh, city, door, clerk, close };
}

/** A small city in a database of its own without a door: `db` is connected as the desk is, `actor` is an account of `role` at the main hall. */
export async function openActs(
  role: 'admin' | 'counter',
  capacity?: number,
): Promise<Opened & { db: Db; actor: Extract<Actor, { kind: 'staff' }>; close(): Promise<void> }> {
  const { fresh, city } = await openSmallCity(capacity);
  const db = fresh.as('desk', 5);
  const made = must(await invite(db, { kind: 'operator' }, { login: 'koga', name: '古賀', officeId: city.main, roles: [role] }));
  const close = async () => {
    await db.close();
    await fresh.drop();
  };
  return { fresh, city, db, actor: { kind: 'staff', staffId: made.id }, close };
}
