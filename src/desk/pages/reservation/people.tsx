import { rowVersion } from '../../../lib/values/ids.ts';
import { type AddRefusal, addMember, removeMember } from '../../../reservations/acts.ts';
import { officesOfParty, readGrid } from '../../../reservations/grid.ts';
import { needsOfParty, placedIn } from '../../../reservations/needs.ts';
import { isMember, type MemberRequest } from '../../../reservations/person.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { readService } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { offerFreed } from '../../../waiting/offers.ts';
import { peopleOpen } from '../../parts/booked-may.ts';
import { findAnew, foundBy } from '../../parts/find-people.ts';
import { readForm } from '../../parts/form.tsx';
import { personForm } from '../../parts/person-form.tsx';
import { memberPosition } from '../../parts/position.ts';
import { asMember, keepPerson, liesAt, standingToTell, type Who, whoOf } from '../../parts/who.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { addReasons, PeoplePage, type PeopleProps } from './people-view.tsx';
import { joining, leaving, visit } from './subject.ts';
import type { WithReservation } from './with.ts';

async function read(
  ask: SignedAsk,
  reservation: ReservationRow,
  fields: Readonly<Record<string, unknown>>,
): Promise<PeopleProps> {
  const service = await readService(ask.db, reservation.serviceId);
  if (service === undefined) throw new Error('a reservation without its service');
  const of = { id: service.id, code: service.code, ...service.facts, bring: [], bringUnder15: [], bringNeeds: {} };
  const [found, who] = await Promise.all([foundBy(ask, fields['search']), whoOf(ask, fields, of)]);
  const standing = who === undefined ? undefined : await standingToTell(ask, of, who);
  const outside = who === undefined ? undefined : await outsideFor(ask, reservation, who);
  const search = field(fields, 'search').slice(0, 40);
  return { reservation, needsCard: of.needsCard, search, found, who, standing, outside, errors: {} };
}

/** When somebody could come to the visit's office, where its day is not among it: their card is brought there first. */
async function outsideFor(ask: SignedAsk, reservation: ReservationRow, who: Who): Promise<PeopleProps['outside']> {
  const { id, day, officeId, serviceId } = reservation;
  const windowFor = (cardOffices: readonly (number | null)[]) =>
    readGrid(ask.db, { officeId, serviceId, cardOffices, from: day, to: day });
  const { earliest, latest } = await windowFor([liesAt(who)]);
  if (earliest !== null && latest !== null && earliest <= day && day <= latest) return undefined;
  const all = await windowFor([liesAt(who), ...(await officesOfParty(ask.db, id))]);
  return { earliest, latest, from: all.earliest };
}

const page = (ask: SignedAsk, props: PeopleProps, status = 200): Answer => show(<PeoplePage ask={ask} props={props} />, status);

/** Adds who was chosen. A full slot and another booking of the same person ask for a reason first, of whom may give one. */
async function add(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const props = await read(ask, reservation, ask.body);
  const { who, standing, outside } = props;
  const seen = rowVersion(ask.body['version']);
  const here = paths.people(reservation.id);
  if (who === undefined || !seen.ok) return go(here);
  if (standing?.handOver !== undefined || outside !== undefined) return page(ask, props, 409);
  const full = field(ask.body, 'full') === '1' && can(ask.session, 'booking.exceed');
  const reasons = readForm(ask, addReasons({ reservation, full, standing: standing?.sameCard === true ? undefined : standing }));
  if (!reasons.ok) return page(ask, { ...props, errors: reasons.errors, full }, 422);
  const request = { id: reservation.id, version: seen.value, member: asMember(who), ...reasons.value };
  const added = await addMember(ask.db, ask.actor, request);
  if (added.ok) return afterAdding(ask, reservation.id, asMember(who));
  // Booked meanwhile: what stands for them now is said below, with the way to it.
  const now = added.reason === 'already_booked' ? await read(ask, reservation, ask.body) : props;
  return page(ask, { ...now, ...problemOf(ask, added.reason, added.detail) }, 409);
}

