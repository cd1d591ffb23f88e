import { randomUUID } from 'node:crypto';
import { whyNotBookable } from '../../../cards/bookable.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityInstant } from '../../../lib/dates/jst.ts';
import { form } from '../../../lib/form/index.ts';
import { hasErrors, LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import type { GridSlot } from '../../../reservations/grid.ts';
import type { Standing } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import { DeskForm } from '../../parts/form.tsx';
import { languageField } from '../../parts/language.ts';
import { type Reasons, reasonFields } from '../../parts/reasons.ts';
import { keepWho, type Who } from '../../parts/who.ts';
import { awaitsWords } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { WalkInProps } from './props.ts';

/** The language of a mail that may follow, and the reasons asked where the slot is full or the person is booked already. */
export const walkInForm = ({ free }: GridSlot, standing: Standing | undefined) =>
  form<Reasons & { language: string }>({
    ...reasonFields({
      exceed: free === 0,
      stands: standing === undefined ? undefined : `同じ方に、${shortDate(standing.day)}の予約があります。`,
      label: '重ねて受け付ける理由',
    }),
    language: languageField,
  });

/** Who has a visit taken before going live that waits for their card: what to do with it before they are received. */
function Awaited({ ask, standing }: { ask: SignedAsk; standing: Standing }) {
  const { day, startMinute, officeName, people, reservationId } = standing;
  const begun = Temporal.Instant.compare(ask.now, cityInstant(day, startMinute)) >= 0;
  return (
    <Notice kind="care" title="この方には、カード未着の予約があります">
      <Says>{`${shortDate(day)} ${clockTime(startMinute)}、${officeName}の予約です。${awaitsWords(begun, people > 1)}`}</Says>
      <p class="acts">
        <LinkButton href={paths.reservation(reservationId)} kind="second">
          予約の画面を開く
        </LinkButton>
      </p>
    </Notice>
  );
}

/** The slot of this moment with the button that puts who came into it, or why they cannot be received now. */
export function Receive({ ask, props, who }: { ask: SignedAsk; props: WalkInProps; who: Who }) {
  const { slot, office, service, standing, errors } = props;
  const card = who.by === 'card' ? who.card : undefined;
  const closed = card === undefined ? undefined : whyNotBookable(card);
  if (closed !== undefined)
    return (
      <Notice kind="care" title="受け付けられません">
        <Says>{`${closed}です。`}</Says>
      </Notice>
    );
  if (standing?.sameCard === true)
    return (
      <Notice kind="care" title="この方には予約があります">
        <Says>{`${shortDate(standing.day)} ${clockTime(standing.startMinute)}、${standing.officeName}の予約です。本日の枠に変更するか、取り消してから受け付けてください。`}</Says>
        <p class="acts">
          <LinkButton href={withQuery(paths.move(standing.reservationId), { office: office.code })} kind="second">
            予約を変更する
          </LinkButton>
        </p>
      </Notice>
    );
  // Received beside it, the visit that waits for this card would be told as one whose card never came.
  if (standing?.awaits === true) return <Awaited standing={standing} ask={ask} />;
  if (slot === undefined)
    return (
      <Notice kind="care" title="現在の時間の枠がありません">
        <Says>{`${office.name}の、本日の受付は終了したか、閉庁です。`}</Says>
      </Notice>
    );
  const { free } = slot;
  const full = free === 0;
  if (full && !can(ask.session, 'booking.exceed'))
    return (
      <Notice kind="care" title={`${clockTime(slot.startMinute)}の枠は満員です`}>
        <Says>枠を超えて受け付けられるのは、管理者だけです。次に空いている時間を予約できます。</Says>
        <p class="acts">
          <LinkButton
            href={withQuery(paths.booking, { ...keepWho(who), office: office.code, service: service?.id })}
            kind="second"
          >
            予約の空きを表示する
          </LinkButton>
        </p>
      </Notice>
    );
  const ready = !full && standing === undefined && !hasErrors(errors);
  const elsewhere = card !== undefined && card.officeId !== null && card.officeId !== office.id;
  return (
    <DeskForm
      ask={ask}
      form={walkInForm(slot, standing)}
      action={paths.walkIn}
      values={{ language: props.language }}
      errors={errors}
      class=""
      hidden={{
        id: field(ask.body, 'id') || randomUUID(),
        ...keepWho(who),
        service: service === undefined ? '' : String(service.id),
        office: office.code,
        slot: String(slot.id),
        search: props.search,
      }}
      submit={
        <button class="button button-wide" type="submit" {...(ready ? { autoFocus: true } : {})}>
          受け付ける
        </button>
      }
    >
      <dl class="read-aloud">
        <dt>現在の枠</dt>
        <dd class="read-large">
          {clockTime(slot.startMinute)}～{clockTime(slot.startMinute + slot.minutes)}
        </dd>
        <dt>空き</dt>
        <dd>{full ? '満員' : `${free}人`}</dd>
      </dl>
      {elsewhere && (
        <Notice kind="care">
          <Says>{`カードは${card.officeName ?? 'ほかの場所'}にあります。この場所では、交付できません。`}</Says>
        </Notice>
      )}
    </DeskForm>
  );
}
