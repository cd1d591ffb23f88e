import { isDayEnded } from '../../counter/day-end.ts';
import { cityDay } from '../../lib/dates/jst.ts';
import { dayParam } from '../../lib/values/days.ts';
import { rowId } from '../../lib/values/ids.ts';
import { listPickupOffices, type Office } from '../../offices/read.ts';
import {
  type Grid,
  type GridSlot,
  nextOpenDays,
  officesWithSlots,
  ownDay,
  previousOpenDays,
  readGrid,
} from '../../reservations/grid.ts';
import { slotPlaces } from '../../reservations/read.ts';
import { field, type SignedAsk } from '../route.ts';

/** Days side by side; ten fill a screen of 1280. */
const DAYS = 10;

/** The slot that is meant, with where it is. */
export type Chosen = GridSlot & {
  office: Office;
  /** The day of its office is closed (日締め). */
  dayEnded: boolean;
};

/** The places of an office as a page shows them. */
export type Places = {
  offices: Office[];
  office: Office;
  days: string[];
  grid: Grid;
  /** May lie on another page of days, or at another office than the one that is shown. */
  chosen: Chosen | undefined;
  /** First day of the page before and after; undefined where there is none. */
  previous: string | undefined;
  next: string | undefined;
};

/** For whom places are looked for: where the cards of the party lie, how many they are, and the visit or hold that is looked for another time. */
type Looked = {
  serviceId: number;
  cardOffices: readonly (number | null)[];
  people: number;
  moving?: string | undefined;
};

/** The slot an address or a form means, wherever it is; undefined where there is none, or its office is no longer one. */
async function chosenOf(
  ask: SignedAsk,
  wanted: unknown,
  offices: readonly Office[],
  looked: Looked,
): Promise<Chosen | undefined> {
  const id = rowId(wanted);
  const [place] = id.ok ? await slotPlaces(ask.db, [id.value]) : [];
  const office = offices.find((one) => one.id === place?.officeId);
  if (place === undefined || office === undefined) return undefined;
  const [{ slots }, dayEnded] = await Promise.all([
    readGrid(ask.db, { ...looked, officeId: office.id, from: place.day, to: place.day }),
    isDayEnded(ask.db, office.id, place.day),
  ]);
  const slot = slots.find((one) => one.id === place.id);
  return slot === undefined ? undefined : { ...slot, office, dayEnded };
}

/** Reads office, first day and chosen slot from a form or an address, and the places they mean. */
export async function readPlaces(
  ask: SignedAsk,
  fields: Readonly<Record<string, unknown>>,
  looked: Looked,
): Promise<Places | undefined> {
  const { serviceId, cardOffices, moving } = looked;
  const today = cityDay(ask.now);
  const [all, has] = await Promise.all([listPickupOffices(ask.db), officesWithSlots(ask.db, serviceId, today)]);
  // Those that have the service; a new one that has no hours anywhere yet is shown as such, at every office.
  const offices = has.size === 0 ? all : all.filter(({ id }) => has.has(id));
  const code = field(fields, 'office');
  const office =
    offices.find((one) => one.code === code) ??
    offices.find((one) => one.id === ask.session.officeId) ??
    offices.find((one) => cardOffices.includes(one.id)) ??
    offices[0];
  if (office === undefined) return undefined;
  const asked = dayParam(fields['from']);
  const window = await readGrid(ask.db, { officeId: office.id, serviceId, cardOffices, from: today, to: today });
  const own = moving === undefined ? null : await ownDay(ask.db, moving, office.id);
  const first = [own, window.earliest].filter((day) => day !== null && day >= today).toSorted()[0];
  const from = asked.ok && asked.value >= today ? asked.value : (first ?? today);
  const [days, before] = await Promise.all([
    nextOpenDays(ask.db, office.id, serviceId, from, DAYS + 1),
    previousOpenDays(ask.db, office.id, serviceId, from, DAYS),
  ]);
  const shown = days.slice(0, DAYS);
  const begins = shown[0] ?? from;
  const grid = await readGrid(ask.db, {
    ...looked,
    officeId: office.id,
    from: begins,
    to: shown.at(-1) ?? begins,
  });
  const chosen = await chosenOf(ask, fields['slot'], offices, looked);
  return {
    offices,
    office,
    days: shown,
    grid,
    chosen,
    previous: before.find((day) => day >= today),
    next: days[DAYS],
  };
}