/** Who was added is asked how they come, where the service asks it; what each brings is read aloud there. */
async function afterAdding(ask: SignedAsk, id: string, member: MemberRequest): Promise<Answer> {
  const [{ asks }, placed] = await Promise.all([needsOfParty(ask.db, id), placedIn(ask.db, id)]);
  if (asks.length === 0) return go(withQuery(paths.people(id), { done: 'added' }));
  const place = placed.findLast((one) => isMember(member, one))?.position;
  return go(withQuery(paths.needs(id), { done: 'added', changed: place }));
}

/** `longer`: so many take a slot more than the visit has (services.length_of). */
function problemOf(ask: SignedAsk, reason: AddRefusal, detail: string | undefined): Pick<PeopleProps, 'problem' | 'full'> {
  const longer = detail === 'longer';
  if (reason === 'closed' && longer)
    return {
      problem:
        'この人数には続きの枠も必要ですが、受付の終わりか閉庁のため、ありません。続きの枠がある日時へ予約を変更してから、追加してください。',
    };
  if (reason !== 'full') return { problem: said(reason) ?? '追加できませんでした。もう一度操作してください。' };
  const full = longer ? 'この人数には続きの枠も必要ですが、その枠は満員です。' : 'この枠は満員です。';
  if (can(ask.session, 'booking.exceed'))
    return { full: true, problem: `${full}枠を超えて追加するときは、理由を入力してください。` };
  return { problem: `${full}予約を${longer ? '続きの枠も' : ''}空きのある日時へ変更してから、追加してください。` };
}

async function remove(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const [seen, one] = [rowVersion(ask.body['version']), memberPosition(ask.body['position'])];
  const here = paths.people(reservation.id);
  if (!seen.ok || !one.ok) return go(here);
  const removed = await removeMember(ask.db, ask.actor, {
    id: reservation.id,
    version: seen.value,
    position: one.value,
    reason: '職員が1人取り消し',
  });
  if (removed.ok) await offerFreed(ask.db);
  return go(withQuery(here, removed.ok ? { done: 'removed' } : { refused: removed.reason }));
}

/** Somebody was looked for: the page anew, with the one who is meant. */
const find = async (ask: SignedAsk, reservation: ReservationRow): Promise<Answer> =>
  go(withQuery(paths.people(reservation.id), await findAnew(ask)));

/** Somebody was typed, for a service without a card on file. */
async function person(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const typed = readForm(ask, personForm);
  if (!typed.ok) return page(ask, { ...(await read(ask, reservation, {})), personErrors: typed.errors }, 422);
  return go(withQuery(paths.people(reservation.id), { person_id: await keepPerson(ask) }));
}

/** Who comes with a booked visit: each added and cancelled alone (§8(3)⑩). */
export const peopleRoutes = (withReservation: WithReservation): readonly Route[] => {
  const open = (work: (ask: SignedAsk, reservation: ReservationRow) => Promise<Answer>) =>
    withReservation(async (ask, reservation) =>
      peopleOpen(reservation) ? work(ask, reservation) : go(withQuery(paths.reservation(reservation.id), { refused: 'over' })),
    );
  return [
    get(
      paths.people(':id'),
      'booking.make',
      open(async (ask, reservation) => {
        const problem = said(field(ask.query, 'refused'));
        const done = field(ask.query, 'done');
        return page(ask, { ...(await read(ask, reservation, ask.query)), done, problem });
      }),
    ),
    post(paths.people(':id'), 'booking.make', { words: '来庁者の追加', of: joining }, open(add)),
    post(paths.peopleFind(':id'), 'booking.make', { words: '追加する来庁者の検索', of: visit }, open(find)),
    post(paths.peoplePerson(':id'), 'booking.make', { words: '追加する来庁者の入力', of: visit }, open(person)),
    post(paths.peopleRemove(':id'), 'booking.make', { words: '来庁者の取り消し', of: leaving }, open(remove)),
  ];
};
