import { type BoardMember, type BoardVisit, isFinal } from '../../../counter/board.ts';
import { clockTime, spokenMinutes } from '../../../lib/dates/format.ts';
import { cityMinute } from '../../../lib/dates/jst.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { can } from '../../../staff/rights.ts';
import { Presses } from '../../parts/press.tsx';
import { OutcomeState } from '../../parts/state.tsx';
import { WHEREABOUTS_WORDS } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { TodayProps } from './props.ts';

type RowProps = {
  ask: SignedAsk;
  props: TodayProps;
  visit: BoardVisit;
  member: BoardMember;
  seen: boolean;
  usual: string | undefined;
};

/** The service most of the day's visits are for: it goes without saying on a board of sixty rows. */
function usualService(visits: readonly BoardVisit[]): string | undefined {
  const counts = [...Map.groupBy(visits, ({ serviceName }) => serviceName)].map(([name, those]) => ({
    name,
    count: those.length,
  }));
  return counts.toSorted((one, other) => other.count - one.count)[0]?.name;
}

/** Which service, where it is not the usual one. */
const ServiceTag = ({ visit, usual }: { visit: BoardVisit; usual: string | undefined }) =>
  visit.serviceName === usual ? null : <span class="tag board-service">{visit.serviceName}</span>;

type WhoProps = { visit: BoardVisit; member: BoardMember; seen: boolean; small: boolean; usual: string | undefined };

function Who({ visit, member, seen, small, usual }: WhoProps) {
  if (!seen)
    return (
      <td colSpan={small ? 3 : 1}>
        <span class="board-name">表示を制限している方</span>
        <span class="sub">担当の職員が対応します</span>
        <ServiceTag visit={visit} usual={usual} />
      </td>
    );
  const name = printable(member.name).text;
  return (
    <td colSpan={small ? 3 : 1}>
      {member.cardId === null ? (
        <a class="board-name" href={paths.reservation(visit.id)}>
          {name}
        </a>
      ) : (
        <a class="board-name" href={paths.person(member.cardId)}>
          {name}
        </a>
      )}
      {!small && <span class="sub">{member.kana}</span>}
      <ServiceTag visit={visit} usual={usual} />
    </td>
  );
}

/** Where the card is: shelf place large enough to walk to; elsewhere and missing stand out by word, shape and colour. */
function CardCell({
  member,
  officeId,
  officeNames,
}: {
  member: BoardMember;
  officeId: number;
  officeNames: Map<number, string>;
}) {
  if (member.cardId === null || member.whereabouts === null) return <td>－</td>;
  const elsewhere = member.cardOfficeId !== null && member.cardOfficeId !== officeId;
  const missing = member.whereabouts === 'missing';
  // Here the office goes without saying; elsewhere its name stands above already.
  const shelf = member.place?.replace(/^[^ ]+ (?=.)/u, '');
  const look = missing ? ' state-stop' : elsewhere ? ' state-few' : '';
  const words = missing
    ? '！見つからない'
    : elsewhere
      ? `${officeNames.get(member.cardOfficeId ?? 0) ?? 'ほかの場所'}にあります`
      : WHEREABOUTS_WORDS[member.whereabouts];
  return (
    <td>
      <span class={`board-card${look}`}>{words}</span>
      <span class="sub">{shelf ?? '場所の記録がありません'}</span>
    </td>
  );
}

/** When the person came and how long they wait, when they were done, or how late they are. */
function Since({ member, visit, props }: { member: BoardMember; visit: BoardVisit; props: TodayProps }) {
  if (member.outcomeAt !== null) {
    const at = cityMinute(member.outcomeAt);
    const waits = member.outcome === 'arrived' && props.isToday ? props.nowMinute - at : 0;
    return (
      <span class="sub board-since">
        {clockTime(at)}
        {waits > 0 && `から ${spokenMinutes(waits)}`}
      </span>
    );
  }
  const late = props.isToday ? props.nowMinute - visit.startMinute : 0;
  return late > 0 && !isFinal(member.outcome) ? <span class="sub">{spokenMinutes(late)}過ぎ</span> : null;
}

