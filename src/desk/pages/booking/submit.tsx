import { randomUUID } from 'node:crypto';
import { hasErrors } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { type BookRefusal, book, type MoveRefusal } from '../../../reservations/acts.ts';
import { confirmCall, holdForCall, holdInstead, letGo, takeHold } from '../../../reservations/desk-hold.ts';
import { isMember } from '../../../reservations/person.ts';
import { can } from '../../../staff/rights.ts';
import { afterBooking } from '../../parts/after-booking.ts';
import { readForm } from '../../parts/form.tsx';
import { withSlip } from '../../parts/mail-slip.ts';
import { holdToTake, notBookable, partyStands } from '../../parts/party.ts';
import { waitsToJoin } from '../../parts/party-press.ts';
import type { Chosen } from '../../parts/places.ts';
import { pressOf } from '../../parts/places-column.tsx';
import { asMember, phoneOf } from '../../parts/who.ts';
import { paths } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk } from '../../route.ts';
import { again, type Call, lookAgain, placeAsked, theSamePlace } from './call.tsx';
import { contactForm, remarkLost } from './contact.ts';
import { boxesFor, partyOfDraft, readDraft } from './draft.ts';
import { partyPress } from './joining.ts';
import { corrected } from './person.tsx';
import type { BookingProps } from './props.ts';
import { heldHere, isFull, readBooking } from './read.ts';
import { needsTold } from './to-tell.tsx';
import { lostWords } from './words.ts';

/** The place is gone: said beside what is read aloud, with all that was typed; the cursor waits in the next free place. */
async function lost(call: Call, chosen: Chosen | undefined, reason: BookRefusal | MoveRefusal): Promise<Answer> {
  const { ask } = call;
  // Of another place nothing is known any more: the page shows the office and the days it showed.
  const at = { ...ask.body, slot: undefined, office: field(ask.body, 'at') };
  const fresh = await readBooking(ask, at, true);
  const problem = lostWords(chosen, reason, { stillHeld: fresh.hold !== undefined, units: fresh.units });
  return again(call, 409, { ...fresh, errors: {}, typed: ask.body, problem });
}

/** What was held for fewer is held for them again: the page said that it stays theirs. */
async function holdFormer({ ask, service }: Call, { party, hold }: Pick<BookingProps, 'party' | 'hold'>): Promise<void> {
  if (hold === undefined) return;
  const members = party.map(({ who }) => asMember(who)).filter((member) => hold.placed.some((of) => isMember(member, of)));
  await holdForCall(ask.db, ask.actor, { id: randomUUID(), serviceId: service.id, slotId: hold.slotId, members });
}

/** Takes the places of all who come for the time the call lasts, or none. Where a reason must be given first (full, booked already) nothing is held before it is. */
async function choose(call: Call, slotId: number, reread: boolean): Promise<Answer> {
  const { ask, service } = call;
  const props = { ...call.props, ...(await readBooking(ask, { ...ask.body, slot: String(slotId) }, true)) };
  const { party, hold } = props;
  const chosen = props.places?.chosen;
  if (chosen === undefined) return lost(call, undefined, 'slot_unknown');
  const at = {
    office: chosen.office.code,
    from: chosen.office.code === field(ask.body, 'at') ? field(ask.body, 'from') : '',
    slot: String(chosen.id),
    reread: reread ? '1' : '',
  };
  const full = isFull(props);
  if (full && !can(ask.session, 'booking.exceed')) return lost(call, chosen, 'full');
  if (full || partyStands(party) !== undefined) {
    await letGo(ask.db, ask.actor, ask.session.accountId);
    return lookAgain(call, at);
  }
  const instead = hold?.whole === true ? await holdInstead(ask.db, ask.actor, hold.id, chosen.id) : undefined;
  if (instead?.ok === true) return lookAgain(call, at);
  if (instead !== undefined && instead.reason !== 'lapsed') return lost(call, chosen, instead.reason);
  await letGo(ask.db, ask.actor, ask.session.accountId);
  const members = party.map(({ who }) => asMember(who));
  const held = await holdForCall(ask.db, ask.actor, { id: randomUUID(), serviceId: service.id, slotId: chosen.id, members });
  if (held.ok) return lookAgain(call, at);
  await holdFormer(call, props);
  return lost(call, chosen, held.reason);
}

/** The call as the clerk it came from last kept it: everyone who comes, how, and what was typed. */
async function asItWas(call: Call, holdId: string): Promise<Call> {
  const { ask, props, service } = call;
  const draft = await readDraft(ask, holdId);
  const party = draft === undefined ? [] : await partyOfDraft(ask, draft, service);
  const [first] = party;
  if (draft === undefined || first === undefined) return call;
  return {
    ...call,
    who: first.who,
    props: { ...props, party },
    ask: { ...ask, body: { ...ask.body, ...boxesFor(draft, party) } },
  };
}

