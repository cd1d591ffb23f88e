import { randomUUID } from 'node:crypto';
import { eraDate } from '../../../lib/dates/format.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, hasErrors, Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { Service } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { slipAsked } from '../../parts/mail-slip.ts';
import { partyStands } from '../../parts/party.ts';
import type { Chosen } from '../../parts/places.ts';
import { CallNow } from '../../parts/read-box.tsx';
import { nameOf, remarkOf, type Who } from '../../parts/who.ts';
import { field, type SignedAsk } from '../../route.ts';
import { contactBoxes, contactForm } from './contact.ts';
import type { BookingProps } from './props.ts';
import { heldHere, isFull } from './read.ts';
import { ToTell } from './to-tell.tsx';

type ConfirmProps = { ask: SignedAsk; props: BookingProps; who: Who; service: Service; chosen: Chosen };

/** Whose card has expired by the day that was chosen: staff may book it all the same, and know. */
function Expired({ party, day }: { party: BookingProps['party']; day: string }) {
  const those = party.flatMap(({ who }) =>
    who.by === 'card' && who.card.expiresOn !== null && who.card.expiresOn < day ? [who.card] : [],
  );
  if (those.length === 0) return null;
  return (
    <Notice kind="care" title="カードの有効期限が、来庁の日までに切れます">
      {those.map((card) => (
        <Says>{`${printable(card.name).text}さん　有効期限 ${eraDate(card.expiresOn ?? '')}`}</Says>
      ))}
    </Notice>
  );
}

/** Beside what is read aloud, where it stays in view, and again at the end: who goes through the boxes in their order meets it behind the last of them. */
const Go = () => (
  <Button wide name="act" value="confirm">
    この内容で予約する
  </Button>
);

/** Third column of the call: what is read aloud, what is still needed to book it, and what is told. */
export function Confirm({ ask, props, who, service, chosen }: ConfirmProps) {
  const { errors, party } = props;
  const stands = partyStands(party);
  const typed = (name: string, otherwise: string) => (props.typed?.[name] === undefined ? otherwise : field(props.typed, name));
  const full = isFull(props);
  const held = heldHere(props);
  const form = contactForm({ who, full: full && can(ask.session, 'booking.exceed'), stands });
  const card = who.by === 'card' ? who.card : undefined;
  const remark = remarkOf(who);
  const kept = form.boxes({ phone: card?.phone ?? null, remark: remark?.body ?? null, language: props.language });
  // The cursor waits in the first box that is needed; after errors the list of them has it, after a lost place the grid.
  const focus =
    hasErrors(errors) || props.problem?.near !== undefined ? '' : full ? 'exceed' : stands !== undefined ? 'person' : 'mail';
  const state = { shown: (box: string) => typed(box, kept[box] ?? ''), errors, focus };
  return (
    <>
      <CallNow
        problem={props.problem}
        names={party.map((one) => nameOf(one.who))}
        chosen={chosen}
        service={service.needsCard ? undefined : service.name}
        heldUntil={held?.until}
      >
        <p class="call-go">
          <Go />
        </p>
      </CallNow>
      {props.hold === undefined && !full && stands === undefined && (
        <Notice kind="care">
          <Says>確保の期限が過ぎました。空いていれば、このまま予約できます。</Says>
        </Notice>
      )}
      <Expired party={party} day={chosen.day} />
      <ErrorSummary errors={errors} />
      <input type="hidden" name="id" value={typed('id', randomUUID())} />
      <input type="hidden" name="held" value={held?.id ?? ''} />
      {Object.entries(slipAsked(ask)).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="remark_from" value={typed('remark_from', remark?.id == null ? '' : String(remark.id))} />
      <FormFields form={form} state={state} only={['exceedReason', 'personReason']} />
      <div class="call-contact">
        <FormFields form={form} state={state} only={['mail', 'phone', 'remark', 'language']} />
      </div>
      <ToTell ask={ask} props={props} service={service} chosen={chosen} />
      <p class="acts">
        <Go />
      </p>
    </>
  );
}

/** Before a place is chosen: what was typed for the one that was lost travels along. */
export function KeptContact({ props }: { props: BookingProps }) {
  return (
    <>
      <CallNow problem={props.problem} names={[]} chosen={undefined} />
      <p class="soft">日時を選ぶと、読み上げる内容を表示します。</p>
      {contactBoxes(props.party).map((name) => {
        const typed = props.typed?.[name];
        return typeof typed === 'string' && typed !== '' ? <input type="hidden" name={name} value={typed} /> : null;
      })}
    </>
  );
}
