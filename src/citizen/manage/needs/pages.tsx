import { textsOf } from '../../../languages/index.ts';
import { Button, ErrorSummary, hasErrors, LinkButton, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { rowVersion } from '../../../lib/values/ids.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { ownOf } from '../../journey/cautions/own.ts';
import { KeepTyped, onlySpeaks } from '../../parts/keep-typed.tsx';
import { type Needs, NeedsAsked, needsIn } from '../../parts/needs.tsx';
import { missingReads, NewlyRead, NOTHING_READ, type NotRead, notReadIn, readIn } from '../../parts/newly-read.tsx';
import { visitOver } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { cannotChange } from '../change/cannot.tsx';
import { bookedOf, withoutBooking } from '../reservation/pages.tsx';

const NOTHING: NotRead = { cautions: [], bring: [] };

/** `typed`: answers of a form that did not count yet. `notRead`: what is new to its party by them, to be ticked before they do. */
async function page(ask: VisitAsk, typed: Needs = {}, notRead: NotRead = NOTHING): Promise<Answer> {
  const booked = bookedOf(ask);
  if (booked === undefined) return withoutBooking(ask);
  const { asks, people } = await ownOf(ask);
  if (asks.length === 0) return go(paths.reservation);
  const { needs: words, party } = textsOf(ask.language);
  // Somebody was just added: they may add one more.
  const added = textOf(ask.query, 'done') === 'added';
  const back = added ? paths.party : paths.reservation;
  const token = ask.token();
  const read = notRead === NOTHING ? NOTHING_READ : readIn(ask.body);
  const errors = missingReads(ask.language, notRead, read);
  return show(
    <Frame title={words.title} token={token} wrong={hasErrors(errors)}>
      <BackLink href={back} />
      {added && (
        <Notice kind="done" title={party.told.added} role="status">
          <Says>{words.added}</Says>
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      <Says class="lead">{words.bookedLead}</Says>
      <PostForm action={paths.needs} token={token} hidden={{ version: String(booked.version) }}>
        <NeedsAsked people={people} asks={asks} needs={typed} />
        <NewlyRead notRead={notRead} read={read} errors={errors} />
        <div class="acts">
          <Button>{words.save}</Button>{' '}
          <LinkButton href={back} kind="second">
            {words.back}
          </LinkButton>
        </div>
        <KeepTyped action={paths.needs} />
      </PostForm>
    </Frame>,
    hasErrors(errors) ? 422 : 200,
  );
}

export const needsPage = (ask: VisitAsk): Promise<Answer> => page(ask);

/** Who has booked comes otherwise than they said: what is new to them is read first (§8(3)⑨⑩), then papers, mail and calendar file follow. */
export async function needsSubmit(ask: VisitAsk): Promise<Answer> {
  const { body, language, visit } = ask;
  if (bookedOf(ask) === undefined) return withoutBooking(ask);
  const { asks, people } = await ownOf(ask);
  const needs = needsIn(body, people, asks);
  const seen = rowVersion(textOf(body, 'version'));
  if (needs === undefined || !seen.ok) return go(paths.needs);
  if (onlySpeaks(body)) return page(ask, needs);
  const answered = await ask.acts.answer(ask.cookie, needs, seen.value, ask.caller, readIn(body));
  if (answered.ok) return go(answered.value === 'same' ? paths.reservation : withQuery(paths.reservation, { done: 'changed' }));
  switch (answered.reason) {
    case 'no_visit':
      return visitOver(ask);
    case 'over':
      return withoutBooking(ask);
    case 'to_read':
      return page(ask, needs, notReadIn(answered.detail));
    default:
      return visit.state === 'booked' ? cannotChange('changed_meanwhile', language, ask.token()) : withoutBooking(ask);
  }
}
