import { OUTCOME_WORDS } from '../../../counter/words.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { AskInHand } from '../../parts/asked-in-hand.tsx';
import { MayList } from '../../parts/may.tsx';
import { Presses } from '../../parts/press.tsx';
import { ProtectedNote } from '../../parts/protected-note.tsx';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { Facts, Whereabouts } from './facts.tsx';
import { Histories, Reservations } from './histories.tsx';
import { HIDDEN_VISIT, whatMayBeDone } from './may.ts';
import { Notices } from './notices.tsx';
import { OtherCards } from './others.tsx';
import type { PersonProps } from './props.ts';
import { Protections } from './protect.tsx';
import { Remarks } from './remarks.tsx';

const DONE: Record<string, string> = {
  status: '交付状況を変更しました。',
  'status-undone': '交付状況の変更を取り消しました。',
  'posted-day': '発送日を修正しました。',
  remark: '備考を残しました。',
  'remark-withdrawn': '備考を取り消しました。内容は残っていません。',
  'remark-withdrawn-not-all':
    '備考を取り消しました。同じ内容がある備考が、ほかにあります。別の方のことなら、それも取り消してください。',
  kept: '保存年数を過ぎても残すことにしました。',
  'kept-before': 'ほかの職員が、先に残すことにしています。理由は、その職員が入力したままです。',
  'not-kept': '残すことは、すでに解除されています。',
  'kept-no-more': '残すことを解除しました。保存年数を過ぎると、記録は消えます。',
  'notice-back': '交付通知書の返戻を記録しました。住所を確かめて、送り直してください。',
  'notice-back-undone': '返戻の記録を取り消しました。',
  address: '送り先を確かめたことを記録しました。送り直したら、記録してください。',
  'posted-again': '送り直したことを記録しました。',
  missing: 'カードを所在確認中にしました。見つかったときは、「保管する」で読み取ってください。',
  protected: '支援措置を登録しました。閲覧する権限のない職員には、表示されません。',
  'protected-no-more': '支援措置を解除しました。',
  found: '見つかったことを記録しました。続けて、保管、回送、返送を記録してください。',
  'not-locked': 'Web入力のロックは、すでに終了していました。',
  lifted: 'Web入力のロックを解除しました。ご本人は、すぐに入力できます。',
};

function MayDo({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const { visit, card, notices } = props;
  const [last] = notices;
  const noticeOut = card.isOpen && (last === undefined ? card.noticeDate !== null : last.returnedOn === null);
  return (
    <section aria-labelledby="may" tabIndex={-1} data-begin="">
      <h2 id="may">可能な操作</h2>
      {visit !== undefined && can(ask.session, 'counter.act') && (
        <div class="may-press">
          <p>
            {shortDate(visit.reservation.day)} {clockTime(visit.reservation.startMinute)}
            {visit.outcome !== null && `　${OUTCOME_WORDS[visit.outcome]}`}
          </p>
          {visit.reservation.hidden ? (
            <Says>{`${HIDDEN_VISIT}。`}</Says>
          ) : (
            <Presses
              token={ask.token}
              reservationId={visit.reservation.id}
              position={visit.position}
              outcome={visit.outcome}
              needsCard={visit.reservation.needsCard}
              asksFirst={visit.asksFirst}
              act={visit.act}
              party={[]}
              here={[]}
              who={printable(card.name).text}
              begun={visit.reservation.day < cityDay(ask.now) || visit.reservation.startMinute <= cityMinute(ask.now)}
              back={{ card: String(card.id) }}
            />
          )}
        </div>
      )}
      <MayList
        browser={ask.browser}
        list={whatMayBeDone(ask.session, card, props.live, {
          kept: props.kept !== undefined,
          noticeOut,
          waits: props.waits,
          today: cityDay(ask.now),
        })}
      />
    </section>
  );
}

/** What has just happened. */
function Said({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const refusal = said(props.refused);
  return (
    <>
      {refusal !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{refusal}</Says>
          <AskInHand token={ask.token} of={props.inHand} back={{ card: String(props.card.id) }} />
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

/** Everything about one card and its holder; what may be done now, and why not. */
export function PersonPage({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  return (
    <Page ask={ask} title="カードと本人">
      <ProtectedNote all={[props.card]} />
      <Said ask={ask} props={props} />
      <Facts ask={ask} props={props} />
      <Notices ask={ask} props={props} />
      <div class="desk-columns">
        <div class="desk-body">
          <Whereabouts ask={ask} props={props} />
          <Reservations cardId={props.card.id} reservations={props.reservations} />
          <OtherCards ask={ask} cards={props.others} />
          <Histories ask={ask} props={props} />
          <Protections times={props.protections} />
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
