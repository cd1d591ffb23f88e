import { visitOfAct } from '../../../counter/acts.ts';
import { peopleOfTogether, readHandable, readTogether } from '../../../counter/hand-together.ts';
import { readMailing } from '../../../letters/mailings.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { hasErrors } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId, smallId, uuid } from '../../../lib/values/ids.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { keysOf } from '../../../lists/read.ts';
import { listPickupOffices } from '../../../offices/read.ts';
import { type ReservationRow, readReservation, slotPlaces } from '../../../reservations/read.ts';
import { readEntry as readRunningEntry } from '../../../running/entries.ts';
import { listServices } from '../../../services/read.ts';
import { readNotice } from '../../../site/notices.ts';
import { readEntry } from '../../../waiting/read.ts';
import { placeOf } from '../../parts/office.tsx';
import { seesMembers } from '../../parts/open-code.ts';
import { keysWith, readParty } from '../../parts/party.ts';
import { memberPosition, positionsOf } from '../../parts/position.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { nameOf, serviceOf, whoOf } from '../../parts/who.ts';
import { field, type SignedAsk } from '../../route.ts';
import { chosenFrom } from '../lists/asked.ts';
import { keyOf } from '../today/hand-many-view.tsx';

type Fields = Readonly<Record<string, unknown>>;
/** A form set aside: the parts of its address and what it holds. */
type KeptInput = { ask: SignedAsk; params: Readonly<Record<string, string>>; fields: Fields };
export type Subject = readonly { term: string; value: string }[];
/** Whom or what a form is about, as its account may see it; undefined where that is not known, and the form is not sent from here. */
export type ReadSubject = (input: KeptInput) => Promise<Subject | undefined>;

const PEOPLE = '対象の方';
const PLACE = '日時・場所';

