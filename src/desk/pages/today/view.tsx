import { figures } from '../../../counter/board.ts';
import { NOT_YET, OUTCOME_WORDS, STILL_HERE } from '../../../counter/words.ts';
import { longDate, shortDate } from '../../../lib/dates/format.ts';
import { addDays, exactTime } from '../../../lib/dates/jst.ts';
import { Button, GetForm, PostForm, SelectBox } from '../../../lib/html/index.ts';
import type { Office } from '../../../offices/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { Board } from './board.tsx';
import { Alerts, Empty, Ended, NotReadyNotice, Said, Shut } from './notices.tsx';
import type { TodayProps } from './props.ts';

type Props = { ask: SignedAsk; props: TodayProps };

const dayLink = (office: Office, day: string) => withQuery(paths.today, { office: office.code, day });

/** Which office and day, and what may be done with the day as a whole. */
function Bar({ ask, props }: Props) {
  return (
    <div class="bar">
      <h1>{props.isToday ? `本日　${shortDate(props.day)}` : longDate(props.day)}</h1>
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
        <Button kind="second">表示する</Button>
        {props.wrongDay && (
          <p class="wrong" id="day-wrong" role="alert">
            日を読み取れません。12月1日 のように入力してください。
          </p>
        )}
      </GetForm>
      <p class="bar-right no-print">
        {can(ask.session, 'calendar.close') && props.mayClose && (
          <>
            <a href={withQuery(paths.newClosing, { office: props.office.code, from: props.day })}>臨時閉庁にする</a>
            {'　'}
          </>
        )}
        <a href={dayLink(props.office, addDays(props.day, -1))}>前の日</a>
        {'　'}
        {!props.isToday && (
          <>
            <a href={withQuery(paths.today, { office: props.office.code })}>本日</a>
            {'　'}
          </>
        )}
        <a href={dayLink(props.office, addDays(props.day, 1))}>次の日</a>
      </p>
    </div>
  );
}

/** How many; those that wait for someone lead to them. */
function Figures({ props }: { props: TodayProps }) {
  const counted = figures(props.visits);
  const done = props.visits.some(({ needsCard }) => !needsCard) ? '交付・完了' : OUTCOME_WORDS['handed-over'];
  const rows: { words: string; number: number; unit?: string; href?: string; look?: string; if?: boolean }[] = [
    { words: '予約', number: counted.visits },
    { words: STILL_HERE, number: counted.here, href: '#here' },
    { words: NOT_YET, number: counted.toCome },
    { words: done, number: counted.done },
    { words: '不備', number: counted.incomplete },
    { words: OUTCOME_WORDS['no-show'], number: counted.noShow },
    { words: '要振替', number: counted.needsMoving, href: '#moving', look: 'few', if: counted.needsMoving > 0 },
    { words: '所在確認中', number: counted.missing, unit: '枚', look: 'stop', if: counted.missing > 0 },
  ];
  return (
    <dl class="figures">
      {rows
        .filter((row) => row.if !== false)
        .map(({ words, number, unit = '組', href, look }) => (
          <div {...(look === undefined ? {} : { class: `figure-${look}` })}>
            <dt>{words}</dt>
            <dd>
              {href !== undefined && number > 0 ? (
                <a href={href}>
                  {number}
                  <small>{unit}</small>
                </a>
              ) : (
                <>
                  {number}
                  <small>{unit}</small>
                </>
              )}
            </dd>
          </div>
        ))}
    </dl>
  );
}

/** A scanner types wherever the cursor is: it waits here, and Alt+Q brings it back. */
const SCANNER = { autoFocus: true, accessKey: 'q' };

function Scan({ ask, props }: Props) {
  return (
    <PostForm action={paths.scan} token={ask.token} class="scan" hidden={{ office: props.office.code }}>
      <label for="scan">QR・予約番号・通知書ID・氏名</label>
      <input
        class="input"
        id="scan"
        name="code"
        type="text"
        autoComplete="off"
        {...SCANNER}
        {...(props.scanned !== undefined ? { 'aria-describedby': 'scan-wrong' } : {})}
      />
      <Button kind="second">開く</Button>
      {props.scanned !== undefined && (
        <p class="wrong scan-wrong" id="scan-wrong" role="alert">
          「{props.scanned.slice(0, 100)}」の予約やカードは見つかりません。
        </p>
      )}
    </PostForm>
  );
}

/**
 * When the page was read; where scripts run it is read again by itself, and that can be stopped. The script makes the button:
 * text browsers show what is merely hidden.
 */
const Foot = ({ ask, props }: Props) => (
  <p class="board-foot small soft">
    {exactTime(ask.now)}現在
    {props.isToday && <span data-refresh-stop="自動更新を止める" data-refresh-again="自動更新を再開する" />}
  </p>
);

/** The day of an office: what was scanned and the figures stay in view, below them the board. */
export function TodayPage({ ask, props }: Props) {
  return (
    <Page ask={ask} title={props.isToday ? '本日の予約' : '予約の一覧'}>
      <Bar ask={ask} props={props} />
      <div class="board-top">
        <div data-part="figures">
          <Figures props={props} />
        </div>
        {can(ask.session, 'people.see') && <Scan ask={ask} props={props} />}
        {/* Empty until the script puts its words into it: a screen reader hears what is put into a place that exists. */}
        <p
          class="board-news small"
          role="status"
          data-refresh-news="ほかの職員の操作があります。"
          data-refresh-now="表示を更新する"
        />
      </div>
      <div id="board" data-part="board" {...(props.isToday ? { 'data-refresh': '' } : {})}>
        <Alerts ask={ask} props={props} />
        <NotReadyNotice ask={ask} props={props} />
        <Shut ask={ask} props={props} />
        <Ended ask={ask} props={props} />
        <Said props={props} />
        {props.visits.length === 0 ? <Empty props={props} /> : <Board ask={ask} props={props} />}
        <Foot ask={ask} props={props} />
      </div>
    </Page>
  );
}
