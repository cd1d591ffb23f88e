import { isFinal } from '../../../counter/board.ts';
import { NOT_READY_WORDS } from '../../../counter/not-ready.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { IconWrong, LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { can } from '../../../staff/rights.ts';
import { CalledLine } from '../../parts/call-line.tsx';
import { OtherBooking } from '../../parts/other-booking.tsx';
import { Ring } from '../../parts/ring.tsx';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { callKey, type TodayProps } from './props.ts';

type Props = { ask: SignedAsk; props: TodayProps };

/** A missing card outranks everything on the board: the visitor is called before they come; who is there already waits for it. */
export function Alerts({ ask, props }: Props) {
  const missing = props.visits.flatMap((visit) =>
    visit.members.flatMap(({ who, cardId, whereabouts, outcome, phone }) =>
      who !== null && whereabouts === 'missing' && !isFinal(outcome) ? [{ visit, who, cardId, phone, outcome }] : [],
    ),
  );
  return (
    <>
      {missing.map(({ visit, who, cardId, phone, outcome }) => (
        <div class="alert">
          <IconWrong />
          <p>
            <b>
              {clockTime(visit.startMinute)} {printable(who.name).text}さんのカードは、所在確認中です。
            </b>
            {outcome === null ? (
              <>
                <Ring phone={phone} then="してください" />。
                <CalledLine
                  ask={ask}
                  reservationId={visit.id}
                  call={props.calls.get(callKey(visit.id, cardId))}
                  name={printable(who.name).text}
                  phone={phone}
                />
              </>
            ) : (
              '受付中です。カードを探してください。'
            )}
          </p>
          {cardId !== null && (
            <LinkButton href={paths.person(cardId)} kind="stop">
              カードを探す
            </LinkButton>
          )}
        </div>
      ))}
    </>
  );
}

const SHOWN = 5;

/** Who comes and whose card will not be there, with whom to ring; on today's board from the evening on also of the next open day. */
export function NotReadyNotice({ ask, props: { notReady, calls, office, isToday } }: Props) {
  if (notReady.length === 0) return null;
  const seesList = can(ask.session, 'people.see');
  return (
    <Notice kind="care" title={`カードがそろっていない来庁　${notReady.length}人`}>
      <ul class="bullets">
        {notReady.slice(0, SHOWN).map(({ reservationId, cardId, day, startMinute, who, why, phone }) => (
          <li>
            {`${isToday ? `${shortDate(day)} ` : ''}${clockTime(startMinute)}　`}
            {seesList ? (
              <a href={cardId === null ? paths.reservation(reservationId) : paths.person(cardId)}>{printable(who.name).text}</a>
            ) : (
              printable(who.name).text
            )}
            さん　{NOT_READY_WORDS[why]}　<Ring phone={phone} />
            {'　'}
            <CalledLine
              ask={ask}
              reservationId={reservationId}
              call={calls.get(callKey(reservationId, cardId))}
              name={printable(who.name).text}
              phone={phone}
            />
          </li>
        ))}
      </ul>
      {seesList && (
        <p>
          <a href={withQuery(paths.list('not-ready'), { office: office.code })}>一覧と次の操作を表示する</a>
        </p>
      )}
    </Notice>
  );
}

/** What a press came to whose row is not on the board: taken back with its booking, or of another day. */
export function Said({ props }: { props: TodayProps }) {
  const { pressed } = props;
  if (pressed !== undefined && props.visits.some(({ id }) => id === pressed.reservationId)) return null;
  const refused = said(props.refused);
  if (refused !== undefined)
    return (
      <Notice kind="stop" role="alert">
        <Says>{refused}</Says>
        <OtherBooking of={props.other} />
      </Notice>
    );
  if (!props.undone) return null;
  return (
    <Notice kind="done" role="status">
      <Says>受付を取り消しました。窓口受付で登録した予約も、取り消しました。</Says>
    </Notice>
  );
}

/** The day is closed: why no row offers a press, and where it is opened again. */
export function Ended({ ask, props: { ended, visits, office, day } }: Props) {
  if (!ended || visits.length === 0) return null;
  const open = visits.some(
    ({ needsMoving, members }) => !needsMoving && members.some(({ outcome, awaits }) => outcome === null && !awaits),
  );
  return (
    <Notice kind={open ? 'care' : 'info'}>
      <p>
        <b>日締めが終わっています。</b>
        {`${open ? '日締めのあとに入った予約があります。' : ''}来庁を記録するときは、先に日締めを取り消してください。　`}
        {can(ask.session, 'counter.end-day') && (
          <a href={withQuery(paths.dayEnd, { office: office.code, day })}>日締めを表示する</a>
        )}
      </p>
    </Notice>
  );
}

/** How many a published change left 要振替, and the way to their list. */
const Moved = ({ ask, props }: Props) => (
  <>
    {props.moved.map(({ draftId, waiting }) => (
      <>
        要振替 {waiting}組　{can(ask.session, 'calendar.see') && <a href={paths.draftAffected(draftId)}>一覧を表示</a>}
        {'　'}
      </>
    ))}
  </>
);

/** What is shut on this day, and the way to what to do about it. */
export function Shut({ ask, props }: Props) {
  return (
    <>
      {props.closings.map((closing) => (
        <Notice kind="care">
          <p>
            <b>
              {closing.fromMinute === null || closing.toMinute === null
                ? '臨時閉庁の日です。'
                : `${clockTime(closing.fromMinute)}から${clockTime(closing.toMinute)}まで、臨時閉庁です。`}
            </b>
            {closing.serviceName === null ? '' : `（${closing.serviceName}）`}
            {`理由：${closing.reason}　要振替 ${closing.waiting}組　`}
            {can(ask.session, 'calendar.see') && <a href={paths.closing(closing.id)}>臨時閉庁の内容を表示</a>}
          </p>
        </Notice>
      ))}
      {props.shut !== undefined && props.visits.length > 0 && (
        <Notice kind="care">
          <p>
            <b>閉庁日です。</b>
            {props.shut.note}　<Moved ask={ask} props={props} />
          </p>
        </Notice>
      )}
      {props.shut === undefined && props.moved.length > 0 && (
        <Notice kind="care">
          <p>
            <b>公開した変更で、予約の時間がなくなった方がいます。</b>
            <Moved ask={ask} props={props} />
          </p>
        </Notice>
      )}
    </>
  );
}

/** A day without a visit. */
export function Empty({ props }: { props: TodayProps }) {
  const day = props.isToday ? '本日' : shortDate(props.day);
  if (props.shut !== undefined)
    return (
      <div class="empty">
        <h2>
          {props.office.name}は、{day}は閉庁です
        </h2>
        <p class="lead">{props.shut.note === '' ? '予約はありません。' : `${props.shut.note}。予約はありません。`}</p>
      </div>
    );
  return (
    <div class="empty">
      <h2>
        {props.office.name}に、{day}の予約はありません
      </h2>
      {!wholeDayClosed(props) && <p class="lead">予約なしで来庁された方は「窓口受付」で受付します。</p>}
    </div>
  );
}

/** The whole day of the office is shut already, by a closing of all services or by the rules: there is nothing more to close. */
const wholeDayClosed = ({ closings, shut }: TodayProps): boolean =>
  shut !== undefined || closings.some(({ serviceName, fromMinute }) => serviceName === null && fromMinute === null);
