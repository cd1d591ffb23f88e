import type { NumberRest } from '../../../cards/acts.ts';
import { cityInstant } from '../../../lib/dates/jst.ts';
import { LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { Mail } from '../../../outbox/desk.ts';
import type { Agreed } from '../../../reservations/agreed.ts';
import type { Beside } from '../../../reservations/beside.ts';
import type { AgreedPapers } from '../../../reservations/needs.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import type { MemberVersion } from '../../../reservations/remarks.ts';
import { can } from '../../../staff/rights.ts';
import { MayList } from '../../parts/may.tsx';
import { OtherBooking } from '../../parts/other-booking.tsx';
import { ProtectedNote } from '../../parts/protected-note.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { awaitsWords, said } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { AgreedTo } from './agreed.tsx';
import { Done } from './done.tsx';
import type { Lists } from './lists.ts';
import { whatMayBeDone } from './may.ts';
import { RemarksWithoutCard } from './remarks.tsx';
import { RestNotice } from './rest.tsx';
import { Mails, type Remarks, Summary } from './summary.tsx';
import type { Waits } from './waits.ts';

/** One reservation: what it is, and what may be done with it. */
export function ReservationPage({
  ask,
  reservation,
  remarks,
  versions,
  agreed,
  agreedPapers,
  mails,
  rest,
  done,
  refused,
  other,
  remarkLost,
  lists,
  called,
  dayEnded,
  waits,
}: {
  ask: SignedAsk;
  reservation: ReservationRow;
  remarks: Remarks;
  /** Of those who come without a card. */
  versions: readonly MemberVersion[];
  agreed: Agreed[];
  agreedPapers: AgreedPapers[];
  mails: Mail[];
  rest: NumberRest | undefined;
  done: string;
  refused: string;
  /** The booking it was refused for. */
  other: Beside | undefined;
  remarkLost: boolean;
  /** Lists of a closing or a published change that it stands on, the newest first. */
  lists: Lists;
  waits: Waits;
  /** Its day is closed (日締め): nobody is received on it. */
  dayEnded: boolean;
  /** Somebody was to be rung before the visit: something is recorded of it. */
  called: boolean;
}) {
  const begun = Temporal.Instant.compare(ask.now, cityInstant(reservation.day, reservation.startMinute)) >= 0;
  return (
    <TitledPage
      ask={ask}
      title="予約"
      heading={
        <>
          予約 <span class="code">{reservation.number}</span>
        </>
      }
      refused={said(refused)}
      refusedFor={<OtherBooking of={other} />}
      told={<Done ask={ask} done={done} reservation={reservation} remarkLost={remarkLost} lists={lists} dayEnded={dayEnded} />}
    >
      <ProtectedNote all={reservation.members} />
      {reservation.needsMoving && (
        <Notice kind="care" title="振り替えが必要です">
          <Says>この枠は閉庁になりました。日時を変更するか、この日時のまま受け付けるか、取り消してください。</Says>
        </Notice>
      )}
      {reservation.state === 'booked' && reservation.members.some(({ awaits }) => awaits !== null) && (
        <Notice kind="care" title="カード未着">
          <Says>
            {begun
              ? awaitsWords(true, reservation.members.length > 1)
              : 'カードがまだ届いていません。枠は確保しています。予約の時刻までにカードの一覧を取り込むと、自動でこの予約に結び付きます。それまで受付や交付は記録できません。予約の変更と取消はできます。'}
          </Says>
        </Notice>
      )}
      {reservation.state === 'booked' && reservation.mailHeld && (
        <Notice kind="care" title="メールを止めています">
          <Says>
            支援措置の方の予約です。登録の前、またはウェブで受けたアドレスのため、変更、前日のお知らせなどのメールを送っていません。お電話でお知らせください。
          </Says>
          {can(ask.session, 'booking.make') && (
            <p>
              <a href={paths.mail(reservation.id)}>アドレスを確かめる・変更する・削除する</a>
            </p>
          )}
        </Notice>
      )}
      {rest !== undefined && <RestNotice ask={ask} reservation={reservation} rest={rest} />}
      {reservation.kept && (
        <Notice kind="info" title="この日時のまま受け付けます">
          <Says>窓口は臨時閉庁ですが、この日時のままお受けします。</Says>
        </Notice>
      )}
      <div class="desk-columns">
        <div class="desk-body">
          <Summary ask={ask} reservation={reservation} remarks={remarks} />
          <AgreedTo agreed={agreed} papers={agreedPapers} members={reservation.members} />
          <RemarksWithoutCard ask={ask} reservation={reservation} versions={versions} />
          <Mails ask={ask} mails={mails} held={reservation.mailHeld} />
        </div>
        <aside class="desk-side" aria-labelledby="may" tabIndex={-1} data-begin="">
          <h2 id="may">可能な操作</h2>
          <MayList browser={ask.browser} list={whatMayBeDone(ask, reservation, lists, called, waits)} />
          {reservation.members.map(
            ({ cardId, name }) =>
              cardId !== null && (
                <p class="acts">
                  <LinkButton href={paths.person(cardId)} kind="second" wide>
                    {printable(name).text}さんのカードを表示する
                  </LinkButton>
                </p>
              ),
          )}
        </aside>
      </div>
    </TitledPage>
  );
}