const people = (names: readonly string[], term = PEOPLE) => ({
  term,
  value: names.map((name) => `${printable(name).text} 様`).join('、'),
});
const place = (one: { day: string; startMinute: number; officeName: string }, term = PLACE) => ({
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

async function seenVisit(ask: SignedAsk, id: unknown): Promise<ReservationRow | undefined> {
  const read = uuid(id);
  const reservation = read.ok ? await readReservation(ask.db, read.value) : undefined;
  return reservation !== undefined && seesMembers(ask, reservation) ? reservation : undefined;
}

/** The members of a visit at these places of its party; undefined where one of them is not there. */
function membersAt({ members }: ReservationRow, positions: readonly number[]) {
  const found = members.filter(({ position }) => positions.includes(position));
  return positions.length === 0 || found.length < positions.length ? undefined : people(found.map(({ name }) => name));
}

const whole = (visit: ReservationRow): Subject => [people(visit.members.map(({ name }) => name)), place(visit)];

/** All who come with the visit of the address; where it is moved to, too. */
export const visit: ReadSubject = async ({ ask, params, fields }) => {
  const reservation = await seenVisit(ask, params['id']);
  if (reservation === undefined) return undefined;
  const slot = rowId(fields['slot']);
  if (!slot.ok) return whole(reservation);
  const [to] = await slotPlaces(ask.db, [slot.value]);
  return to === undefined ? undefined : [...whole(reservation), place(to, '変更後の日時・場所')];
};

/** Who joins a visit, and whom. */
export const joining: ReadSubject = async ({ ask, params, fields }) => {
  const reservation = await seenVisit(ask, params['id']);
  const service = (await listServices(ask.db)).find(({ id }) => id === reservation?.serviceId);
  const who = service === undefined ? undefined : await whoOf(ask, fields, service);
  return reservation === undefined || who === undefined
    ? undefined
    : [people([nameOf(who)], '追加する方'), ...whole(reservation)];
};

/** Who leaves a visit. */
export const leaving: ReadSubject = async ({ ask, params, fields }) => {
  const reservation = await seenVisit(ask, params['id']);
  const position = memberPosition(fields['position']);
  const member = position.ok ? reservation?.members.find((one) => one.position === position.value) : undefined;
  return reservation === undefined || member === undefined
    ? undefined
    : [people([member.name], '予約を取り消す方'), ...whole(reservation)];
};

/** Of a press at the counter: those of the visit whom it is of; of one that is taken back, the visit. */
export const pressedOn: ReadSubject = async ({ ask, fields }) => {
  const act = rowId(fields['undo']);
  const reservation = await seenVisit(ask, act.ok ? await visitOfAct(ask.db, act.value) : fields['id']);
  if (reservation === undefined || act.ok) return reservation && whole(reservation);
  const several = positionsOf(field(fields, 'party') || field(fields, 'handed'));
  const position = memberPosition(fields['position']);
  const whom = membersAt(reservation, several.length > 0 ? several : position.ok ? [position.value] : []);
  return whom && [whom, place(reservation)];
};

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

/** The same where it is today, at an office. */
export const partyHere: ReadSubject = async (input) => {
  const who = await party(input);
  const office = (await listPickupOffices(input.ask.db)).find(({ code }) => code === input.fields['office']);
  return who === undefined || office === undefined ? undefined : [...who, { term: '場所', value: office.name }];
};

/** An entry of the waiting list. */
export const entry: ReadSubject = async ({ ask, params }) => {
  const id = uuid(params['id']);
  const row = id.ok ? await readEntry(ask.db, viewerOf(ask), id.value) : undefined;
  return row === undefined || row.who === null ? undefined : [people([row.who.name]), { term: '手続き', value: row.service }];
};

const dayAt = (day: string, office: string) => ({ term: '日・場所', value: `${longDate(day)}、${office}` });

/** The day and office that a form names; one that names none is about nothing. */
export const officeDay: ReadSubject = async ({ ask, fields }) => {
  const at = await placeOf(ask, fields);
  return at?.named === true ? [dayAt(at.day, at.office.name)] : undefined;
};

/** Everybody to whom one press hands over. */
export const handedToMany: ReadSubject = async ({ ask, fields }) => {
  const at = await placeOf(ask, fields);
  if (at?.named !== true) return undefined;
  const { rows } = await readHandable(ask.db, viewerOf(ask), at.office.id, at.day);
  const chosen = new Set([fields['who']].flat());
  const found = rows.flatMap((row) => (chosen.has(keyOf(row)) && row.who !== null ? [row.who.name] : []));
  return found.length === 0 || found.length < chosen.size ? undefined : [people(found), dayAt(at.day, at.office.name)];
};

/** Everybody of such a press that is taken back. */
export const handedTogether: ReadSubject = async ({ ask, params }) => {
  const id = rowId(params['id']);
  const together = id.ok ? await readTogether(ask.db, id.value) : undefined;
  if (together === undefined) return undefined;
  const rows = await peopleOfTogether(ask.db, viewerOf(ask), together.id);
  const names = rows.flatMap(({ who }) => (who === null ? [] : [who.name]));
  return names.length < rows.length ? undefined : [people(names), dayAt(together.day, together.officeName)];
};

/** Cards chosen from a list, and which status they are to have. */
export const cardsOfList: ReadSubject = async ({ ask, fields }) => {
  const { prepared, known } = await chosenFrom(ask, fields, 'cards');
  const to = known.statuses.find(({ code }) => code === fields['change-to']);
  const cards = hasErrors(prepared.errors) ? [] : await keysOf(ask.db, prepared);
  if (to === undefined || cards.length === 0) return undefined;
  return [
    { term: '対象のカード', value: `${prepared.sentence}（${grouped(cards.length)}枚）` },
    { term: '変更後の交付状況', value: to.name },
  ];
};

/** Bookings chosen from a list, to which a mail goes. */
export const bookingsOfList: ReadSubject = async ({ ask, fields }) => {
  const { prepared } = await chosenFrom(ask, fields, 'bookings');
  const keys = hasErrors(prepared.errors) ? [] : await keysOf(ask.db, prepared);
  const bookings = new Set(keys.map((key) => key.split('/')[0]));
  if (bookings.size === 0) return undefined;
  return [{ term: '送信先', value: `${prepared.sentence}（予約${grouped(bookings.size)}件）` }];
};

/** A mailing. */
export const mailing: ReadSubject = async ({ ask, params }) => {
  const id = smallId(params['id']);
  const row = id.ok ? await readMailing(ask.db, id.value) : undefined;
  return (
    row && [
      { term: '一斉メール', value: row.subject },
      { term: '送信先', value: row.sentence },
    ]
  );
};

/** A line of 運用の記録. */
export const runningEntry: ReadSubject = async ({ ask, params }) => {
  const id = smallId(params['id']);
  const row = id.ok ? await readRunningEntry(ask.db, id.value) : undefined;
  return row && [{ term: '対象の記録', value: row.subject }];
};

/** A notice of the citizens' site, as it reads now. */
export const siteNotice: ReadSubject = async ({ ask, params }) => {
  const id = smallId(params['id']);
  const row = id.ok ? await readNotice(ask.db, id.value) : undefined;
  return row && [{ term: '対象のお知らせ', value: row.body }];
};
