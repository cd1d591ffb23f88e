import type { VNode } from 'preact';
import { textsOf } from '../../../languages/index.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import type { JoinRefusal } from '../../acts.ts';
import { cannotChange, whyNot } from '../../manage/change/cannot.tsx';
import { byOf } from '../../offers.ts';
import { readTyped, stateOf } from '../../parts/form.ts';
import { mostOf } from '../../parts/most.ts';
import { missingReads, NewlyRead, notReadIn, readIn } from '../../parts/newly-read.tsx';
import { visitOver } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { atLeast } from '../../same-time.ts';
import { standing } from '../../visit.ts';
import { workAgain } from '../../work/again.ts';
import { ownOf } from '../cautions/own.ts';
import { noticeForm, provenBy, yearNeeded } from '../notice/form.tsx';
import { NoticePage, type NoticePageProps } from '../notice/view.tsx';
import { personForm } from '../person/form.tsx';
import { PersonPage, type PersonPageProps } from '../person/view.tsx';
import { isOffered, longerTimesFor, Refused } from './join-refused.tsx';
import { partyClosed, versionSeen } from './pages.tsx';

/** The version of the booking the form is drawn from; none before it is booked. */
const versionOf = ({ visit }: VisitAsk): string => {
  const booked = standing(visit, 'booked');
  return booked === undefined ? '' : String(booked.version);
};

type Shown = { status?: number; above?: NoticePageProps['above'] };

function byNotice(ask: VisitAsk, more: Partial<NoticePageProps> = {}, { status = 200, above }: Shown = {}): Answer {
  return show(
    <NoticePage
      token={ask.token()}
      purpose="join"
      service={ask.visit.serviceCode}
      state={stateOf({})}
      version={versionOf(ask)}
      above={above}
      visit={ask.visit}
      {...more}
    />,
    status,
  );
}

async function asPerson(
  ask: VisitAsk,
  more: Partial<PersonPageProps> = {},
  { status = 200, above }: Shown = {},
): Promise<Answer> {
  const service = (await ask.common.services('')).find(({ code }) => code === ask.visit.serviceCode);
  if (service === undefined) return go(paths.party);
  return show(
    <PersonPage
      token={ask.token()}
      purpose="join"
      service={service}
      state={stateOf({})}
      version={versionOf(ask)}
      above={above}
      visit={ask.visit}
      {...more}
    />,
    status,
  );
}

/** Where somebody is added: nobody may be added, or the party is full, and the list says so. */
async function closed(ask: VisitAsk): Promise<Answer | undefined> {
  const over = partyClosed(ask);
  if (over !== undefined) return over;
  return ask.visit.people >= (await mostOf(ask)) ? go(paths.party) : undefined;
}

export async function joinForm(ask: VisitAsk): Promise<Answer> {
  return (await closed(ask)) ?? (byOf(ask.visit) === 'card' ? byNotice(ask) : asPerson(ask));
}

/** What came of a proof that was right; undefined where the form is shown again with why. */
async function afterwards(ask: VisitAsk, reason: JoinRefusal): Promise<Answer | undefined> {
  switch (reason) {
    case 'no_visit':
      return visitOver(ask);
    case 'too_late':
      return cannotChange(whyNot(ask.visit), ask.language, ask.token());
    case 'unknown':
    case 'lapsed':
    case 'changed_meanwhile':
      return go(withQuery(paths.party, { why: 'meanwhile' }));
    case 'party_full':
      return go(paths.party);
    default:
      return undefined;
  }
}

/** Who was added to a booking is asked how they come, where papers depend on it (§8(3)⑨); before it is booked the cautions ask. */
async function added(ask: VisitAsk): Promise<Answer> {
  const asked = ask.visit.state === 'booked' && (await ownOf(ask)).asks.length > 0;
  return go(withQuery(asked ? paths.needs : paths.party, { done: 'added' }));
}

/** What is new to the booking's party with who joins: shown below what was typed, to be read before the same press (§8(3)⑨⑩). */
function toRead(ask: VisitAsk, detail: string | undefined): { errors: FormErrors; within: VNode } {
  const [notRead, read] = [notReadIn(detail), readIn(ask.body)];
  const errors = missingReads(ask.language, notRead, read);
  return { errors, within: <NewlyRead notRead={notRead} read={read} errors={errors} /> };
}

