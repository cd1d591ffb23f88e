import { TASK_WHY, type TaskKind } from '../../../counter/card-tasks.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, IconWrong, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { can } from '../../../staff/rights.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import { CalledLine } from '../../parts/call-line.tsx';
import { Ring } from '../../parts/ring.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { type PersonProps, phoneToRing } from './props.ts';

const TASK_TITLES: Readonly<Record<TaskKind, string>> = {
  shelve: 'カードを棚へ戻してください',
  'send-on': 'カードを別の場所へ回送してください',
  'send-back': 'カードを返送してください',
};

/** Where its card must go since its visit changed; the scan that does it ends it. */
function Task({ ask, props: { task, card } }: { ask: SignedAsk; props: PersonProps }) {
  if (task === undefined) return null;
  const arrives = card.whereabouts === 'transit' ? '回送中です。届いたら受領し、' : '';
  const to = task.task === 'shelve' ? '元の箱へ戻します。' : `${task.toOfficeName}へ送ります。`;
  return (
    <Notice kind="care" title={TASK_TITLES[task.task]}>
      <Says>{`理由：${TASK_WHY[task.why]}。${arrives}${to}`}</Says>
      {can(ask.session, 'cards.move') && card.whereabouts !== 'transit' && (
        <p>
          <a href={paths.cardScan(task.task === 'shelve' ? 'return' : 'send')}>読み取って記録する</a>
        </p>
      )}
    </Notice>
  );
}

/** Its notice came back: nobody knows of the card yet. What is done next, and the way back. */
function Back({ ask, props: { card, notices } }: { ask: SignedAsk; props: PersonProps }) {
  const [last] = notices;
  if (last === undefined || last.returnedOn === null || !card.isOpen) return null;
  const waits = card.statusCategory === 'returned';
  const next =
    !waits || !leadsWithin(ask.session, paths.address(':card'))
      ? ''
      : last.checkedAt === null
        ? '住所を確かめてから、送り直してください。'
        : `送り先は、${deskMoment(last.checkedAt)}に確かめました。送り直したら、記録してください。`;
  return (
    <Notice kind="care" title="交付通知書が返戻されています">
      <Says>{`${longDate(last.returnedOn)}　理由：${last.why}。${next}`}</Says>
      {can(ask.session, 'people.status') && (
        <>
          {waits && leadsWithin(ask.session, paths.address(':card')) && (
            <p>
              <a href={paths.address(card.id)}>住所を確かめる</a>　<a href={paths.postAgain(card.id)}>送り直しを記録する</a>
            </p>
          )}
          <PostForm
            action={paths.noticeBackUndo(card.id)}
            token={ask.token}
            class="row-form"
            hidden={{ notice: String(last.id) }}
          >
            <Button kind="second">返戻の記録を取り消す</Button>
          </PostForm>
        </>
      )}
    </Notice>
  );
}

/** How many cards could be taken for this one, and where they stand on the page. */
function Others({ props: { card, others } }: { props: PersonProps }) {
  const sameId = others.filter(({ noticeId }) => noticeId === card.noticeId);
  const open = others.filter(({ samePerson, whereabouts }) => samePerson && whereabouts !== 'gone');
  return (
    <>
      {sameId.length > 0 && (
        <Notice kind="care">
          <Says>{`同じ交付通知書IDのカードが、ほかに${sameId.length}枚あります。氏名と生年月日を確かめてください。`}</Says>
        </Notice>
      )}
      {open.length > 0 && (
        <Notice kind="care">
          <p>
            この方のカードが、ほかに{open.length}枚あります。 <a href="#own-cards">この方のほかのカードを見る</a>
          </p>
        </Notice>
      )}
    </>
  );
}

/** What must be known before anything is done. */
export function Notices({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const { card, rests } = props;
  // Who is there already is not rung before they come.
  const arrived = props.live?.members.some(({ cardId, outcome }) => cardId === card.id && outcome === 'arrived') === true;
  return (
    <>
      {card.whereabouts === 'missing' && (
        <div class="alert">
          <IconWrong />
          <p>
            <b>このカードは、所在確認中です。</b>
            {props.live !== undefined && arrived && 'ご本人は、受付中です。'}
            {props.live !== undefined && !arrived && (
              <>
                <Ring phone={phoneToRing(card, props.live)} then="してください" />。
                <CalledLine
                  ask={ask}
                  reservationId={props.live.id}
                  call={props.call}
                  name={printable(card.name).text}
                  phone={phoneToRing(card, props.live)}
                />
              </>
            )}
          </p>
        </div>
      )}
      <Task ask={ask} props={props} />
      <Back ask={ask} props={props} />
      {props.lastIncomplete !== undefined && card.isOpen && (
        <Notice kind="care" title={`前回（${longDate(props.lastIncomplete.day)}）は不備でした`}>
          <Says>{props.lastIncomplete.reason === '' ? '理由の記録はありません。' : props.lastIncomplete.reason}</Says>
        </Notice>
      )}
      {props.toldAddress !== undefined && (
        <Notice kind="care" title="取り込んだ一覧の住所が異なります">
          <Says>{`一覧の住所：${printable(props.toldAddress.toldAddress).text}。職員が確かめた住所を残しています。`}</Says>
          {can(ask.session, 'people.status') && leadsWithin(ask.session, paths.toldAddresses) && (
            <p>
              <a href={paths.toldAddresses}>どちらの住所にするかを判断する</a>
            </p>
          )}
        </Notice>
      )}
      {props.live?.needsMoving === true && (
        <Notice kind="care" title="振り替えが必要です">
          <Says>{`${longDate(props.live.day)} ${clockTime(props.live.startMinute)}の枠は閉庁になりました。日時を変更するか、この日時のまま受け付けるか、取り消してください。`}</Says>
        </Notice>
      )}
      <Others props={props} />
      {props.kept !== undefined && (
        <Notice kind="care" title="保存年数を過ぎても残すカードです">
          <Says>{`${props.kept.why}（${deskMoment(props.kept.at)} ${props.kept.by ?? ''}）`}</Says>
          {can(ask.session, 'cards.keep') && (
            <PostForm action={paths.keepNoMore(card.id)} token={ask.token} class="row-form">
              <Button kind="second">残すことを解除する</Button>
            </PostForm>
          )}
        </Notice>
      )}
      {rests.length > 0 && (
        <Notice kind="care" title="Web入力をロックしています">
          {rests.map(({ mails, failures, restsUntil }) => (
            <Says key={String(mails)}>
              {mails
                ? `予約の確認・変更のメールの申し込みが続いたため（${failures}回）、${deskMoment(restsUntil)}まで、この交付通知書IDではメールを送りません。`
                : `続けて${failures}回間違えたため、${deskMoment(restsUntil)}まで、この交付通知書IDでは予約に進めません。`}
            </Says>
          ))}
          {can(ask.session, 'locks.lift') && (
            <PostForm action={paths.unlockNotice(card.id)} token={ask.token} class="row-form lift">
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