function Row({ ask, props, visit, member, seen, usual }: RowProps) {
  const first = visit.members[0] === member;
  const done = visit.members.every(({ outcome }) => isFinal(outcome));
  const small = done && first;
  const begun = props.dayIsPast || (props.isToday && props.nowMinute >= visit.startMinute);
  return (
    <tr>
      {first && (
        <th class="board-time" scope="rowgroup" rowSpan={visit.members.length}>
          <span class="board-hour">{clockTime(visit.startMinute)}</span>
          <span class="sub">{visit.members.length}人</span>
        </th>
      )}
      <Who visit={visit} member={member} seen={seen} small={small} usual={usual} />
      {!small && (
        <>
          <td>{seen && member.noticeId !== null && <span class="code">{member.noticeId}</span>}</td>
          {seen ? <CardCell member={member} officeId={props.office.id} officeNames={props.officeNames} /> : <td />}
        </>
      )}
      <td class="board-note">{seen ? member.remark : ''}</td>
      <td>
        {visit.needsMoving && member.outcome === null ? (
          <span class="tag">要振替</span>
        ) : (
          <OutcomeState outcome={member.outcome} needsCard={visit.needsCard} />
        )}
        <Since member={member} visit={visit} props={props} />
      </td>
      <td class="board-act">
        {visit.needsMoving && seen ? (
          <a href={paths.reservation(visit.id)}>予約を見る</a>
        ) : (
          seen &&
          can(ask.session, 'counter.act') &&
          (props.isToday || props.dayIsPast) && (
            <Presses
              token={ask.token}
              reservationId={visit.id}
              position={member.position}
              outcome={member.outcome}
              needsCard={visit.needsCard}
              actId={member.actId}
              who={printable(member.name).text}
              begun={begun}
              back={{ office: props.office.code, day: props.isToday ? '' : props.day, all: props.all ? '1' : '' }}
            />
          )
        )}
      </td>
    </tr>
  );
}

const NowLine = ({ minute }: { minute: number }) => (
  <tbody class="board-now" id="now" data-now="">
    <tr>
      <td colSpan={7}>
        <span>いま {clockTime(minute)}</span>
      </td>
    </tr>
  </tbody>
);

/** The day by time; a line marks now. Replaced as a whole when the page refreshes itself. */
export function Board({ ask, props }: { ask: SignedAsk; props: TodayProps }) {
  const seesProtected = can(ask.session, 'cards.protected');
  const usual = usualService(props.visits);
  const at = props.shown.findIndex((visit) => visit.startMinute > props.nowMinute);
  const line = at < 0 ? props.shown.length : at;
  const body = (visit: BoardVisit) => {
    const looks = visit.members.some((member) => member.whereabouts === 'missing' && !isFinal(member.outcome))
      ? 'board-stop'
      : visit.members.some(({ outcome }) => outcome === 'arrived')
        ? 'board-here'
        : visit.members.every(({ outcome }) => isFinal(outcome))
          ? 'board-done'
          : '';
    return (
      <tbody id={`v-${visit.id}`} {...(looks === '' ? {} : { class: looks })}>
        {visit.members.map((member) => (
          <Row ask={ask} props={props} visit={visit} member={member} seen={seesProtected || !member.protected} usual={usual} />
        ))}
      </tbody>
    );
  };
  return (
    <div class="table-box">
      {props.services > 1 && usual !== undefined && <p class="small soft">{`手続きの印がない予約は、「${usual}」です。`}</p>}
      <table class="table board">
        <caption class="unseen">{props.office.name}の予約。時刻の順</caption>
        <thead>
          <tr>
            {['時刻', '来られる方', '交付通知書ID', 'カード', '備考', '状態', 'つぎの一手'].map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        {props.shown.slice(0, line).map(body)}
        {props.isToday && <NowLine minute={props.nowMinute} />}
        {props.shown.slice(line).map(body)}
      </table>
    </div>
  );
}
