import type { Card, CustodyEvent } from '../../../cards/read.ts';
import { WHEREABOUTS_WORDS } from '../../../cards/whereabouts.ts';
import { clockTime, eraDate, longDate, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, cityMinute, deskMoment } from '../../../lib/dates/jst.ts';
import { Button, IconOn, IconWrong, Notice, PostForm, Says, TextArea } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { Presses } from '../../parts/press.tsx';
import { StatusState } from '../../parts/state.tsx';
import { whereCardIs } from '../../parts/whereabouts.ts';
import { birthday, CUSTODY_WORDS, OUTCOME_WORDS, said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { Histories, Reservations } from './histories.tsx';
import { whatMayBeDone } from './may.ts';
import type { PersonProps } from './props.ts';

const DONE: Record<string, string> = {
  status: '交付状況を変更しました。',
  remark: '備考を残しました。',
  lifted: 'Web入力のロックを解除しました。ご本人は、すぐに入力できます。',
};

function Facts({ ask, card }: { ask: SignedAsk; card: Card }) {
  return (
    <div class="person-head">
      <p class="person-kana">{card.kana === '' ? 'カナの記録なし' : card.kana}</p>
      <h1 class="person-name">
        {printable(card.name).text} {card.protected && <span class="tag">支援措置</span>}
      </h1>
      <dl class="person-facts">
        <div>
          <dt>交付状況</dt>
          <dd>
            <StatusState category={card.statusCategory} name={card.statusName} />
          </dd>
        </div>
        <div>
          <dt>交付通知書ID</dt>
          <dd>
            <span class="code">{card.noticeId}</span>
          </dd>
        </div>
        <div>
          <dt>生年月日</dt>
          <dd>{birthday(card, ask.clock)}</dd>
        </div>
        <div>
          <dt>電話</dt>
          <dd>{card.phone === '' ? '記録なし' : showPhone(card.phone)}</dd>
        </div>
        {card.expiresOn !== null && (
          <div>
            <dt>カードの期限</dt>
            <dd>{eraDate(card.expiresOn)}</dd>
          </div>
        )}
      </dl>
      {card.address !== '' && <p class="person-address">{card.address}</p>}
    </div>
  );
}

/** Where the card is, in large letters, and where it must go. */
function Whereabouts({ card, live, custody }: { card: Card; live: ReservationRow | undefined; custody: CustodyEvent[] }) {
  const [last] = custody;
  const { first, also } = whereCardIs(card);
  const travels = live !== undefined && card.officeId !== null && live.officeId !== card.officeId && card.whereabouts !== 'gone';
  return (
    <section class="whereabouts" aria-labelledby="whereabouts">
      <h2 id="whereabouts">カードの所在</h2>
      <p class="whereabouts-place">{first}</p>
      {also !== '' && <p class="soft">{also}</p>}
      {(last !== undefined || live !== undefined) && (
        <ol class="route">
          {last !== undefined && (
            <li class="route-past">
              <b>{CUSTODY_WORDS[last.event] ?? last.event}</b>
              <span>{deskMoment(last.at)}</span>
              {last.staffName !== null && <span>{last.staffName}</span>}
            </li>
          )}
          <li class={card.whereabouts === 'gone' ? 'route-past' : 'route-now'}>
            <b>{WHEREABOUTS_WORDS[card.whereabouts]}</b>
            {card.whereabouts === 'shelf' && card.place !== null && <span>{card.place}</span>}
          </li>
          {travels && (
            <li>
              <b>{live.officeName}へ回送</b>
              <span>受け取り日までに</span>
            </li>
          )}
          {live !== undefined && card.whereabouts !== 'gone' && (
            <li>
              <b>{live.officeName}で受け取り</b>
              <span>
                {shortDate(live.day)} {clockTime(live.startMinute)}
              </span>
            </li>
          )}
        </ol>
      )}
    </section>
  );
}

function MayDo({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const { visit, card } = props;
  return (
    <section aria-labelledby="may">
      <h2 id="may">可能な操作</h2>
      {visit !== undefined && can(ask.session, 'counter.act') && (
        <div class="may-press">
          <p>
            {shortDate(visit.reservation.day)} {clockTime(visit.reservation.startMinute)}
            {visit.outcome !== null && `　${OUTCOME_WORDS[visit.outcome]}`}
          </p>
          <Presses
            token={ask.token}
            reservationId={visit.reservation.id}
            position={visit.position}
            outcome={visit.outcome}
            needsCard={visit.reservation.needsCard}
            act={visit.act}
            party={[]}
            who={printable(card.name).text}
            begun={visit.reservation.day < cityDay(ask.now) || visit.reservation.startMinute <= cityMinute(ask.now)}
            back={{ card: String(card.id) }}
          />
        </div>
      )}
      <ul class="may-do" data-begin="">
        {whatMayBeDone(ask.session, card, props.live).map((may) =>
          'href' in may ? (
            <li>
              <a href={may.href}>
                {may.words}
                <IconOn />
              </a>
            </li>
          ) : (
            <li class="may-not">
              <b>{may.words}</b>
              <span>{may.why}</span>
            </li>
          ),
        )}
      </ul>
    </section>
  );
}

function Remarks({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const [newest, ...earlier] = props.remarks;
  return (
    <section class="desk-section" aria-labelledby="remarks">
      <h2 id="remarks">備考</h2>
      {newest === undefined ? (
        <p class="soft">備考はありません。</p>
      ) : (
        <ul class="remarks">
          <li>
            <span class="remark-body">{newest.body}</span>
            <span class="sub">
              {deskMoment(newest.at)}　{newest.staffName}
            </span>
          </li>
        </ul>
      )}
      {can(ask.session, 'people.remark') && (
        <PostForm
          action={paths.remark(props.card.id)}
          token={ask.token}
          hidden={{ from: newest === undefined ? '' : String(newest.id) }}
        >
          <TextArea
            name="body"
            label={newest === undefined ? '備考を書く' : '備考を書き直す'}
            need="silent"
            hint="予約と窓口の画面に出ます。前の備考は履歴に残ります。"
            value={props.typed ?? newest?.body ?? ''}
            error={props.wrong}
            rows={3}
          />
          <p class="acts">
            <Button kind="second">備考を残す</Button>
          </p>
        </PostForm>
      )}
      {earlier.length > 0 && (
        <>
          <h3 class="remarks-before">前の備考</h3>
          <ul class="remarks">
            {earlier.map((remark) => (
              <li>
                <span class="remark-body">{remark.body}</span>
                <span class="sub">
                  {deskMoment(remark.at)}　{remark.staffName}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** What has just happened. */
function Said({ props }: { props: PersonProps }) {
  const refusal = said(props.refused);
  return (
    <>
      {refusal !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{refusal}</Says>
        </Notice>
      )}
      {DONE[props.done] !== undefined && (
        <Notice kind="done" role="status">
          <Says>{DONE[props.done] ?? ''}</Says>
        </Notice>
      )}
    </>
  );
}

/** What must be known before anything is done. */
function Notices({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const { card, rest } = props;
  return (
    <>
      {card.whereabouts === 'missing' && (
        <div class="alert">
          <IconWrong />
          <p>
            <b>このカードは、所在確認中です。</b>
            {props.live !== undefined && card.phone !== '' && `来庁前に ${showPhone(card.phone)} へ連絡してください。`}
          </p>
        </div>
      )}
      {props.lastIncomplete !== undefined && card.isOpen && (
        <Notice kind="care" title={`前回（${longDate(props.lastIncomplete.day)}）は不備でした`}>
          <Says>{props.lastIncomplete.reason === '' ? '理由の記録はありません。' : props.lastIncomplete.reason}</Says>
        </Notice>
      )}
      {props.live?.needsMoving === true && (
        <Notice kind="care" title="振り替えが必要です">
          <Says>{`${longDate(props.live.day)} ${clockTime(props.live.startMinute)}の枠は閉庁になりました。日時を変更するか、この日時のまま受け付けるか、取り消してください。`}</Says>
        </Notice>
      )}
      {props.others > 0 && (
        <Notice kind="care">
          <Says>{`同じ交付通知書IDのカードが、ほかに${props.others}枚あります。氏名と生年月日を確かめてください。`}</Says>
        </Notice>
      )}
      {rest !== undefined && (
        <Notice kind="care" title="Web入力をロックしています">
          <Says>
            {`続けて${rest.failures}回間違えたため、${deskMoment(rest.restsUntil)}まで、この交付通知書IDでは入れません。`}
          </Says>
          {can(ask.session, 'locks.lift') && (
            <PostForm action={paths.lift(card.id)} token={ask.token} class="row-form lift">
              <label class="radio">
                <input type="checkbox" name="checked" value="yes" />
                氏名・生年月日・住所で、ご本人を確かめた
              </label>
              <Button kind="second">ロックを解除する</Button>
            </PostForm>
          )}
        </Notice>
      )}
    </>
  );
}

/** Everything about one card and its holder; what may be done now, and why not. */
export function PersonPage({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  return (
    <Page ask={ask} title="カードと本人">
      <Said props={props} />
      <Facts ask={ask} card={props.card} />
      <Notices ask={ask} props={props} />
      <div class="desk-columns">
        <div class="desk-body">
          <Whereabouts card={props.card} live={props.live} custody={props.custody} />
          <Reservations reservations={props.reservations} />
          <Histories ask={ask} props={props} />
          {can(ask.session, 'audit.see') && (
            <p class="lead">
              <a href={withQuery(paths.audit, { card: props.card.id })}>この方の操作履歴を表示する</a>
            </p>
          )}
        </div>
        <aside class="desk-side" aria-label="可能な操作と備考">
          <MayDo ask={ask} props={props} />
          <Remarks ask={ask} props={props} />
        </aside>
      </div>
    </Page>
  );
}
