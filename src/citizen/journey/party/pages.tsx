import { countIn, formatsOf, textsOf } from '../../../languages/index.ts';
import { Button, LinkButton, Notice, Phrase, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { put } from '../../../lib/language/text.ts';
import { rowVersion } from '../../../lib/values/ids.ts';
import type { Companion } from '../../acts.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { cannotChange, whyNot } from '../../manage/change/cannot.tsx';
import { byOf } from '../../offers.ts';
import { Ended } from '../../parts/ended.tsx';
import { mostOf } from '../../parts/most.ts';
import { visitOver } from '../../parts/problems.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { standing } from '../../visit.ts';
import { GoOn, Named, type OfferInTheWay, Party } from './view.tsx';

/** What a form sent back of the booking it was drawn from; null: of none. */
export const versionSeen = (body: unknown): number | null => {
  const seen = rowVersion(textOf(body, 'version'));
  return seen.ok ? seen.value : null;
};

/** Why nobody can join or leave this visit any more; undefined where they can. */
export function partyClosed(ask: VisitAsk): Answer | undefined {
  const { visit } = ask;
  if (visit.state === 'cancelled' || visit.state === 'ended') return go(paths.reservation);
  const booked = standing(visit, 'booked');
  if (booked === undefined) return visit.purpose === 'manage' ? go(paths.reservation) : undefined;
  if (booked.slotClosed) return go(paths.reservation);
  return booked.changeable ? undefined : cannotChange(whyNot(booked), ask.language, ask.token());
}

const TOLD = ['added', 'removed'] as const;
const WHY = ['many', 'blocked', 'meanwhile'] as const;

function Why({ why, most, ask }: { why: string; most: number; ask: VisitAsk }) {
  const words = textsOf(ask.language).party;
  const said = WHY.find((one) => one === why);
  if (said === undefined) return null;
  return (
    <Notice kind="stop" role="alert">
      <Says>{said === 'many' ? put(words.tooMany, { most }) : words[said]}</Says>
    </Notice>
  );
}

/** What is held for them from the waiting list, where it is what stands in somebody's way. */
async function offerInTheWay(ask: VisitAsk, party: readonly Companion[]): Promise<OfferInTheWay | undefined> {
  const held = party.filter(({ trouble }) => trouble === 'held_elsewhere').map(({ ref }) => ref);
  const row = held.length === 0 ? null : await ask.acts.waiting(ask.cookie);
  const to = row?.offeredTo.filter((ref) => held.includes(ref)) ?? [];
  return row?.offer == null || to.length === 0 ? undefined : { to, until: new Date(row.offer.until) };
}

type OnwardProps = { ask: VisitAsk; party: readonly Companion[]; most: number; offer: OfferInTheWay | undefined };

/**
 * On from the list: to the days, to the place that is held, or back to the booking. Not while somebody of it cannot be booked: where a place of the waiting
 * list is held for them, on to that.
 */
function Onward({ ask, party, most, offer }: OnwardProps) {
  const words = textsOf(ask.language).party;
  const { state } = ask.visit;
  if (state === 'booked') return <GoOn href={paths.reservation}>{words.back}</GoOn>;
  if (offer !== undefined) return <GoOn href={paths.waiting}>{words.toOffer}</GoOn>;
  if (party.length > most || party.some(({ trouble }) => trouble !== null)) return null;
  if (state === 'held') return <GoOn href={paths.cautions}>{countIn(ask.language, words.goOnHeld, party.length)}</GoOn>;
  return <GoOn href={paths.calendar}>{countIn(ask.language, words.goOn, party.length)}</GoOn>;
}

/** Who comes: of a visit that chooses, that holds a place, or that is booked. */
export async function partyPage(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  const closed = partyClosed(ask);
  if (closed !== undefined) return closed;
  const words = textsOf(language).party;
  const by = byOf(visit);
  const booked = visit.state === 'booked';
  const [party, offices, most] = await Promise.all([ask.acts.party(ask.cookie), ask.common.places(''), mostOf(ask)]);
  const offer = await offerInTheWay(ask, party);
  const done = TOLD.find((one) => one === textOf(ask.query, 'done'));
  const told = done === 'removed' && booked ? 'cancelled' : done;
  const token = ask.token();
  return show(
    <Frame title={booked ? words.bookedTitle : words.title} token={token} aside={<SoFar visit={visit} offices={offices} />}>
      <BackLink href={booked ? paths.reservation : visit.state === 'held' ? paths.cautions : paths.calendar} />
      {told !== undefined && <Notice kind="done" title={words.told[told]} role="status" />}
      <Why why={textOf(ask.query, 'why')} most={most} ask={ask} />
      <h1>
        <Phrase>{booked ? words.bookedHeading : words.heading}</Phrase>
      </h1>
      <Says class="lead">{booked ? words.bookedLead : words.lead[by]}</Says>
      {(by === 'card' || party.some(({ name }) => name === null)) && <Says class="soft">{words.unnamed[by]}</Says>}
      <Party
        by={by}
        token={token}
        party={party}
        now={visit.serverNow}
        booked={booked}
        most={most}
        offer={offer}
        addNote={visit.state === 'held' ? words.addMoves : undefined}
      />
      <Onward ask={ask} party={party} most={most} offer={offer} />
    </Frame>,
  );
}

/** Asks once before one of a booking leaves it. */
export async function removeForm(ask: VisitAsk): Promise<Answer> {
  const { language } = ask;
  const closed = partyClosed(ask);
  if (closed !== undefined) return closed;
  const booked = standing(ask.visit, 'booked');
  if (booked === undefined) return go(paths.party);
  const party = await ask.acts.party(ask.cookie);
  const at = party.findIndex(({ ref }) => ref === textOf(ask.query, 'who'));
  const one = party[at];
  if (one === undefined) return go(withQuery(paths.party, { why: 'meanwhile' }));
  if (party.length === 1) return lastOne(ask);
  const words = textsOf(language).party.leave;
  const token = ask.token();
  return show(
    <Frame title={words.title} token={token}>
      <BackLink href={paths.party} />
      <h1>
        <Phrase>{put(words.heading, { n: at + 1 })}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      <SummaryList
        rows={[
          { term: words.who, value: <Named one={one} /> },
          { term: words.when, value: <Phrase>{formatsOf(language).longWhen(booked.day, booked.startMinute)}</Phrase> },
        ]}
      />
      <div class="acts">
        <PostForm
          action={paths.partyRemove}
          token={token}
          class="inline-form"
          hidden={{ who: one.ref, version: String(booked.version) }}
        >
          <Button kind="danger">{words.go}</Button>
        </PostForm>{' '}
        <LinkButton href={paths.party} kind="second">
          {words.keep}
        </LinkButton>
      </div>
    </Frame>,
  );
}

/** Nobody would be left: what is meant is the booking itself. */
function lastOne({ language, token }: VisitAsk): Answer {
  const words = textsOf(language).party.leave;
  return show(
    <Ended
      title={words.title}
      says={[words.last]}
      token={token()}
      next={[
        { text: words.lastGo, href: paths.cancel },
        { text: textsOf(language).party.back, href: paths.reservation },
      ]}
    />,
    409,
  );
}

/** One person less; what was held or booked for them is free at once. */
export async function removeSubmit(ask: VisitAsk): Promise<Answer> {
  const booked = standing(ask.visit, 'booked');
  const seen = versionSeen(ask.body);
  // A form of before it was booked does not change the booking.
  if (booked !== undefined && seen === null) return go(withQuery(paths.party, { why: 'meanwhile' }));
  const left = await ask.acts.leaveParty(ask.cookie, textOf(ask.body, 'who'), seen, ask.caller);
  if (left.ok) return go(withQuery(paths.party, { done: 'removed' }));
  switch (left.reason) {
    case 'no_visit':
      return visitOver(ask);
    case 'too_late':
      return cannotChange(whyNot(ask.visit), ask.language, ask.token());
    case 'last':
      return lastOne(ask);
    case 'first':
    case 'unknown':
    case 'lapsed':
    case 'changed_meanwhile':
      return go(withQuery(paths.party, { why: 'meanwhile' }));
  }
}
