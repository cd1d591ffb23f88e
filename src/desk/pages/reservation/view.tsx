import { longDate, spokenTime } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { IconOn, LinkButton, Notice, Says, SummaryList, Table } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import type { Mail } from '../../../outbox/desk.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { MailLink, MailState } from '../../parts/mail.tsx';
import { ReservationState } from '../../parts/reservation-state.tsx';
import { birthday, CHANNEL_WORDS, said } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

export const whenWords = (one: { day: string; startMinute: number }): string =>
  `${longDate(one.day)}${spokenTime(one.startMinute)}`;

const DONE: Record<string, string> = {
  booked: '予約しました',
  moved: '予約を変更しました',
  contact: '電話番号・備考を修正しました',
  cancelled: '予約を取り消しました',
  kept: 'この日時のまま受け付けることにしました',
  mail: 'メールアドレスを登録し、案内を送りました',
  'mail-removed': 'メールアドレスの登録を削除しました',
};

type Lists = { id: number; closingId: number | null; draftId: number | null }[];

/** The row of a reservation on the list of those who were left at a shut door. */
const listHref = ({ id, closingId, draftId }: Lists[number]): string =>
  `${closingId === null ? paths.draftAffected(draftId ?? 0) : paths.closing(closingId)}#a-${id}`;

function Done({
  ask,
  done,
  reservation,
  remarkLost,
  lists,
}: {
  ask: SignedAsk;
  done: string;
  reservation: ReservationRow;
  remarkLost: boolean;
  lists: Lists;
}) {
  const words = DONE[done];
  if (words === undefined) return null;
  const next = { autoFocus: true };
  return (
    <Notice kind="done" role="status" title={words}>
      {(done === 'booked' || done === 'moved') && (
        <>
          <p>
            予約番号は <b class="code done-number">{reservation.number}</b> です。
          </p>
          <Says>
            {reservation.mail === null
              ? 'メールは送りません。予約番号をお伝えください。'
              : `案内を ${reservation.mail} へ送ります。`}
          </Says>
        </>
      )}
      {remarkLost && <Says>備考は、ほかの職員が先に書き直したため、残していません。カードの画面で確かめてください。</Says>}
      {lists[0] !== undefined && done !== 'booked' && (
        <p class="acts">
          <a class="button button-second" href={listHref(lists[0])} {...next}>
            要振替の一覧に戻る
          </a>
        </p>
      )}
      {done === 'booked' && can(ask.session, 'booking.make') && (
        <p class="acts">
          <a class="button button-second" href={paths.booking} {...next}>
            次の電話予約
          </a>
        </p>
      )}
    </Notice>
  );
}

export const placeTerm = ({ needsCard }: ReservationRow): string => (needsCard ? '交付場所' : '受付場所');

/** Whether telephone and remarks of a visit may still be corrected: until its day is over. */
export const contactOpen = ({ state, day }: ReservationRow, now: Temporal.Instant): boolean =>
  state === 'booked' || (state === 'ended' && day >= cityDay(now));

/** The number given with the booking, else what the cards of who comes hold. */
function Phones({ reservation }: { reservation: ReservationRow }) {
  if (reservation.phone !== '') return <>{showPhone(reservation.phone)}</>;
  const known = reservation.members.filter(({ phone }) => phone !== '');
  if (known.length === 0) return <>記録なし</>;
  return (
    <>
      {known.map(({ name, phone }) => (
        <p>
          {showPhone(phone)}
          <span class="sub">{known.length > 1 && `${printable(name).text}さんの`}カードに登録されている番号</span>
        </p>
      ))}
    </>
  );
}

/** A person of the visit: by card their page tells the rest; without one it stands here, until the city no longer keeps it. */
function Who({ ask, member }: { ask: SignedAsk; member: ReservationRow['members'][number] }) {
  if (member.cardId !== null)
    return (
      <p>
        <a href={paths.person(member.cardId)}>{printable(member.name).text}</a>
      </p>
    );
  if (member.birthDate === null) return <p class="soft">保存の期間が過ぎたため、氏名などは消えています。</p>;
  return (
    <p>
      {printable(member.name).text}
      {member.protected && <span class="tag">支援措置</span>}
      <span class="sub">{member.kana}</span>
      <span class="sub">{birthday({ birthDate: member.birthDate, birthText: '' }, ask.clock)}</span>
    </p>
  );
}

