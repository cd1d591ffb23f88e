import { startCitizenDoor, type TestCitizenDoor } from './citizen.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';
import { startDesk, type TestDesk } from './desk.ts';
import { buildSmallCity, type SmallCity } from './small-city.ts';

/** What a test works in: its database goes when its door closes. */
type Opened = { fresh: FreshDatabase; city: SmallCity };

async function open<Door extends { close(): Promise<void> }>(
  capacity: number | undefined,
  start: (fresh: FreshDatabase) => Promise<Door>,
): Promise<Opened & { door: Door }> {
  const fresh = await freshDatabase();
  const city = await buildSmallCity(fresh.db, capacity);
  const door = await start(fresh);
  const close = async () => {
    await door.close();
    await fresh.drop();
  };
  return { fresh, city, door: { ...door, close } };
}

/** A small city in a database of its own, and its desk. `capacity`: places an hour. */
export async function openDesk(capacity?: number): Promise<Opened & { desk: TestDesk }> {
  const { door, ...opened } = await open(capacity, startDesk);
  return { ...opened, desk: door };
}

/** A small city in a database of its own, and its citizens' door. `capacity`: places an hour. */
export const openCitizenDoor = (capacity?: number): Promise<Opened & { door: TestCitizenDoor }> =>
  open(capacity, startCitizenDoor);
