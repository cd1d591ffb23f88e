import type { VNode } from 'preact';
import { whyNotBookable } from '../../../cards/bookable.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityInstant } from '../../../lib/dates/jst.ts';
import { FormFields, form } from '../../../lib/form/index.ts';
import { ErrorSummary, hasErrors, Notice, Says } from '../../../lib/html/index.ts';
import type { GridSlot } from '../../../reservations/grid.ts';
import { can } from '../../../staff/rights.ts';
import { takenInWords } from '../../parts/grid.tsx';
import { languageField } from '../../parts/language.ts';
import { notBookable, type One, partyStands, whyNotOne } from '../../parts/party.ts';
import { type Reasons, reasonFields } from '../../parts/reasons.ts';
import { RemarksBeside } from '../../parts/remarks-beside.tsx';
import { nameOf, remarkOf, type StandingToTell, type Who } from '../../parts/who.ts';
import { WhyNotWay } from '../../parts/why-not-way.tsx';
import { field, type SignedAsk } from '../../route.ts';
import { Full, liesWords, lyingElsewhere, NotToday } from './no-place.tsx';
import type { WalkInProps } from './props.ts';
import { Awaited, Booked, HandedOn } from './stands.tsx';
import { notThen } from './when-boxes.tsx';

/** The language of a mail that may follow, and the reasons asked where the slot is full or the person is booked already. */
export const walkInForm = ({ party, units }: Pick<WalkInProps, 'party' | 'units'>, { free }: GridSlot) =>
  form<Reasons & { language: string }>({
    ...reasonFields({
      exceed: free < units,
      stands: partyStands(party),
      label: '重ねて受付する理由',
    }),
    language: languageField,
  });

/** How the slot of a walk-in is called: none has begun before the office opens, or between two. */
export const slotTerm = (now: Temporal.Instant, { day, startMinute }: Pick<GridSlot, 'day' | 'startMinute'>): string =>
  Temporal.Instant.compare(now, cityInstant(day, startMinute)) < 0 ? '次の枠' : '現在の枠';

/** The visit that waits for the card of one of them, where there is one. */
export const awaitedOf = (party: WalkInProps['party']): StandingToTell | undefined =>
  party.flatMap(({ standing }) => (standing?.awaits === true ? [standing] : []))[0];

type ReceiveProps = { ask: SignedAsk; props: WalkInProps; who: Who };

/** Somebody who came along cannot be received: why, and the booking that is in the way. */
function NotAlong({ one }: { one: One }) {
  const why = whyNotOne(one);
  return (
    <Notice kind="care" title="受付できません">
      <Says>{`${nameOf(one.who)}さん：${why?.words ?? ''}この方を外すと、ほかの方を受付できます。`}</Says>
      <WhyNotWay of={why} />
    </Notice>
  );
}

/** Why who came cannot be received now; undefined where they can. */
function notNow({ ask, props, who }: ReceiveProps): VNode | undefined {
  const { when, office, party, units } = props;
  const { slot } = when;
  const standing = party[0]?.standing;
  const [not] = notBookable(party.slice(1));
  const card = who.by === 'card' ? who.card : undefined;
  const closed = card === undefined ? undefined : whyNotBookable(card);
  if (closed !== undefined)
    return (
      <Notice kind="care" title="受付できません">
        <Says>{`${closed}です。`}</Says>
      </Notice>
    );
  if (standing?.handOver !== undefined) return <HandedOn words={standing.handOver} />;
  if (standing?.sameCard === true)
    return <Booked standing={standing} ask={ask} when={when} office={office.code} today={props.toToday} />;
  // Received beside it, the visit that waits for this card would be told as one whose card never came.
  const awaited = awaitedOf(party);
  if (awaited !== undefined) return <Awaited standing={awaited} ask={ask} />;
  if (not !== undefined) return <NotAlong one={not} />;
  const then = notThen(office.name, when);
  if (then !== undefined || slot === undefined) return then;
  // Refused whatever is typed, also above the places of a full slot.
  if (props.notToday) return <NotToday {...{ props, who }} />;
  if (slot.free < units && !can(ask.session, 'booking.exceed')) return <Full slot={slot} {...{ props, who }} />;
  return undefined;
}

/** The slot of this moment with the button that puts who came into it, or why they cannot be received now. */
export function Receive({ ask, props, who }: ReceiveProps) {
  const { when, office, party, units, errors } = props;
  const { slot } = when;
  const not = notNow({ ask, props, who });
  if (not !== undefined || slot === undefined) return not ?? null;
  const { free } = slot;
  const asked = walkInForm(props, slot);
  const kept = asked.boxes({ language: props.language });
  const typed = (box: string, otherwise: string) => (props.typed?.[box] === undefined ? otherwise : field(props.typed, box));
  const full = free < units;
  const stands = partyStands(party) !== undefined;
  // The cursor waits at what is needed first; after errors the list of them has it, and while somebody is looked for their boxes.
  const waits = hasErrors({ ...errors, ...props.personErrors, ...props.moreErrors }) || props.foundMore.state !== 'none-asked';
  const focus = waits ? '' : full ? 'exceed' : stands ? 'person' : 'receive';
  return (
    <>
      <dl class="read-aloud">
        <dt>{when.late ? '来庁した時間' : slotTerm(ask.now, slot)}</dt>
        <dd class="read-large">
          {!when.today && `${shortDate(when.day)} `}
          {clockTime(slot.startMinute)}～{clockTime(slot.startMinute + slot.lasts)}
        </dd>
        <dt>空き</dt>
        <dd>{free === 0 ? '満員' : `${free}人`}</dd>
        <dt>予約の状況</dt>
        <dd>{takenInWords(slot)}</dd>
      </dl>
      {lyingElsewhere(party, office.id).map((one) => (
        <Notice kind="care">
          <Says>{liesWords(party, one)}</Says>
        </Notice>
      ))}
      {when.late && when.today && when.at === '' && (
        <Notice kind="info">
          <Says>本日の枠は終了しました。最後の枠で受付します。</Says>
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      <FormFields form={asked} state={{ shown: (box) => typed(box, kept[box] ?? ''), errors, focus }} />
      <RemarksBeside of={party.map(({ who: one }) => ({ name: nameOf(one), body: remarkOf(one)?.body ?? '' }))} />
      <p class="acts">
        <button
          class="button button-wide"
          type="submit"
          name="act"
          value="receive"
          {...(focus === 'receive' ? { autoFocus: true } : {})}
        >
          受付する
        </button>
      </p>
    </>
  );
}