/** One reservation: what it is, and what may be done with it. */
export function ReservationPage({
  ask,
  reservation,
  remarks,
  mails,
  done,
  refused,
  remarkLost,
  lists,
}: {
  ask: SignedAsk;
  reservation: ReservationRow;
  /** What was last written about each who comes by card. */
  remarks: { name: string; body: string }[];
  mails: Mail[];
  done: string;
  refused: string;
  remarkLost: boolean;
  /** Lists of a closing or a published change that it stands on, the newest first. */
  lists: Lists;
}) {
  const live = reservation.state === 'booked';
  const came = reservation.members.some(({ outcome }) => outcome !== null);
  const refusal = said(refused);
  const mine = can(ask.session, 'booking.make');
  return (
    <Page ask={ask} title="予約">
      {refusal !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{refusal}</Says>
        </Notice>
      )}
      <Done ask={ask} done={done} reservation={reservation} remarkLost={remarkLost} lists={lists} />
      {reservation.needsMoving && (
        <Notice kind="care" title="振り替えが必要です">
          <Says>この枠は閉庁になりました。日時を変更するか、この日時のまま受け付けるか、取り消してください。</Says>
        </Notice>
      )}
      {reservation.kept && (
        <Notice kind="info" title="この日時のまま受け付けます">
          <Says>窓口は臨時閉庁ですが、この日時のままお受けします。</Says>
        </Notice>
      )}
      <h1>
        予約 <span class="code">{reservation.number}</span>
      </h1>
      <div class="desk-columns">
        <div class="desk-body">
          <SummaryList
            rows={[
              { term: '状態', value: <ReservationState reservation={reservation} /> },
              { term: '日時', value: <b>{whenWords(reservation)}</b> },
              { term: placeTerm(reservation), value: reservation.officeName, more: reservation.officeAddress },
              { term: '手続き', value: reservation.serviceName },
              {
                term: '来庁者',
                value: reservation.members.map((member) => <Who ask={ask} member={member} />),
              },
              ...(remarks.length === 0
                ? []
                : [
                    {
                      term: '備考',
                      value: remarks.map(({ name, body }) => (
                        <span class="remark-line">
                          {reservation.members.length > 1 ? `${printable(name).text}：${body}` : body}
                        </span>
                      )),
                    },
                  ]),
              { term: '電話', value: <Phones reservation={reservation} /> },
              { term: 'メール', value: reservation.mail ?? '登録なし（変更は電話で受けます）' },
              {
                term: '受けた方法',
                value: `${CHANNEL_WORDS[reservation.channel]}${reservation.registeredBy === null ? '' : `　${reservation.registeredBy}`}`,
                more: deskMoment(reservation.bookedAt ?? reservation.createdAt),
              },
              ...(reservation.state === 'cancelled'
                ? [
                    {
                      term: '取り消した理由',
                      value: reservation.endReason === 'citizen' ? 'ご本人がウェブで取り消し' : (reservation.endReason ?? ''),
                      more: reservation.endedAt === null ? '' : deskMoment(reservation.endedAt),
                    },
                  ]
                : []),
            ]}
          />
          <section class="desk-section">
            <h2>メール</h2>
            {mails.length === 0 ? (
              <p class="soft">送信したメールはありません。</p>
            ) : (
              <Table
                caption="この予約のメール"
                columns={[{ head: '日時', whole: true }, { head: '件名' }, { head: '結果', whole: true }]}
                rows={mails.map((mail) => [
                  deskMoment(mail.sentAt ?? mail.createdAt),
                  <MailLink ask={ask} mail={mail} />,
                  <MailState mail={mail} />,
                ])}
              />
            )}
          </section>
        </div>
        <aside class="desk-side" aria-labelledby="may">
          <h2 id="may">可能な操作</h2>
          <ul class="may-do" data-begin="">
            {mine && live && reservation.changeable && (
              <li>
                <a href={paths.move(reservation.id)}>
                  日時・場所を変更する
                  <IconOn />
                </a>
              </li>
            )}
            {mine && live && !reservation.changeable && (
              <li class="may-not">
                <b>日時・場所を変更する</b>
                <span>{came ? '来庁の記録があるため、できません' : '変更できる期限を過ぎています'}</span>
              </li>
            )}
            {mine && reservation.needsMoving && (
              <li>
                <a href={paths.keep(reservation.id)}>
                  この日時のまま受け付ける
                  <IconOn />
                </a>
              </li>
            )}
            {lists.map((list) => (
              <li>
                <a href={listHref(list)}>
                  {list.closingId === null ? '開庁時間の変更による要振替の一覧' : '臨時閉庁による要振替の一覧'}
                  <IconOn />
                </a>
              </li>
            ))}
            {mine && live && !came && (
              <li>
                <a href={paths.cancel(reservation.id)}>
                  取り消す
                  <IconOn />
                </a>
              </li>
            )}
            {mine && live && (
              <li>
                <a href={paths.mail(reservation.id)}>
                  {reservation.mail === null ? 'メールアドレスを登録する' : '案内メールの再送・宛先の変更'}
                  <IconOn />
                </a>
              </li>
            )}
            {mine && contactOpen(reservation, ask.now) && (
              <li>
                <a href={paths.contact(reservation.id)}>
                  電話番号・備考を修正する
                  <IconOn />
                </a>
              </li>
            )}
            {!live && (
              <li class="may-not">
                <b>変更・取消</b>
                <span>この予約は、終了または取り消し済みです</span>
              </li>
            )}
          </ul>
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
    </Page>
  );
}