async function submitNotice(ask: VisitAsk): Promise<Answer> {
  const { language } = ask;
  const askYear = textOf(ask.body, 'ask_year') === 'yes';
  const typed = readTyped(noticeForm(language, { askYear, purpose: 'join' }), ask.body, ask.clock);
  const { state } = typed;
  if (!typed.ok) return byNotice(ask, { state, askYear }, { status: 422 });
  const proof = { ...provenBy(typed.value), address: ask.address };
  const done = await ask.challenges.read(ask.body);
  const joined = await atLeast(
    ask.sameTimeMs,
    ask.acts.joinByNotice(ask.cookie, proof, versionSeen(ask.body), ask.caller, done, readIn(ask.body)),
  );
  if (!joined.ok && joined.reason === 'to_read') {
    const { errors, within } = toRead(ask, joined.detail);
    return byNotice(
      ask,
      { state: stateOf(typed.boxes, errors), askYear, within, ...(await workAgain(ask, done, false)) },
      { status: 422 },
    );
  }
  if (!joined.ok) {
    const offered = await isOffered(ask, joined);
    const longer = await longerTimesFor(ask, joined);
    const above = <Refused reason={joined.reason} detail={joined.detail} ask={ask} offered={offered} longer={longer} />;
    const again = await workAgain(ask, done, false);
    return (await afterwards(ask, joined.reason)) ?? byNotice(ask, { state, askYear, ...again }, { status: 409, above });
  }
  const work = await workAgain(ask, done, joined.value === 'work_needed');
  switch (joined.value) {
    case 'ok':
      return added(ask);
    case 'party_full':
      return go(paths.party);
    case 'work_needed':
      return byNotice(ask, { state, askYear, ...work }, { status: 422 });
    case 'year_needed':
      return byNotice(
        ask,
        { askYear: true, ...work, state: askYear ? state : stateOf(typed.boxes, yearNeeded(language)) },
        { status: 422 },
      );
    case 'refused':
      return byNotice(ask, { state, askYear, ...work, refused: await ask.common.numbers('') }, { status: 422 });
  }
}

async function submitPerson(ask: VisitAsk): Promise<Answer> {
  const { language } = ask;
  const words = textsOf(language).person;
  const typed = readTyped(personForm(language, 'join'), ask.body, ask.clock);
  const { state } = typed;
  if (!typed.ok) return asPerson(ask, { state }, { status: 422 });
  const who = { person: typed.value, address: ask.address };
  const joined = await ask.acts.joinAsPerson(ask.cookie, who, versionSeen(ask.body), ask.caller, readIn(ask.body));
  if (!joined.ok && joined.reason === 'to_read') {
    const { errors, within } = toRead(ask, joined.detail);
    return asPerson(ask, { state: stateOf(typed.boxes, errors), within }, { status: 422 });
  }
  if (!joined.ok) {
    const longer = await longerTimesFor(ask, joined);
    const above = <Refused reason={joined.reason} detail={joined.detail} ask={ask} longer={longer} />;
    return (await afterwards(ask, joined.reason)) ?? asPerson(ask, { state }, { status: 409, above });
  }
  switch (joined.value) {
    case 'ok':
      return added(ask);
    case 'party_full':
      return go(paths.party);
    case 'too_many':
      return asPerson(ask, { state, tooMany: await ask.common.numbers('') }, { status: 429 });
    case 'refused':
      return asPerson(ask, { state: stateOf(typed.boxes, { name: words.errors.name.unreadable }) }, { status: 422 });
  }
}

/** §8(3)⑥⑩: one person more, proven by their own ID and birthday; without a card by what the first said of themselves. */
export async function joinSubmit(ask: VisitAsk): Promise<Answer> {
  const over = await closed(ask);
  if (over !== undefined) return over;
  // A form of before it was booked does not change the booking.
  if (ask.visit.state === 'booked' && versionSeen(ask.body) === null) return go(withQuery(paths.party, { why: 'meanwhile' }));
  return byOf(ask.visit) === 'card' ? submitNotice(ask) : submitPerson(ask);
}
