import { randomUUID } from 'node:crypto';
import { formatsOf, momentFrom, textsOf } from '../../../languages/index.ts';
import { Button, LinkButton, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import type { JoinRefusal, LongerTime } from '../../acts.ts';
import { nextMinute } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { VisitAsk } from '../../route.ts';

type Refusal = { reason: JoinRefusal; detail?: string | undefined };

/** Whether what stands in somebody's way, until then, is what is held from the waiting list for them and others of this visit. */
export const isOffered = async (ask: VisitAsk, { reason, detail }: Refusal): Promise<boolean> =>
  reason === 'held_elsewhere' && detail !== undefined && (await ask.acts.waiting(ask.cookie))?.offer?.until === detail;

/** Where so many take the time after theirs too and it is taken: other times of that day that have it. */
export const longerTimesFor = async (ask: VisitAsk, { detail }: Refusal): Promise<LongerTime[]> =>
  detail === 'longer' ? ask.acts.longerTimes(ask.cookie) : [];

/** Each in one press: what is held is held anew there, and one is back where somebody is added; of a booking the next page asks once more. */
function LongerTimes({ ask, times }: { ask: VisitAsk; times: readonly LongerTime[] }) {
  const words = textsOf(ask.language).party;
  const say = formatsOf(ask.language);
  const { visit } = ask;
  const place = { office: visit.officeCode ?? '', day: visit.day ?? '' };
  return (
    <>
      <Says>{words.longerTimes}</Says>
      {times.map(({ slotId, startMinute }) => {
        const go = put(words.longerGo, { time: say.time(startMinute) });
        return visit.state === 'booked' ? (
          <p class="acts">
            <LinkButton href={withQuery(paths.change, { ...place, slot: String(slotId) })} kind="second">
              {go}
            </LinkButton>
          </p>
        ) : (
          <PostForm
            action={paths.times}
            token={ask.token()}
            hidden={{ ...place, slot: String(slotId), id: randomUUID(), adds: 'yes' }}
          >
            <div class="acts">
              <Button kind="second">{go}</Button>
            </div>
          </PostForm>
        );
      })}
    </>
  );
}

type RefusedProps = Refusal & { ask: VisitAsk; offered?: boolean; longer?: readonly LongerTime[] };

/** What is said of somebody who is who they say, but cannot come with the others; with the way on. Names nobody. */
export function Refused({ reason, detail, ask, offered = false, longer = [] }: RefusedProps) {
  const words = textsOf(ask.language).party;
  const { refused } = words;
  const { visit } = ask;
  const booked = visit.state === 'booked';
  const office = visit.officeCode ?? '';
  const times = { href: withQuery(paths.times, { office, day: visit.day ?? '' }), text: words.toTimes };
  const [says, next]: [string, { href: string; text: string } | undefined] = (() => {
    switch (reason) {
      case 'twice_in_party':
        return [refused.twice, { href: paths.party, text: words.title }];
      case 'already_booked':
        return [refused.already_booked, undefined];
      case 'held_elsewhere':
        if (offered && detail !== undefined)
          return [
            put(words.trouble.offered, { until: momentFrom(formatsOf(ask.language), new Date(detail), visit.serverNow) }),
            { href: paths.waiting, text: words.toOffer },
          ];
        return [
          put(refused.held_elsewhere, {
            until: detail === undefined ? '' : momentFrom(formatsOf(ask.language), nextMinute(new Date(detail)), visit.serverNow),
          }),
          undefined,
        ];
      case 'full':
        if (detail === 'longer') return [booked ? refused.longerBooked : refused.longer, times];
        return [booked ? refused.fullBooked : refused.full, times];
      case 'outside_window':
        if (visit.state !== 'held' && !booked && (detail === 'expires' || detail === 'far')) return [refused[detail], undefined];
        return [
          detail === 'expires' ? refused.expiresBefore : refused.outside_window,
          { ...times, href: withQuery(paths.calendar, { office }) },
        ];
      case 'past':
        return [refused.outside_window, { ...times, href: withQuery(paths.calendar, { office }) }];
      case 'closed':
        // Shut, and staff receive who has booked all the same.
        if (detail === 'kept') return [refused.kept, undefined];
        // So many take a slot more, and the counter shuts before it.
        if (detail === 'longer') return [booked ? refused.longerBooked : refused.longer, times];
        return [refused.closed, { ...times, href: withQuery(paths.calendar, { office }) }];
      case 'too_many_for_mail':
      case 'too_many_held':
      case 'too_often':
        return [refused.too_many, undefined];
      default:
        return [refused.not_bookable, undefined];
    }
  })();
  return (
    <Notice kind="stop" title={refused.title} role="alert">
      <Says>{says}</Says>
      {longer.length > 0 && <LongerTimes ask={ask} times={longer} />}
      {next !== undefined && (
        <p class="acts">
          <LinkButton href={next.href} kind="second">
            {next.text}
          </LinkButton>
        </p>
      )}
    </Notice>
  );
}
