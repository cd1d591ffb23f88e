import { randomUUID } from 'node:crypto';
import { hasErrors } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { type BookRefusal, book, type MoveRefusal } from '../../../reservations/acts.ts';
import { confirmCall, holdForCall, holdInstead, letGo } from '../../../reservations/desk-hold.ts';
import { can } from '../../../staff/rights.ts';
import { readForm } from '../../parts/form.tsx';
import { withSlip } from '../../parts/mail-slip.ts';
import { notBookable, partyStands } from '../../parts/party.ts';
import { typedMore } from '../../parts/party-list.tsx';
import type { Chosen } from '../../parts/places.ts';
import { pressOf } from '../../parts/places-column.tsx';
import { asMember, phoneOf } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk } from '../../route.ts';
import { again, type Call, lookAgain, theSamePlace } from './call.tsx';
import { contactForm, remarkLost } from './contact.ts';
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
  const fresh = await readBooking(ask, at);
  const problem = lostWords(chosen, reason, { stillHeld: fresh.hold !== undefined, units: fresh.units });
  return again(call, 409, { ...fresh, errors: {}, typed: ask.body, problem });
}

/** Takes the places of all who come for the time the call lasts, or none. Where a reason must be given first (full, booked already) nothing is held before it is. */
async function choose(call: Call, slotId: number, reread: boolean): Promise<Answer> {
  const { ask, service } = call;
  const props = { ...call.props, ...(await readBooking(ask, { ...ask.body, slot: String(slotId) })) };
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
  return held.ok ? lookAgain(call, at) : lost(call, chosen, held.reason);
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
  // Whatever else this account still holds would stand in the way of the same person.
  if (anew) await letGo(ask.db, ask.actor, ask.session.accountId);
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
  return go(withQuery(paths.reservation(reservation), { done: 'booked', remark: unkept ? 'lost' : '' }));
}

/** A form sent twice: the second finds the reservation of the first in the way, and it is its own. */
function sentBefore({ body }: SignedAsk, { party }: BookingProps): string | undefined {
  const own = [field(body, 'id'), field(body, 'held')].filter((id) => uuid(id).ok);
  const standing = party[0]?.standing;
  return standing !== undefined && standing.number !== null && own.includes(standing.reservationId)
    ? standing.reservationId
    : undefined;
}

export async function submit(ask: SignedAsk): Promise<Answer> {
  const press = pressOf(ask.body);
  const act = field(ask.body, 'act');
  const fields = { ...ask.body, slot: field(ask.body, 'shown'), office: field(ask.body, 'at'), find: '', more: '' };
  const props: BookingProps = { ...(await readBooking(ask, fields)), errors: {}, typed: ask.body };
  const { who, service, places } = props;
  const id = uuid(ask.body['id']);
  if (who === undefined || service === undefined || places === undefined) return go(paths.booking);
  const before = sentBefore(ask, props);
  if (before !== undefined) return go(withQuery(paths.reservation(before), { done: 'booked' }));
  const call: Call = { ask, props, who, service };
  const anew = act === 'enter' ? await corrected(call) : undefined;
  if (anew !== undefined) return anew;
  // Whoever was typed comes along: nothing is booked without them.
  if (
    /^(?:join|out):/u.test(act) ||
    ((act === 'enter' || act === 'confirm' || act === 'find' || act === 'more') && typedMore(ask.body))
  )
    return partyPress(call, act);
  // How they come was typed: what is read aloud follows.
  if (act === 'papers' && places.chosen !== undefined) return lookAgain(call, theSamePlace(ask));
  if (act === 'find' || act === 'more') return lookAgain(call, { ...theSamePlace(ask), more: act === 'more' ? '1' : '' });
  if (notBookable(props.party).length > 0) return again(call, 409);
  if (press.to === 'look') return lookAgain(call, { office: press.office, from: press.from, slot: field(ask.body, 'shown') });
  if (press.to === 'choose') return choose(call, press.slotId, 'reread' in press);
  return id.ok ? confirm(call, id.value) : go(paths.booking);
}
