import { figures, isFinal } from '../../../counter/board.ts';
import { clockTime, longDate, shortDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { Button, GetForm, IconWrong, LinkButton, Notice, PostForm, Says, SelectBox } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import type { Office } from '../../../offices/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { outcomeWords, said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { Board } from './board.tsx';
import type { TodayProps } from './props.ts';

const dayLink = (office: Office, day: string) => withQuery(paths.today, { office: office.code, day });

/** A missing card outranks everything on the board: the visitor is called before they come. */
function Alerts({ ask, props }: { ask: SignedAsk; props: TodayProps }) {
  const seesProtected = can(ask.session, 'cards.protected');
  const missing = props.visits.flatMap((visit) =>
    visit.members
      .filter(({ whereabouts, outcome }) => whereabouts === 'missing' && !isFinal(outcome))
      .filter((member) => seesProtected || !member.protected)
      .map((member) => ({ visit, member })),
  );
  return (
    <>
      {missing.map(({ visit, member }) => (
        <div class="alert">
          <IconWrong />
          <p>
            <b>
              {clockTime(visit.startMinute)} {printable(member.name).text}さんのカードが、見つかっていません。
            </b>
            {visit.phone === '' ? '電話番号の記録がありません。' : `来られる前に ${showPhone(visit.phone)} へお電話ください。`}
          </p>
          {member.cardId !== null && (
            <LinkButton href={paths.person(member.cardId)} kind="stop">
              記録を見る
            </LinkButton>
          )}
        </div>
      ))}
    </>
  );
}

function Did({ ask, props }: { ask: SignedAsk; props: TodayProps }) {
  const words = said(props.refused);
  if (words !== undefined)
    return (
      <Notice kind="stop" role="alert">
        <Says>{words}</Says>
      </Notice>
    );
  if (props.undone)
    return (
      <Notice kind="done" role="status">
        <Says>記録を元に戻しました。</Says>
      </Notice>
    );
  if (props.did === undefined || props.did.member.outcome === null) return null;
  const { visit, member } = props.did;
  return (
    <Notice kind="done" role="status">
      <div class="did">
        <p>
          {clockTime(visit.startMinute)} <b>{printable(member.name).text}</b>さん：
          {outcomeWords(member.outcome ?? 'arrived', visit.needsCard)}
          にしました。
        </p>
        {member.actId !== null && (
          <PostForm
            action={paths.press}
            token={ask.token}
            hidden={{ office: props.office.code, day: props.isToday ? '' : props.day, all: props.all ? '1' : '' }}
          >
            <button class="press-undo" type="submit" name="undo" value={member.actId}>
              元に戻す
            </button>
          </PostForm>
        )}
      </div>
    </Notice>
  );
}

/** What is shut on this day, and the way to what to do about it. */
function Shut({ ask, props }: { ask: SignedAsk; props: TodayProps }) {
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
            {closing.reason}　要振替 {closing.waiting}組　
            {can(ask.session, 'calendar.see') && <a href={paths.closing(closing.id)}>内容を見る</a>}
          </p>
        </Notice>
      ))}
      {props.shut !== undefined && props.visits.length > 0 && <ShutByRules ask={ask} props={props} note={props.shut.note} />}
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

/** How many a published change left 要振替, and the way to their list. */
const Moved = ({ ask, props }: { ask: SignedAsk; props: TodayProps }) => (
  <>
    {props.moved.map(({ draftId, waiting }) => (
      <>
        要振替 {waiting}組　{can(ask.session, 'calendar.see') && <a href={paths.draftAffected(draftId)}>一覧を見る</a>}　
      </>
    ))}
  </>
);

/** A day that is shut by the rules, with visits all the same. */
const ShutByRules = ({ ask, props, note }: { ask: SignedAsk; props: TodayProps; note: string }) => (
  <Notice kind="care">
    <p>
      <b>休みの日です。</b>
      {note}　<Moved ask={ask} props={props} />
    </p>
  </Notice>
);

