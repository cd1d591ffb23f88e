import { clockTime } from '../../../lib/dates/format.ts';
import { LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import type { GridSlot } from '../../../reservations/grid.ts';
import { takenInWords } from '../../parts/grid.tsx';
import { type One, withOf } from '../../parts/party.ts';
import { keepWho, nameOf, type Who } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import type { WalkInProps } from './props.ts';

type Props = { props: WalkInProps; who: Who };

/** The way to the times they may have, with all who came. */
const ShowTimes = ({ props: { office, service, party }, who }: Props) => (
  <p class="acts">
    <LinkButton
      href={withQuery(paths.booking, { ...keepWho(who), with: withOf(party), office: office.code, service: service?.id })}
      kind="second"
      focus
    >
      予約の空きを表示する
    </LinkButton>
  </p>
);

/** The slot has no place left for them. A time that is over is recorded of who came: another visit is no help. */
export function Full({ props, who, slot }: Props & { slot: GridSlot }) {
  const { when, units, exceeders } = props;
  const whoExceeds = `枠を超えて受付できるのは、権限のある職員${exceeders.length === 0 ? '' : `（${exceeders.join('、')}など）`}だけです。`;
  return (
    <Notice
      kind="care"
      title={`${clockTime(slot.startMinute)}の枠は、${units > 1 ? `${units}人分の空きがありません` : '満員です'}`}
    >
      <Says>{`この枠：${takenInWords(slot)}`}</Says>
      {when.late ? (
        <Says>{`${whoExceeds}来庁した時間を別の枠に変更するか、その職員に受付を依頼してください。`}</Says>
      ) : (
        <>
          <Says>{`${whoExceeds}次に空いている時間を予約できます。`}</Says>
          <ShowTimes props={props} who={who} />
        </>
      )}
    </Notice>
  );
}

/** Whose card lies at another office, and where. */
export const lyingElsewhere = (party: readonly One[], officeId: number): { name: string; at: string }[] =>
  party.flatMap((one) =>
    one.who.by === 'card' && one.who.card.officeId !== null && one.who.card.officeId !== officeId
      ? [{ name: nameOf(one.who), at: one.who.card.officeName ?? 'ほかの場所' }]
      : [],
  );

/** A card lies at another office. */
export const liesWords = (party: readonly One[], { name, at }: { name: string; at: string }): string =>
  `${party.length > 1 ? `${name}さんの` : ''}カードは${at}にあります。この場所では、交付できません。`;

/** Today is not in the time in which they may come: their card is at another office, or nobody can be booked here today. */
export function NotToday({ props, who }: Props) {
  const { party, office } = props;
  const elsewhere = lyingElsewhere(party, office.id);
  return (
    <Notice kind="care" title="本日は、受付できません">
      {elsewhere.map((one) => (
        <Says>{liesWords(party, one)}</Says>
      ))}
      <Says>
        {elsewhere.length > 0
          ? 'カードが届く日から、この場所の予約を受けられます。'
          : '本日は、この手続きの予約可能期間の外です。別の日の予約を受けてください。'}
      </Says>
      <ShowTimes props={props} who={who} />
    </Notice>
  );
}
