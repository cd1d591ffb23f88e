import { randomUUID } from 'node:crypto';
import { textsOf } from '../../../languages/index.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { expiresAt, neverOpenAt, tooManyAt } from '../../../waiting/acts.ts';
import type { WaitingPlace } from '../../acts.ts';
import { mayNotMove } from '../../manage/change/cannot.tsx';
import { officesFor } from '../../offers.ts';
import { Ended } from '../../parts/ended.tsx';
import { readTyped, stateOf } from '../../parts/form.ts';
import { blockedParty, tooOften, visitOver } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { entryPage } from './entry-page.tsx';
import { wishOf } from './form.ts';
import { formOf, formPage } from './form-page.tsx';

/** Says one thing and leads back to the days. */
function told(ask: VisitAsk, what: 'left' | 'off' | 'elsewhere' | 'none', status = 200): Answer {
  const words = textsOf(ask.language).waiting;
  if (ask.visit.state !== 'booked')
    return show(
      <Ended
        {...words[what === 'none' ? 'off' : what]}
        token={ask.token()}
        next={[{ text: words.toCalendar, href: paths.calendar }]}
      />,
      status,
    );
  const { none, left, back } = words.beside;
  const said = what === 'none' ? none : what === 'left' ? { ...words.left, says: left } : words[what];
  return show(<Ended {...said} token={ask.token()} next={[{ text: back, href: paths.reservation }]} />, status);
}

/** Who comes without a card waits for nothing here, nor whose booking may not be changed on the web. */
function notHere(ask: VisitAsk): Answer | undefined {
  const { visit } = ask;
  if (visit.state === 'booked') return visit.needsCard ? mayNotMove(ask) : go(paths.reservation);
  return visit.needsCard && visit.purpose === 'book' ? undefined : go(paths.calendar);
}

/** There is nothing to choose: no day that comes into question, or none before the booking. */
const nothingToChoose = (ask: VisitAsk): Answer => (ask.visit.state === 'booked' ? told(ask, 'none', 409) : go(paths.calendar));

/** 空き待ち of the visit: what it waits for, or the form to enter. */
export async function waitingPage(ask: VisitAsk): Promise<Answer> {
  const elsewhere = notHere(ask);
  if (elsewhere !== undefined) return elsewhere;
  const row = await ask.acts.waiting(ask.cookie);
  if (row !== null && (textOf(ask.query, 'change') === '' || !row.whole)) return entryPage(ask, row);
  if (textOf(ask.query, 'done') === 'left') return told(ask, 'left');
  if ((await ask.common.waitingHours('')) === 0) return told(ask, 'off', 409);
  if (ask.visit.alreadyBooked) return blockedParty({ reason: 'already_booked' }, ask);
  const office = textOf(ask.query, 'office');
  const made = await formOf(ask, row?.offices ?? [office], row === null ? [] : [row.from, row.to], row);
  if (made === undefined) return nothingToChoose(ask);
  return formPage(ask, { ...made, state: stateOf(made.form.boxes(row ?? made.fresh)), changing: row !== null });
}

/** The time that fits at once, as the refusal carries it. */
function freeIn(detail: string | undefined): WaitingPlace | undefined {
  const read: unknown = JSON.parse(detail ?? 'null');
  if (typeof read !== 'object' || read === null) return undefined;
  const { slot, office, day, startMinute } = read as Partial<Record<keyof WaitingPlace, unknown>>;
  return typeof slot === 'number' && typeof office === 'string' && typeof day === 'string' && typeof startMinute === 'number'
    ? { slot, office, day, startMinute }
    : undefined;
}

/** Enters the party, or changes what it waits for; nothing typed is lost. */
export async function waitingSubmit(ask: VisitAsk): Promise<Answer> {
  const elsewhere = notHere(ask);
  if (elsewhere !== undefined) return elsewhere;
  const words = textsOf(ask.language).waiting.form.errors;
  const entry = await ask.acts.waiting(ask.cookie);
  const changing = entry !== null;
  const offices = (await officesFor(ask.common, ask.visit.serviceCode)).map(({ code }) => code);
  const ticked = offices.filter((code) => textOf(ask.body, `offices-${code}`) !== '');
  const made = await formOf(ask, ticked, [textOf(ask.body, 'from'), textOf(ask.body, 'to')], entry);
  if (made === undefined) return nothingToChoose(ask);
  const typed = readTyped(made.form, ask.body, ask.clock);
  const again = (errors: FormErrors = {}, free?: WaitingPlace): Promise<Answer> =>
    formPage(ask, { ...made, state: stateOf(typed.boxes, errors), changing, free });
  if (!typed.ok) return formPage(ask, { ...made, state: typed.state, changing });
  const id = uuid(textOf(ask.body, 'id'));
  const entered = await ask.acts.enterWaiting(ask.cookie, id.ok ? id.value : randomUUID(), wishOf(typed.value), ask.caller);
  if (entered.ok) return go(withQuery(paths.waiting, { done: entered.value === 'changed' ? 'changed' : 'entered' }));
  switch (entered.reason) {
    case 'no_visit':
    // The booking was cancelled at this moment.
    case 'unknown':
      return visitOver(ask);
    case 'too_often':
      return tooOften(ask);
    case 'off':
      return told(ask, 'off', 409);
    case 'waits_elsewhere':
      return told(ask, 'elsewhere', 409);
    case 'already_booked':
    case 'card_not_bookable':
      return blockedParty({ reason: entered.reason }, ask);
    case 'nothing_to_come':
      return again({ to: words.soon });
    case 'out_of_reach':
      return again({ offices: words.far });
    case 'bad_choice':
      if (expiresAt(entered) !== undefined) return again({ offices: words.expires });
      if (neverOpenAt(entered) !== undefined) return again({ offices: words.never });
      return again(tooManyAt(entered) === undefined ? { to: words.days } : { offices: words.many });
    case 'place_free':
      return again({}, freeIn(entered.detail));
  }
}

/** Leaves the list; what was held goes to the next one. */
export async function leaveSubmit(ask: VisitAsk): Promise<Answer> {
  const left = await ask.acts.leaveWaiting(ask.cookie, ask.caller);
  if (!left.ok && left.reason === 'no_visit') return visitOver(ask);
  return go(withQuery(paths.waiting, { done: 'left' }));
}

/** Lets what is held go; who waits waits on. */
export async function letPass(ask: VisitAsk): Promise<Answer> {
  const passed = await ask.acts.passWaiting(ask.cookie, ask.caller);
  if (!passed.ok && passed.reason === 'no_visit') return visitOver(ask);
  return go(passed.ok && passed.value === 'passed' ? withQuery(paths.waiting, { done: 'passed' }) : paths.waiting);
}
