import { addDays } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Visitor, visitor } from './browse.ts';
import {
  addCautions,
  type DoorAs,
  expectTo,
  nextMail,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from './citizen.ts';
import type { FreshDatabase } from './database.ts';
import { openCitizenDoor } from './open.ts';
import { type CardMade, makeCard, type SmallCity, slotAt } from './small-city.ts';
import { ticked } from './ticks.ts';

/** A place to come to: so many days from today, at an hour. */
type Place = { on?: number; hour?: number; office?: 'honcho' | 'kitano' };
/** Somebody who has booked, in the browser they booked with. */
export type Booked = { me: Visitor; id: string; number: string; mail: string; notice: string };

/** A small city, its citizens' door with two cautions to tick, and people who walk through it. */
export type Journey = {
  fresh: FreshDatabase;
  city: SmallCity;
  door: TestCitizenDoor;
  cautions: string[];
  /** Every caution ticked, as the form sends it. */
  ticks: Record<string, string>;
  /** The notice ID of somebody new, whose card can be booked. */
  person(card?: Partial<CardMade>): Promise<string>;
  /** Somebody new at the calendar. */
  newcomer(mail?: string): Promise<Visitor>;
  /** On to a held place. */
  hold(me: Visitor, place?: Place): Promise<void>;
  booked(place?: Place): Promise<Booked>;
};

/** `capacity`: places an hour. */
export async function openJourney(capacity = 50, as?: DoorAs): Promise<Journey> {
  const { fresh, city, door } = await openCitizenDoor(capacity, as);
  const cautions = await addCautions(fresh.db, city.service);
  let made = 0;
  const person: Journey['person'] = async (card = {}) => {
    made += 1;
    const noticeId = `J0Y-${String(made).padStart(6, '0')}`;
    await makeCard(fresh.db, { noticeId, name: `人 ${made}`, officeId: city.main, ...card });
    return noticeId;
  };
  const hold: Journey['hold'] = async (me, { on = 10, hour = 9, office = 'honcho' } = {}) => {
    const slot = await slotAt(fresh.db, city, office === 'kitano' ? city.branch : city.main, on, hour);
    expectTo(await walkToHold(me, addDays(city.today, on), slot, office), '/cautions');
  };
  const booked: Journey['booked'] = async (place = {}) => {
    const notice = await person(place.office === 'kitano' ? { officeId: city.branch } : {});
    const mail = nextMail();
    const me = await walkToCalendar(door, fresh.db, notice, visitor(door.url), mail);
    await hold(me, place);
    expectTo(await walkToBooked(me, cautions), '/reservation');
    const made = await fresh.db.one<{ id: string; number: string }>(
      sql`SELECT id, number FROM reservations.reservations WHERE mail = ${mail} AND state = 'booked'`,
    );
    return { me, mail, notice, ...made };
  };
  return {
    fresh,
    city,
    door,
    cautions,
    ticks: ticked(cautions),
    person,
    newcomer: async (mail = nextMail()) => walkToCalendar(door, fresh.db, await person(), visitor(door.url), mail),
    hold,
    booked,
  };
}
