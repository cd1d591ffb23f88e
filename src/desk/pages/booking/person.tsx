import { randomUUID } from 'node:crypto';
import { holdForCall, letGo } from '../../../reservations/desk-hold.ts';
import { readForm } from '../../parts/form.tsx';
import { personForm } from '../../parts/person-form.tsx';
import { asMember, keepPerson, whoOf } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { again, type Call } from './call.tsx';
import { heldHere, ownHold, readBooking } from './read.ts';
import { BookingPage } from './view.tsx';

/** Keeps who comes, for a service without a card on file, and goes on to the places; what is wrong is said at its box. */
export async function submitPerson(ask: SignedAsk): Promise<Answer> {
  const person = readForm(ask, personForm);
  const props = await readBooking(ask, ask.body);
  if (!person.ok)
    return show(<BookingPage ask={ask} props={{ ...props, errors: {}, personErrors: person.errors, typed: ask.body }} />, 422);
  const person_id = await keepPerson(ask);
  const who = await whoOf(ask, { person_id }, props.service);
  // In another window the call goes on about whom a place is held for; else it is about somebody else now.
  const goesOn = who !== undefined && props.service !== undefined && (await ownHold(ask, props.service, who)) !== undefined;
  if (!goesOn) await letGo(ask.db, ask.actor, ask.session.accountId);
  const at = { service: field(ask.body, 'service').slice(0, 20), office: field(ask.body, 'office').slice(0, 40) };
  return go(withQuery(paths.booking, { ...at, person_id }));
}

/** The call about the first as their boxes say by now, for a service without a card on file: kept, and the place held for them again. Undefined where they say what is known; an answer where they cannot be read. */
export async function corrected(call: Call): Promise<SignedAsk | Answer | undefined> {
  const { ask, props, who, service } = call;
  if (who.by === 'card' || ask.body['name'] === undefined) return undefined;
  const read = readForm(ask, personForm);
  if (!read.ok) return again(call, 422, { personErrors: read.errors });
  const [known, now] = [personForm.boxes(who.person), personForm.boxes(read.value)];
  if (Object.entries(known).every(([box, value]) => now[box] === value)) return undefined;
  const person_id = await keepPerson(ask);
  const held = heldHere(props);
  await letGo(ask.db, ask.actor, ask.session.accountId);
  if (held !== undefined) {
    const members = [{ person: read.value }, ...props.party.slice(1).map((one) => asMember(one.who))];
    // Where it is refused, the page shows the place as one that is not held.
    await holdForCall(ask.db, ask.actor, { id: randomUUID(), serviceId: service.id, slotId: held.slotId, members });
  }
  return { ...ask, body: { ...ask.body, person_id } };
}
