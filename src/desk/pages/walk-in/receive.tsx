import { randomUUID } from 'node:crypto';
import { clockTime, shortDate, spokenTime } from '../../../lib/dates/format.ts';
import { hasErrors, LinkButton, Notice, PostForm, Says, TextField } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { keepWho, type Who } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { WalkInProps } from './props.ts';

/** The slot of this moment with the button that puts who came into it, or why they cannot be received now. */
export function Receive({ ask, props, who }: { ask: SignedAsk; props: WalkInProps; who: Who }) {
  const { slot, office, service, standing, errors } = props;
  const card = who.by === 'card' ? who.card : undefined;
  if (card !== undefined && (!card.isOpen || card.bookableBy === 'nobody'))
    return (
      <Notice kind="care" title="受け付けられません">
        <Says>{`交付状況が「${card.statusName}」です。`}</Says>
      </Notice>
    );
  if (standing?.sameCard === true)
    return (
      <Notice kind="care" title="この方には予約があります">
        <Says>{`${shortDate(standing.day)} ${spokenTime(standing.startMinute)}、${standing.officeName}の予約です。本日の枠に変更するか、取り消してから受け付けてください。`}</Says>
        <p class="acts">
          <LinkButton href={withQuery(paths.move(standing.reservationId), { office: office.code })} kind="second">
            予約を変更する
          </LinkButton>
        </p>
      </Notice>
    );
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
    <PostForm
      action={paths.walkIn}
      token={ask.token}
      hidden={{
        id: field(ask.body, 'id') || randomUUID(),
        ...keepWho(who),
        service: service === undefined ? '' : String(service.id),
        office: office.code,
        slot: String(slot.id),
        search: props.search,
      }}
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
      {full && (
        <TextField
          name="exceed"
          label="枠を超える理由"
          hint="満員の枠です。理由は記録に残ります。"
          error={errors['exceed']}
          value={field(ask.body, 'exceed')}
        />
      )}
      {standing !== undefined && (
        <TextField
          name="person"
          label="重ねて受け付ける理由"
          hint={`同じ方に、${shortDate(standing.day)}の予約があります。`}
          error={errors['person']}
          value={field(ask.body, 'person')}
        />
      )}
      <p class="acts">
        <button class="button button-wide" type="submit" {...(ready ? { autoFocus: true } : {})}>
          受け付ける
        </button>
      </p>
    </PostForm>
  );
}