function Figures({ props }: { props: TodayProps }) {
  const counted = figures(props.visits);
  const rows: [string, number, string][] = [
    ['予約', counted.visits, '組'],
    ['これから', counted.toCome, '組'],
    ['受付済', counted.here, '組'],
    [props.visits.some(({ needsCard }) => !needsCard) ? '交付・完了' : '交付済', counted.done, '組'],
    ['不備', counted.incomplete, '組'],
    ['未来庁', counted.noShow, '組'],
    ...(counted.missing > 0 ? [['見つからないカード', counted.missing, '枚'] as [string, number, string]] : []),
  ];
  return (
    <dl class="figures">
      {rows.map(([words, number, unit]) => (
        <div>
          <dt>{words}</dt>
          <dd>
            {number}
            <small>{unit}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A scanner types wherever the cursor is: it waits here, and Alt+Q brings it back. */
const SCANNER = { autoFocus: true, accessKey: 'q' };

function Empty({ props }: { props: TodayProps }) {
  if (props.shut !== undefined)
    return (
      <div class="empty">
        <h2>
          {props.office.name}は、{props.isToday ? 'きょうは' : shortDate(props.day)}休みです
        </h2>
        <p class="lead">{props.shut.note === '' ? '予約は、ありません。' : `${props.shut.note}。予約は、ありません。`}</p>
      </div>
    );
  const closed = props.closings.some(({ serviceName, fromMinute }) => serviceName === null && fromMinute === null);
  return (
    <div class="empty">
      <h2>
        {props.office.name}に、{props.isToday ? 'きょう' : shortDate(props.day)}の予約はありません
      </h2>
      {!closed && <p class="lead">予約なしで来られた方は「窓口受付」から受け付けられます。</p>}
    </div>
  );
}

/** The day of an office by time. */
export function TodayPage({ ask, props }: { ask: SignedAsk; props: TodayProps }) {
  const here = withQuery(paths.today, { office: props.office.code, day: props.isToday ? '' : props.day });
  return (
    <Page ask={ask} title={props.isToday ? 'きょうの予約' : '予約の一覧'}>
      <div class="bar">
        <h1>{props.isToday ? `きょう　${shortDate(props.day)}` : longDate(props.day)}</h1>
        <GetForm action={paths.today} class="board-pick">
          <label class="unseen" for="office">
            場所
          </label>
          <SelectBox
            id="office"
            name="office"
            value={props.office.code}
            options={props.offices.map(({ code, name }) => ({ value: code, label: name }))}
          />
          <label class="unseen" for="day">
            日
          </label>
          <input
            class="input"
            id="day"
            name="day"
            type="text"
            autoComplete="off"
            value={longDate(props.day)}
            {...(props.wrongDay ? { 'aria-invalid': 'true' as const, 'aria-describedby': 'day-wrong' } : {})}
          />
          <Button kind="second">見る</Button>
          {props.wrongDay && (
            <p class="wrong" id="day-wrong" role="alert">
              日を読み取れません。12月1日 のように入れてください。
            </p>
          )}
        </GetForm>
        <p class="bar-right">
          {can(ask.session, 'calendar.close') && !props.dayIsPast && (
            <>
              <a href={withQuery(paths.newClosing, { office: props.office.code, from: props.day })}>この日を閉じる</a>
              {'　'}
            </>
          )}
          <a href={dayLink(props.office, addDays(props.day, -1))}>前の日</a>
          {'　'}
          {!props.isToday && (
            <>
              <a href={withQuery(paths.today, { office: props.office.code })}>きょう</a>
              {'　'}
            </>
          )}
          <a href={dayLink(props.office, addDays(props.day, 1))}>次の日</a>
        </p>
      </div>
      <div id="board" data-refresh={props.isToday ? here : undefined}>
        <Alerts ask={ask} props={props} />
        <Shut ask={ask} props={props} />
        <Did ask={ask} props={props} />
        <div class="board-top">
          <Figures props={props} />
          {can(ask.session, 'people.see') && (
            <PostForm action={paths.scan} token={ask.token} class="scan" hidden={{ office: props.office.code }}>
              <label for="scan">QR・予約番号・通知書ID</label>
              <input
                class="input"
                id="scan"
                name="code"
                type="text"
                autoComplete="off"
                maxLength={200}
                {...SCANNER}
                {...(props.scanned ? { 'aria-describedby': 'scan-wrong' } : {})}
              />
              <Button kind="second">開く</Button>
              {props.scanned && (
                <p class="wrong scan-wrong" id="scan-wrong" role="alert">
                  その番号の予約やカードは、見つかりません。
                </p>
              )}
            </PostForm>
          )}
        </div>
        {props.folded > 0 && (
          <p class="board-fold">
            <a href={`${here}${here.includes('?') ? '&' : '?'}all=1`}>これより前の、終わった{props.folded}組を見る</a>
          </p>
        )}
        {props.visits.length === 0 ? <Empty props={props} /> : <Board ask={ask} props={props} />}
      </div>
    </Page>
  );
}
