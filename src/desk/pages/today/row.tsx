import { type Whereabouts, whereCardIs } from '../../../cards/whereabouts.ts';
import { type BoardMember, type BoardVisit, isFinal, type Section } from '../../../counter/board.ts';
import { outcomeWords } from '../../../counter/words.ts';
import { clockTime, shortDate, spokenMinutes } from '../../../lib/dates/format.ts';
import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { IconPulled, IconShelved, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { can } from '../../../staff/rights.ts';
import { AskInHand } from '../../parts/asked-in-hand.tsx';
import { LanguageTag } from '../../parts/language-tag.tsx';
import { OtherBooking } from '../../parts/other-booking.tsx';
import { Presses } from '../../parts/press.tsx';
import { Reading } from '../../parts/reading.tsx';
import { Ring } from '../../parts/ring.tsx';
import { scannedBirth } from '../../parts/scan-answer.tsx';
import { OutcomeState, State } from '../../parts/state.tsx';
import { awaitsWords, said } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { TodayProps } from './props.ts';

export const COLUMNS = 7;

type RowsProps = {
  ask: SignedAsk;
  props: TodayProps;
  visit: BoardVisit;
  /** Which part of the board the row stands in: a press leads back there. */
  section: Section;
  usual: string | undefined;
};
type RowProps = RowsProps & { member: BoardMember };

/** Where a press leads back to: the row of a person. */
const rowId = (visit: { id: string }, member: { position: number }): string => `p-${visit.id}-${member.position}`;

/** The board as it is looked at, to which a press of its rows leads back. */
const backOf = (props: TodayProps, section: Section): Record<string, string> => ({
  office: props.office.code,
  day: props.isToday ? '' : props.day,
  all: props.all ? '1' : '',
  in: section,
});

/** Which service, where it is not the usual one. */
const ServiceTag = ({ visit, usual }: { visit: BoardVisit; usual: string | undefined }) =>
  visit.serviceName === usual ? null : <span class="tag board-service">{visit.serviceName}</span>;

function Who({ visit, member, usual }: RowProps) {
  if (member.who === null)
    return (
      <td>
        <span class="board-name">表示を制限している方</span>
        <span class="sub">担当の職員が対応します</span>
        <ServiceTag visit={visit} usual={usual} />
      </td>
    );
  return (
    <td>
      <a class="board-name" href={member.cardId === null ? paths.reservation(visit.id) : paths.person(member.cardId)}>
        {printable(member.who.name).text}
      </a>
      {member.isChild && <span class="tag tag-child">15歳未満</span>}
      {member.protected && <span class="tag tag-chosen">支援措置</span>}
      {!isFinal(member.outcome) && <LanguageTag language={visit.language} />}
      {!isFinal(member.outcome) &&
        (member.cardId === null ? <Reading kana={member.who.kana} /> : <span class="sub">{member.who.kana}</span>)}
      {member.alike && <span class="sub">{scannedBirth(member)}</span>}
      <ServiceTag visit={visit} usual={usual} />
    </td>
  );
}

const LOOKS: Partial<Record<Whereabouts, readonly [look: string, sign: string]>> = {
  missing: [' state-stop', '！'],
  transit: [' state-few', '→'],
};

/** Where a card may be in an office, this one or another. */
const HERE_OR_THERE: ReadonlySet<Whereabouts> = new Set(['shelf', 'pulled', 'counter']);

/** Where it was last: broken before the place, never within it. */
const Also = ({ words }: { words: string }) => (
  <span class="sub">
    {words.split(/(?<=^\S+) /u).map((part, n) => (
      // The space stands between them: within one no line may break.
      <>
        {n > 0 && ' '}
        <span class="unbroken">{part}</span>
      </>
    ))}
  </span>
);

/** Whether the card is pulled, and beneath it the shelf to walk to; elsewhere, on its way and missing stand out by word, shape and colour. */
function CardCell({ member, props }: { member: BoardMember; props: TodayProps }) {
  if (member.awaits)
    return (
      <td>
        <span class="board-card state-few">△カード未着</span>
      </td>
    );
  const { cardId, whereabouts, cardOfficeId } = member;
  if (cardId === null || whereabouts === null) return <td>－</td>;
  if (isFinal(member.outcome) && member.outcome !== 'incomplete') return <td />;
  // The office goes without saying, or stands above already.
  const place = member.place?.replace(/^[^ ]+ (?=.)/u, '') ?? null;
  const { first, also } = whereCardIs({ whereabouts, place });
  if (HERE_OR_THERE.has(whereabouts) && cardOfficeId !== null && cardOfficeId !== props.office.id)
    return (
      <td>
        <span class="board-card state-few">
          △{props.officeNames.get(cardOfficeId) ?? 'ほかの場所'}
          {whereabouts === 'pulled' ? 'で引き抜き済（未回送）' : 'にあります'}
        </span>
        <span class="sub">{whereabouts === 'pulled' ? also : first}</span>
      </td>
    );
  switch (whereabouts) {
    case 'shelf':
      return (
        <td>
          <State icon={<IconShelved />} look="plain">
            未引き抜き
          </State>
          <span class="board-place">{first}</span>
        </td>
      );
    case 'pulled':
      return (
        <td>
          <State icon={<IconPulled />} look="plain">
            {first}
          </State>
          <Also words={also} />
        </td>
      );
    default: {
      const [look, sign] = LOOKS[whereabouts] ?? ['', ''];
      return (
        <td>
          <span class={`board-card${look}`}>
            {sign}
            {first}
          </span>
          <Also words={also} />
        </td>
      );
    }
  }
}

/** What whoever hands over must know: the remark, what was missing the last time, whom to ring. */
function Note({ member }: { member: BoardMember }) {
  const last = member.lastIncomplete;
  return (
    <td class="board-note">
      {member.remark}
      {member.expired && !isFinal(member.outcome) && <span class="state-stop board-last">カードの有効期限が切れています</span>}
      {last !== null && !isFinal(member.outcome) && (
        <span class="board-last">
          前回（{shortDate(last.day)}）不備{last.reason === '' ? '' : `：${last.reason}`}
        </span>
      )}
      {member.outcome === null && (member.whereabouts === 'missing' || member.awaits) && (
        <span class={`${member.awaits ? 'state-few' : 'state-stop'} board-last`}>
          <Ring phone={member.phone} />
        </span>
      )}
    </td>
  );
}

/** When the person came and how long they wait, when they were done, or how late they are. */
function Since({ member, visit, props }: { member: BoardMember; visit: BoardVisit; props: TodayProps }) {
  if (member.outcomeAt !== null) {
    const at = cityMinute(member.outcomeAt);
    const day = cityDay(member.outcomeAt);
    // Recorded afterwards it is of another day than the board.
    if (day !== props.day) return <span class="sub board-since">{`${shortDate(day)} ${clockTime(at)}`}</span>;
    const waits = member.outcome === 'arrived' && props.isToday ? props.nowMinute - at : 0;
    return <span class="sub board-since">{waits > 0 ? `受付から${spokenMinutes(waits)}` : clockTime(at)}</span>;
  }
  const late = props.isToday ? props.nowMinute - visit.startMinute : 0;
  return late > 0 ? <span class="sub">予約時刻から{spokenMinutes(late)}</span> : null;
}

/** What a press on this row came to, said at the row: it is in view after the press. */
function Said({ ask, props, visit, member, section }: RowProps) {
  const { pressed } = props;
  if (pressed?.reservationId !== visit.id || pressed.position !== member.position) return null;
  const refused = said(props.refused);
  const done = props.undone
    ? '元に戻しました。'
    : member.outcome === null || member.who === null
      ? undefined
      : `${outcomeWords(member.outcome, visit.needsCard)}にしました。`;
  const words = refused ?? done;
  if (words === undefined) return null;
  return (
    <div
      class={`note ${refused === undefined ? 'note-done' : 'note-stop'} board-said`}
      role={refused === undefined ? 'status' : 'alert'}
    >
      <Says>{words}</Says>
      <AskInHand token={ask.token} of={props.inHand} back={backOf(props, section)} />
      <OtherBooking of={props.other} />
    </div>
  );
}

function Acts(row: RowProps & { name: string }) {
  const { ask, props, visit, member, section, name } = row;
  if (!can(ask.session, 'counter.act') || props.ended || !(props.isToday || props.dayIsPast)) return null;
  const begun = props.dayIsPast || (props.isToday && props.nowMinute >= visit.startMinute);
  if (member.awaits) return <span class="sub">{awaitsWords(begun, visit.members.length > 1)}</span>;
  const yet = visit.members.filter(({ outcome, awaits }) => outcome === null && !awaits);
  const here = visit.members
    .filter(({ outcome, asksFirst }) => outcome === 'arrived' && asksFirst === null)
    .map(({ position }) => position);
  // A press on several of the party is taken back once, at the first of them.
  const withAct = visit.members.find(({ act, who }) => who !== null && act !== null && act.first === member.act?.first);
  return (
    <Presses
      token={ask.token}
      reservationId={visit.id}
      position={member.position}
      outcome={member.outcome}
      needsCard={visit.needsCard}
      asksFirst={member.asksFirst}
      act={withAct === member ? member.act : null}
      party={visit.members.find(({ awaits }) => !awaits) === member ? yet.map(({ position }) => position) : []}
      here={here[0] === member.position ? here : []}
      who={printable(name).text}
      lookedFor={member.whereabouts === 'missing' ? member.cardId : null}
      begun={begun}
      back={backOf(props, section)}
    />
  );
}

function Row(row: RowProps) {
  const { props, visit, member } = row;
  const seen = member.who !== null;
  const first = visit.members[0] === member;
  return (
    <tr id={rowId(visit, member)} data-row="">
      {first && (
        <th class="board-time" scope="rowgroup" rowSpan={visit.members.length}>
          <span class="board-hour">{clockTime(visit.startMinute)}</span>
          <span class="sub">{visit.members.length}人</span>
        </th>
      )}
      <Who {...row} />
      <td>{member.noticeId !== null && <span class="code">{member.noticeId}</span>}</td>
      {seen ? <CardCell member={member} props={props} /> : <td />}
      {seen ? <Note member={member} /> : <td />}
      <td>
        <OutcomeState outcome={member.outcome} needsCard={visit.needsCard} />
        {member.reason !== '' && <span class="sub">{member.reason}</span>}
        <Since member={member} visit={visit} props={props} />
      </td>
      <td class="board-act">
        {member.who !== null && <Acts {...row} name={member.who.name} />}
        <Said {...row} />
      </td>
    </tr>
  );
}

/** One visit: a row for each of its people, one time for all. */
export function VisitRows(rows: RowsProps) {
  const { visit } = rows;
  const look = visit.members.some((member) => member.whereabouts === 'missing' && !isFinal(member.outcome))
    ? 'board-stop'
    : visit.members.every(({ outcome }) => isFinal(outcome))
      ? 'board-done'
      : '';
  return (
    <tbody id={`v-${visit.id}`} {...(look === '' ? {} : { class: look })}>
      {visit.members.map((member) => (
        <Row {...rows} member={member} />
      ))}
    </tbody>
  );
}
