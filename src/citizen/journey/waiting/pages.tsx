import { randomUUID } from 'node:crypto';
import { type Texts, textsOf } from '../../../languages/index.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { type Form, FormFields, type FormState } from '../../../lib/form/index.ts';
import {
  Button,
  ErrorSummary,
  type FormErrors,
  hasErrors,
  LinkButton,
  Notice,
  Phrase,
  PostForm,
  Says,
} from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { DAY_KINDS, PARTS, tooManyAt } from '../../../waiting/acts.ts';
import type { WaitingOwn, WaitingPlace } from '../../acts.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { officesFor } from '../../offers.ts';
import { roomsOf, wholeWindow, withinReach } from '../../outlook.ts';
import { Ended } from '../../parts/ended.tsx';
import { readTyped, stateOf } from '../../parts/form.ts';
import { KeepTyped } from '../../parts/keep-typed.tsx';
import { blockedParty, visitOver } from '../../parts/problems.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { type Wish, wishForm, wishOf } from './form.ts';
import { HoldPlace, HowItComes, NotTheirs, NotYet, PlaceTold, useUntil, WishTold } from './view.tsx';

/** What was done, in words. */
const toldOf = ({ entry, link }: Texts['waiting'], done: string): string | undefined =>
  done === 'entered' || done === 'changed' ? entry[done] : done === 'passed' ? link.ended.passed.title : undefined;

/** Says one thing and leads back to the days. */
function told(ask: VisitAsk, what: 'left' | 'off' | 'elsewhere', status = 200): Answer {
  const words = textsOf(ask.language).waiting;
  return show(<Ended {...words[what]} token={ask.token()} next={[{ text: words.toCalendar, href: paths.calendar }]} />, status);
}

/** The form of a visit: offices to which its cards can be brought in time and at which so many can come together, and the days it may use at the first of those asked for. `kept`: days chosen already, whatever the window says by now. */
async function formOf(
  ask: VisitAsk,
  asked: readonly string[],
  kept: readonly string[],
): Promise<{ form: Form<Wish>; office: string } | undefined> {
  const reached = await withinReach(ask, await officesFor(ask.common, ask.visit.serviceCode));
  const rooms = await roomsOf(ask, reached);
  const offices = reached.filter(({ code }) => rooms.get(code) !== false);
  const first = offices.find(({ code }) => asked.includes(code)) ?? offices[0];
  if (first === undefined) return undefined;
  const days = await wholeWindow((from) => ask.days(ask.cookie, ask.visit, first.code, from), cityDay(ask.clock.now()));
  const known = kept.filter((day) => dayParam(day).ok && !days.includes(day));
  const usualEnd = await ask.common.usualEnd('');
  return { form: wishForm(ask.language, offices, [...new Set([...days, ...known])].toSorted(), usualEnd), office: first.code };
}

type Shown = { form: Form<Wish>; office: string; state: FormState; changing: boolean; free?: WaitingPlace | undefined };

/** The form, and what fits at once where something does: then nobody has to wait, and nothing was entered. */
async function formPage(ask: VisitAsk, { form, office, state, changing, free }: Shown): Promise<Answer> {
  const words = textsOf(ask.language).waiting.form;
  const all = await ask.common.places('');
  const token = ask.token();
  return show(
    <Frame
      title={textsOf(ask.language).waiting.title}
      token={token}
      wrong={hasErrors(state.errors) || free !== undefined}
      aside={<SoFar visit={ask.visit} offices={all} />}
    >
      <BackLink href={changing ? paths.waiting : withQuery(paths.calendar, { office })} />
      {free !== undefined && (
        <Notice kind="care" title={changing ? words.free.changeTitle : words.free.title} first>
          <Says>{words.free.says}</Says>
          <PlaceTold place={free} offices={all} />
          <HoldPlace place={free} token={token} id={randomUUID()}>
            {textsOf(ask.language).calendar.earliest.hold}
          </HoldPlace>
        </Notice>
      )}
      <ErrorSummary errors={state.errors} />
      <h1>
        <Phrase>{changing ? words.changeHeading : words.heading}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      <PostForm action={paths.waiting} token={token} hidden={{ id: randomUUID() }}>
        <FormFields form={form} state={state} />
        <div class="acts">
          <Button>{changing ? words.change : words.go}</Button>
        </div>
        <KeepTyped action={paths.waiting} />
      </PostForm>
    </Frame>,
    hasErrors(state.errors) ? 422 : free !== undefined ? 409 : 200,
    withQuery(paths.waiting, changing ? { change: 'yes' } : { office }),
  );
}

