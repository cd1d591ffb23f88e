import { clockTime, longDate } from '../../lib/dates/format.ts';
import { printable } from '../../lib/japanese/printable.ts';
import { rowId, uuid } from '../../lib/values/ids.ts';
import { type ReservationRow, readReservation, slotPlaces } from '../../reservations/read.ts';
import { listServices } from '../../services/read.ts';
import type { ReadSubject, SignedAsk, Subject } from '../route.ts';
import { seesMembers } from './open-code.ts';
import { keysWith, readParty } from './party.ts';
import { visibleCard } from './visible-card.ts';
import { nameOf, serviceOf, whoOf } from './who.ts';

const PEOPLE = '対象の方';
const PLACE = '日時・場所';

export const people = (names: readonly string[], term = PEOPLE) => ({
  term,
  value: names.map((name) => `${printable(name).text} 様`).join('、'),
});
export const place = (one: { day: string; startMinute: number; officeName: string }, term = PLACE) => ({
  term,
  value: `${longDate(one.day)} ${clockTime(one.startMinute)}、${one.officeName}`,
});

/** Of a search, or of a step before anybody is chosen: it changes nothing. */
export const nothing: ReadSubject = async () => [];

/** Of something new: what was typed says what it is. */
export const newOne: ReadSubject = async () => [];

const cardNamed = async (ask: SignedAsk, id: unknown): Promise<Subject | undefined> => {
  const card = await visibleCard(ask, id);
  return card === undefined ? undefined : [people([card.name])];
};
/** The person of `:card` in the address, or of the box `card`. */
export const person: ReadSubject = ({ ask, params }) => cardNamed(ask, params['card']);
export const personInForm: ReadSubject = ({ ask, fields }) => cardNamed(ask, fields['card']);

export async function seenVisit(ask: SignedAsk, id: unknown): Promise<ReservationRow | undefined> {
  const read = uuid(id);
  const reservation = read.ok ? await readReservation(ask.db, read.value) : undefined;
  return reservation !== undefined && seesMembers(ask, reservation) ? reservation : undefined;
}

export const whole = (visit: ReservationRow): Subject => [people(visit.members.map(({ name }) => name)), place(visit)];

/** Who is booked, received or put on the waiting list together; where a time is chosen, which. */
export const party: ReadSubject = async ({ ask, fields }) => {
  const service = serviceOf(await listServices(ask.db), fields['service']);
  const who = service === undefined ? undefined : await whoOf(ask, fields, service);
  if (service === undefined || who === undefined) return undefined;
  const others = keysWith(fields['with']);
  const all = await readParty(ask, who, others, service);
  if (all.length < others.length + 1) return undefined;
  const slot = rowId(fields['slot'] ?? fields['shown']);
  const [at] = slot.ok ? await slotPlaces(ask.db, [slot.value]) : [];
  return [
    people(all.map((one) => nameOf(one.who))),
    { term: '手続き', value: service.name },
    ...(at === undefined ? [] : [place(at)]),
  ];
};

export const dayAt = (day: string, office: string) => ({ term: '日・場所', value: `${longDate(day)}、${office}` });
