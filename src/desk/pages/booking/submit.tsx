import { randomUUID } from 'node:crypto';
import { hasErrors } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { type BookRefusal, book, type MoveRefusal } from '../../../reservations/acts.ts';
import { confirmCall, holdForCall, holdInstead, letGo } from '../../../reservations/desk-hold.ts';
import type { Service } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { readForm } from '../../parts/form.tsx';
import { keepBoxes } from '../../parts/kept-boxes.ts';
import { withSlip } from '../../parts/mail-slip.ts';
import type { Chosen } from '../../parts/places.ts';
import { pressOf } from '../../parts/places-column.tsx';
import { asMember, keepWho, phoneOf, type Who } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { CONTACT_BOXES, contactForm, remarkLost } from './contact.ts';
import type { BookingProps } from './props.ts';
import { readBooking } from './read.ts';
import { needsTold } from './to-tell.tsx';
import { BookingPage, whyNot } from './view.tsx';
import { lostWords } from './words.ts';

/** A form of the call with all that it is about. */
type Call = { ask: SignedAsk; props: BookingProps; who: Who; service: Service };

const again = ({ ask, props }: Pick<Call, 'ask' | 'props'>, status: number, more: Partial<BookingProps> = {}): Answer =>
  show(<BookingPage ask={ask} props={{ ...props, ...more }} />, status);

/** The page anew, by an address that names nobody; what was typed goes along behind an opaque id. */
async function lookAgain({ ask, props, who, service }: Call, at: Record<string, string>): Promise<Answer> {
  const typed = await keepBoxes(ask, CONTACT_BOXES);
  return go(withQuery(paths.booking, { search: props.search, ...keepWho(who), service: service.id, ...at, typed }));
}

/** The place is gone: said beside what is read aloud, with all that was typed; the cursor waits in the next free place. */
async function lost(call: Call, chosen: Chosen | undefined, reason: BookRefusal | MoveRefusal): Promise<Answer> {
  const { ask } = call;
  // Of another place nothing is known any more: the page shows the office and the days it showed.
  const at = { ...ask.body, slot: undefined, office: field(ask.body, 'at') };
  const fresh = await readBooking(ask, at);
  const problem = lostWords(chosen, reason, fresh.hold !== undefined);
  return again(call, 409, { ...fresh, errors: {}, typed: ask.body, problem });
}

/** Takes the place for the time the call lasts. Where a reason must be given first (full, booked already) nothing is held before it is. */
async function choose(call: Call, slotId: number, reread: boolean): Promise<Answer> {
  const { ask, props, who, service } = call;
  const { chosen, hold } = { ...(await readBooking(ask, { ...ask.body, slot: String(slotId) })).places, hold: props.hold };
  if (chosen === undefined) return lost(call, undefined, 'slot_unknown');
  const at = {
    office: chosen.office.code,
    from: chosen.office.code === field(ask.body, 'at') ? field(ask.body, 'from') : '',
    slot: String(chosen.id),
    reread: reread ? '1' : '',
  };
  const full = chosen.free === 0;
  if (full && !can(ask.session, 'booking.exceed')) return lost(call, chosen, 'full');
  if (full || props.standing !== undefined) {
    await letGo(ask.db, ask.actor, ask.session.accountId);
    return lookAgain(call, at);
  }
  const instead = hold === undefined ? undefined : await holdInstead(ask.db, ask.actor, hold.id, chosen.id);
  if (instead?.ok === true) return lookAgain(call, at);
  if (instead !== undefined && instead.reason !== 'lapsed') return lost(call, chosen, instead.reason);
  await letGo(ask.db, ask.actor, ask.session.accountId);
  const request = { id: randomUUID(), serviceId: service.id, slotId: chosen.id, members: [asMember(who)] };
  const held = await holdForCall(ask.db, ask.actor, request);
  return held.ok ? lookAgain(call, at) : lost(call, chosen, held.reason);
}

/** Books what was read aloud: what is held, or where that lapsed or a reason was needed, the place itself. */
async function confirm(call: Call, id: string): Promise<Answer> {
  const { ask, props, who, service } = call;
  const { chosen } = props.places ?? {};
  if (chosen === undefined) return lost(call, undefined, 'slot_unknown');
  const full = chosen.free === 0;
  if (full && !can(ask.session, 'booking.exceed')) return lost(call, chosen, 'full');
  const typed = readForm(ask, contactForm({ who, full, standing: props.standing }));
  const errors = withSlip(ask, typed.ok ? {} : typed.errors);
  if (!typed.ok || hasErrors(errors)) return again(call, 422, { errors });
  const { mail, language, remark, exceedReason, personReason } = typed.value;
  const phone = typed.value.phone ?? phoneOf(who);

  const held = props.hold?.slotId === chosen.id ? props.hold.id : undefined;
  const needs = needsTold(ask, props, service, ask.body);
  const confirmed =
    held === undefined ? undefined : await confirmCall(ask.db, ask.actor, { id: held, mail, phone, language, needs });
  const anew = confirmed === undefined || (!confirmed.ok && confirmed.reason === 'lapsed');
  // Whatever else this account still holds would stand in the way of the same person.
  if (anew) await letGo(ask.db, ask.actor, ask.session.accountId);
  const booked = anew
    ? await book(ask.db, ask.actor, {
        id,
        serviceId: service.id,
        slotId: chosen.id,
        members: [asMember(who)],
        needs,
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

export async function submit(ask: SignedAsk): Promise<Answer> {
  const press = pressOf(ask.body);
  const fields = { ...ask.body, slot: field(ask.body, 'shown'), office: field(ask.body, 'at') };
  const props: BookingProps = { ...(await readBooking(ask, fields)), errors: {}, typed: ask.body };
  const { who, service, places, standing } = props;
  const id = uuid(ask.body['id']);
  if (who === undefined || service === undefined || places === undefined) return go(paths.booking);
  // A form sent twice: the second finds the reservation of the first in the way, and it is its own.
  const own = [id.ok ? id.value : '', field(ask.body, 'held')];
  if (standing !== undefined && standing.number !== null && own.includes(standing.reservationId))
    return go(withQuery(paths.reservation(standing.reservationId), { done: 'booked' }));
  const call: Call = { ask, props, who, service };
  // How they come was typed: what is read aloud follows.
  if (field(ask.body, 'act') === 'papers' && places.chosen !== undefined)
    return lookAgain(call, { office: field(ask.body, 'at'), from: field(ask.body, 'from'), slot: field(ask.body, 'shown') });
  if (whyNot(props) !== undefined) return again(call, 409);
  if (press.to === 'look') return lookAgain(call, { office: press.office, from: press.from, slot: field(ask.body, 'shown') });
  if (press.to === 'choose') return choose(call, press.slotId, 'reread' in press);
  return id.ok ? confirm(call, id.value) : go(paths.booking);
}