function Offered({
  ask,
  row,
  offices,
  token,
}: {
  ask: VisitAsk;
  row: WaitingOwn;
  offices: Parameters<typeof WishTold>[0]['offices'];
  token: string;
}) {
  const words = textsOf(ask.language).waiting;
  const until = useUntil();
  if (row.offer === null) return null;
  return (
    <Notice kind="done" title={words.link.heading}>
      <PlaceTold place={row.offer} offices={offices} until={until(row.offer.until, ask.clock.now())} />
      {row.same ? (
        <HoldPlace place={row.offer} token={token} id={randomUUID()}>
          {words.link.go}
        </HoldPlace>
      ) : (
        <NotTheirs row={row} token={token} />
      )}
    </Notice>
  );
}

async function entryPage(ask: VisitAsk, row: WaitingOwn): Promise<Answer> {
  const { language, visit } = ask;
  const words = textsOf(language).waiting;
  const [offices, hours, usualEnd] = await Promise.all([
    ask.common.places(''),
    ask.common.waitingHours(''),
    ask.common.usualEnd(''),
  ]);
  const done = toldOf(words, textOf(ask.query, 'done'));
  const token = ask.token();
  return show(
    <Frame title={words.title} token={token} aside={<SoFar visit={visit} offices={offices} />}>
      <BackLink href={paths.calendar} />
      {done !== undefined && <Notice kind="done" title={done} role="status" />}
      <h1>
        <Phrase>{words.entry.heading}</Phrase>
      </h1>
      <Says class="lead">{words.entry.linkLead}</Says>
      <div class="stack lead">
        <Offered ask={ask} row={row} offices={offices} token={token} />
        <WishTold row={row} offices={offices} usualEnd={usualEnd} />
        {row.whole && (
          <p>
            <a class="link-alone" href={withQuery(paths.waiting, { change: 'yes' })}>
              {words.entry.change}
            </a>
          </p>
        )}
        {row.same && <NotYet />}
      </div>
      <HowItComes row={row} hours={Math.max(1, hours)} />
      <div class="acts">
        <LinkButton href={paths.calendar} kind="second">
          {words.toCalendar}
        </LinkButton>{' '}
        <PostForm action={paths.waitingLeave} token={token} class="inline-form">
          <Button kind="danger">{words.entry.leave}</Button>
        </PostForm>
      </div>
    </Frame>,
  );
}

/** Who has a booking, or comes without a card, waits for nothing here. */
const notHere = ({ visit }: VisitAsk): Answer | undefined =>
  visit.state === 'booked' ? go(paths.reservation) : visit.needsCard && visit.purpose === 'book' ? undefined : go(paths.calendar);

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
  const made = await formOf(ask, row?.offices ?? [office], row === null ? [] : [row.from, row.to]);
  if (made === undefined) return go(paths.calendar);
  const days = made.form.fields.from.look.as === 'select' ? made.form.fields.from.look.options : [];
  const fresh: Wish = {
    offices: [made.office],
    from: days[0]?.value ?? '',
    to: days.at(-1)?.value ?? '',
    kinds: [...DAY_KINDS],
    parts: [...PARTS],
  };
  return formPage(ask, { ...made, state: stateOf(made.form.boxes(row ?? fresh)), changing: row !== null });
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
  const changing = (await ask.acts.waiting(ask.cookie)) !== null;
  const offices = (await officesFor(ask.common, ask.visit.serviceCode)).map(({ code }) => code);
  const ticked = offices.filter((code) => textOf(ask.body, `offices-${code}`) !== '');
  const made = await formOf(ask, ticked, [textOf(ask.body, 'from'), textOf(ask.body, 'to')]);
  if (made === undefined) return go(paths.calendar);
  const typed = readTyped(made.form, ask.body, ask.clock);
  const again = (errors: FormErrors = {}, free?: WaitingPlace): Promise<Answer> =>
    formPage(ask, { ...made, state: stateOf(typed.boxes, errors), changing, free });
  if (!typed.ok) return formPage(ask, { ...made, state: typed.state, changing });
  const id = uuid(textOf(ask.body, 'id'));
  const entered = await ask.acts.enterWaiting(ask.cookie, id.ok ? id.value : randomUUID(), wishOf(typed.value), ask.caller);
  if (entered.ok) return go(withQuery(paths.waiting, { done: entered.value === 'changed' ? 'changed' : 'entered' }));
  switch (entered.reason) {
    case 'no_visit':
      return visitOver(ask);
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
