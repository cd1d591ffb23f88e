import { textsOf } from '../../../languages/index.ts';
import { Button, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import type { WaitingRow } from '../../acts.ts';
import { beginVisit } from '../../begin.ts';
import type { Office } from '../../common.ts';
import { Frame } from '../../frame.tsx';
import { Ended } from '../../parts/ended.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, type Ask, show } from '../../route.ts';
import { useTexts } from '../../speech.tsx';
import { beginPath } from '../begin/pages.ts';
import { mailedAgain } from '../link/pages.tsx';
import { HowItStands, LeaveNote, PlaceTold, useUntil, WishTold } from './view.tsx';

type Ending = 'passed' | 'left' | 'over' | 'unknown';

/** A link that does nothing more: why, and the way on. */
function ended({ language }: Ask, why: Ending, booking: WaitingRow['booking'] = null): Answer {
  const { waiting: words, link } = textsOf(language);
  // Who has a booking is led to it, not to another.
  const onward = booking === null ? { text: words.link.begin, href: beginPath() } : { text: link.manage, href: paths.manage };
  return show(
    <Ended {...words.link.ended[why]} finish={false} next={[onward]}>
      {booking === null ? null : <HowItStands booking={booking} />}
    </Ended>,
    why === 'passed' || why === 'left' ? 200 : why === 'unknown' ? 404 : 410,
  );
}

/** What the link was for is held no longer; beside a booking that stays as it is, and is told. */
async function overPage(ask: Ask, secret: string): Promise<Answer> {
  const row = await ask.acts.lookAtWaiting(secret);
  return ended(ask, 'over', row.found === 'unknown' ? null : row.booking);
}

/** A press that has the mail of the offer sent anew. */
function Again({ token, secret }: { token: string; secret: string }) {
  return (
    <PostForm action={paths.waitingAgain.replace(':secret', secret)} token={token}>
      <div class="acts">
        <Button>{useTexts().link.used.again}</Button>
      </div>
    </PostForm>
  );
}

/** It was opened before, in another browser or in a visit that is over: who has the mailbox is sent a new one. */
function usedLink({ language, token }: Ask, secret: string): Answer {
  const { ended: endings, goOn, begin } = textsOf(language).waiting.link;
  return show(
    <Ended
      {...endings.used}
      finish={false}
      next={[
        { text: goOn, href: paths.continue },
        { text: begin, href: beginPath() },
      ]}
    >
      <Again token={token()} secret={secret} />
    </Ended>,
    410,
  );
}

/** POST: the new mail of the offer, to the address the link went to. */
export async function renewOffer(ask: Ask): Promise<Answer> {
  const secret = uuid(ask.params['secret']);
  const sent = secret.ok ? await ask.acts.renewOffer(secret.value, ask.caller) : 'unknown';
  return sent === 'unknown' ? waitingLinkPage(ask) : mailedAgain(ask.language, sent);
}

type PageProps = {
  row: WaitingRow;
  offices: Office[];
  usualEnd: number;
  token: string;
  secret: string;
  now: Temporal.Instant;
};

function Leave({ token, secret }: Pick<PageProps, 'token' | 'secret'>) {
  const words = useTexts().waiting.entry;
  return (
    <PostForm action={paths.waitingEnd.replace(':secret', secret)} token={token} class="inline-form">
      <Button kind="second">{words.leave}</Button>
    </PostForm>
  );
}

/** What is held, and one button that goes on with it; below it the ways not to. */
function OfferPage({ row, offices, token, secret, now }: PageProps) {
  const { link: words, beside } = useTexts().waiting;
  const until = useUntil();
  if (row.offer === null) return null;
  const { booking } = row;
  return (
    <Frame title={words.title} finish={false}>
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      <Says class="lead">{booking === null ? words.lead : beside.link}</Says>
      <PlaceTold place={row.offer} offices={offices} until={until(row.offer.until, now)} />
      {booking !== null && <HowItStands booking={booking} />}
      <PostForm action={paths.waitingLink.replace(':secret', secret)} token={token}>
        <div class="acts">
          <Button>{booking === null ? words.go : beside.go}</Button>
        </div>
      </PostForm>
      <section class="section">
        <h2>
          <Phrase>{words.otherwise}</Phrase>
        </h2>
        <Says>{words.passNote}</Says>
        <LeaveNote row={row} />
        <div class="acts">
          <PostForm action={paths.waitingPass.replace(':secret', secret)} token={token} class="inline-form">
            <Button kind="second">{words.pass}</Button>
          </PostForm>{' '}
          <Leave token={token} secret={secret} />
        </div>
      </section>
    </Frame>
  );
}

/** What is held for who waits, and the mail that leads on with it: this link may be opened by many, its own one only once. */
function Meanwhile({ row, offices, token, secret, now }: PageProps) {
  const words = useTexts().waiting;
  const until = useUntil();
  if (row.offer === null) return null;
  return (
    <Notice kind="done" title={words.link.heading}>
      <PlaceTold place={row.offer} offices={offices} until={until(row.offer.until, now)} />
      <Says>{words.offer.byMail}</Says>
      <Again token={token} secret={secret} />
    </Notice>
  );
}

function EntryPage(props: PageProps) {
  const { row, offices, usualEnd, token, secret } = props;
  const words = useTexts().waiting;
  return (
    <Frame title={words.title} finish={false}>
      <h1>
        <Phrase>{words.entry.heading}</Phrase>
      </h1>
      <Says class="lead">{words.entry.linkLead}</Says>
      <Meanwhile {...props} />
      <WishTold row={row} offices={offices} usualEnd={usualEnd} />
      {row.booking !== null && <HowItStands booking={row.booking} />}
      <LeaveNote row={row} />
      <div class="acts">
        <Leave token={token} secret={secret} />
      </div>
    </Frame>
  );
}

/** GET shows: mail scanners open links. Nothing of a person stands on it. */
export async function waitingLinkPage(ask: Ask): Promise<Answer> {
  const secret = uuid(ask.params['secret']);
  if (!secret.ok) return ended(ask, 'unknown');
  const row = await ask.acts.lookAtWaiting(secret.value);
  if (row.found === 'used') return usedLink(ask, secret.value);
  if (row.found === 'unknown') return ended(ask, 'unknown');
  if (row.found !== 'entry' && row.found !== 'offer') return ended(ask, row.found, row.booking);
  const [offices, usualEnd] = await Promise.all([ask.common.places(''), ask.common.usualEnd('')]);
  const props = { row, offices, usualEnd, token: ask.token(), secret: secret.value, now: ask.clock.now() };
  return show(row.found === 'offer' ? <OfferPage {...props} /> : <EntryPage {...props} />);
}

/** The page that asks once more, for what is to be read of the day that is held. */
async function changeByLink({ acts }: Ask, secret: string): Promise<string> {
  const row = await acts.lookAtWaiting(secret);
  if (row.found === 'unknown' || row.offer === null) return paths.reservation;
  const { office, day, slot } = row.offer;
  return withQuery(paths.change, { office, day, slot: String(slot) });
}

/**
 * POST: this browser goes on with the place, through the cautions to the booking; beside a booking that is moved there at once. Once: pressed twice at one moment it is the
 * same visit.
 */
export async function takeByLink(ask: Ask): Promise<Answer> {
  const parsed = uuid(ask.params['secret']);
  if (!parsed.ok) return ended(ask, 'unknown');
  const { secret, hash } = beginVisit(ask.press(parsed.value));
  const moved = await ask.acts.moveToOffer(parsed.value, hash, ask.language, ask.caller);
  if (moved === 'moved') return { kind: 'go', to: withQuery(paths.reservation, { done: 'changed' }), begin: secret };
  if (moved === 'to_read') return { kind: 'go', to: await changeByLink(ask, parsed.value), begin: secret };
  if (moved === 'used') return waitingLinkPage(ask);
  if (moved === 'over') return overPage(ask, parsed.value);
  const took = await ask.acts.takeOffer(parsed.value, hash, ask.language, ask.caller);
  if (took === 'used') return waitingLinkPage(ask);
  if (took !== 'ready') return ended(ask, took === 'entry' ? 'unknown' : took);
  return { kind: 'go', to: paths.cautions, begin: secret };
}

export async function passByLink(ask: Ask): Promise<Answer> {
  const secret = uuid(ask.params['secret']);
  const passed = secret.ok ? await ask.acts.passOffer(secret.value, ask.caller) : 'unknown';
  if (passed === 'used') return waitingLinkPage(ask);
  return ended(ask, passed === 'already' ? 'over' : passed);
}

export async function endByLink(ask: Ask): Promise<Answer> {
  const secret = uuid(ask.params['secret']);
  const left = secret.ok ? await ask.acts.leaveByLink(secret.value, ask.caller) : 'unknown';
  if (left === 'used') return waitingLinkPage(ask);
  return ended(ask, left === 'already' ? 'left' : left);
}