/** Goes on with what another clerk's call left: its place is chosen and held here, and is read aloud anew. Where it is over by now, the page as it is. */
async function takeOver(call: Call): Promise<Answer> {
  const { ask, props } = call;
  const [first] = props.party;
  const held = first === undefined ? undefined : holdToTake(first);
  // Whose call it was is what the page said: another clerk who took it over since is on the telephone now.
  if (held?.visit === undefined || held.heldBy === null || field(ask.body, 'held_by') !== String(held.heldBy))
    return lookAgain(call, theSamePlace(ask));
  const taken = await takeHold(ask.db, ask.actor, { id: held.reservationId, from: held.heldBy });
  if (!taken.ok) return lookAgain(call, theSamePlace(ask));
  await letGo(ask.db, ask.actor, ask.session.accountId, held.reservationId);
  const { officeCode, slotId } = held.visit;
  return lookAgain(await asItWas(call, held.reservationId), { office: officeCode, from: '', slot: String(slotId) });
}

/** Books what was read aloud: what is held, or where that lapsed or a reason was needed, the place itself. */
async function confirm(call: Call, id: string): Promise<Answer> {
  const { ask, props, who, service } = call;
  const { party } = props;
  const { chosen } = props.places ?? {};
  if (chosen === undefined) return lost(call, undefined, 'slot_unknown');
  const full = isFull(props);
  if (full && !can(ask.session, 'booking.exceed')) return lost(call, chosen, 'full');
  const typed = readForm(ask, contactForm({ who, full, stands: partyStands(party) }));
  const errors = withSlip(ask, typed.ok ? {} : typed.errors);
  if (!typed.ok || hasErrors(errors)) return again(call, 422, { errors });
  const { mail, language, remark, exceedReason, personReason } = typed.value;
  const phone = typed.value.phone ?? phoneOf(who);

  const held = heldHere(props)?.id;
  const said = party.map((one) => ({ member: asMember(one.who), needs: needsTold(ask, props, service, one, ask.body) }));
  const confirmed =
    held === undefined ? undefined : await confirmCall(ask.db, ask.actor, { id: held, mail, phone, language, said });
  const anew = confirmed === undefined || (!confirmed.ok && confirmed.reason === 'lapsed');
  const booked = anew
    ? await book(ask.db, ask.actor, {
        id,
        serviceId: service.id,
        slotId: chosen.id,
        members: party.map((one) => asMember(one.who)),
        said,
        channel: 'phone',
        mail,
        phone,
        language,
        exceedReason,
        personReason,
      })
    : confirmed;
  if (!booked.ok) return lost(call, chosen, booked.reason);
  const unkept = await remarkLost(ask, who, remark ?? '');
  const reservation = confirmed?.ok === true && held !== undefined ? held : id;
  return afterBooking(ask, reservation, { done: 'booked', remark: unkept ? 'lost' : '' });
}

/** A form sent twice: the second finds the reservation of the first in the way, and it is its own. */
function sentBefore({ body }: SignedAsk, { party }: BookingProps): string | undefined {
  const own = [field(body, 'id'), field(body, 'held')].filter((id) => uuid(id).ok);
  const standing = party[0]?.standing;
  return standing !== undefined && standing.heldUntil === null && own.includes(standing.reservationId)
    ? standing.reservationId
    : undefined;
}

/** What a form of the call is about: the place it showed, not the one that is marked. */
async function callOf(ask: SignedAsk): Promise<Call | undefined> {
  const fields = { ...ask.body, slot: field(ask.body, 'shown'), office: field(ask.body, 'at'), find: '', more: '' };
  const props: BookingProps = { ...(await readBooking(ask, fields, true)), errors: {}, typed: ask.body };
  const { who, service } = props;
  return who === undefined || service === undefined || props.places === undefined ? undefined : { ask, props, who, service };
}

export async function submit(asked: SignedAsk): Promise<Answer> {
  const before = await callOf(asked);
  if (before === undefined) return go(paths.booking);
  const sent = sentBefore(asked, before.props);
  if (sent !== undefined) return afterBooking(asked, sent, { done: 'booked' });
  const anew = await corrected(before);
  if (anew !== undefined && 'kind' in anew) return anew;
  const call = anew === undefined ? before : await callOf(anew);
  return call === undefined ? go(paths.booking) : pressed(call, anew !== undefined);
}

/** A press in the form of the call. `anew`: the first was corrected with it; nothing is booked before that is read aloud. */
async function pressed(call: Call, anew: boolean): Promise<Answer> {
  const { ask, props } = call;
  const press = pressOf(ask.body);
  const act = field(ask.body, 'act');
  // Whoever was typed comes along: no place is chosen, and nothing is booked, without them.
  if (/^(?:join|out):/u.test(act) || (await waitsToJoin(ask, act))) return partyPress(call, act);
  // How they come was typed: what is read aloud follows.
  if (act === 'correct' || act === 'papers' || (anew && (act === 'enter' || act === 'confirm')))
    return lookAgain(call, theSamePlace(ask));
  if (act === 'find' || act === 'more') return lookAgain(call, { ...theSamePlace(ask), more: act === 'more' ? '1' : '' });
  if (act === 'take-over') return takeOver(call);
  if (notBookable(props.party).length > 0) return again(call, 409);
  if (press.to === 'look') return lookAgain(call, placeAsked(ask));
  if (press.to === 'choose') return choose(call, press.slotId, 'reread' in press);
  const id = uuid(ask.body['id']);
  return id.ok ? confirm(call, id.value) : go(paths.booking);
}
