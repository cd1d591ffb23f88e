import { letGo } from '../../../reservations/desk-hold.ts';
import { readForm } from '../../parts/form.tsx';
import { keepBoxes } from '../../parts/kept-boxes.ts';
import { personForm } from '../../parts/person-form.tsx';
import { keepPerson } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import type { Call } from './call.tsx';
import { contactBoxes } from './contact.ts';
import { readBooking } from './read.ts';
import { BookingPage } from './view.tsx';

/** Keeps who comes, for a service without a card on file, and goes on to the places; what is wrong is said at its box. */
export async function submitPerson(ask: SignedAsk): Promise<Answer> {
  const person = readForm(ask, personForm);
  const props = await readBooking(ask, ask.body);
  if (!person.ok)
    return show(<BookingPage ask={ask} props={{ ...props, errors: {}, personErrors: person.errors, typed: ask.body }} />, 422);
  await letGo(ask.db, ask.actor, ask.session.accountId);
  const [person_id, typed] = await Promise.all([keepPerson(ask), keepBoxes(ask, contactBoxes(props.party))]);
  const at = { service: field(ask.body, 'service').slice(0, 20), office: field(ask.body, 'office').slice(0, 40) };
  return go(withQuery(paths.booking, { ...at, person_id, with: field(ask.body, 'with').slice(0, 400), typed }));
}

/** Enter in the boxes of who comes, where they were typed anew; undefined where they say what is known. */
export async function corrected({ ask, who }: Call): Promise<Answer | undefined> {
  if (who.by === 'card' || field(ask.body, 'name') === '') return undefined;
  const known = personForm.boxes(who.person);
  const read = readForm(ask, personForm);
  const now = read.ok ? personForm.boxes(read.value) : undefined;
  return Object.entries(known).every(([box, value]) => now?.[box] === value) ? undefined : submitPerson(ask);
}
