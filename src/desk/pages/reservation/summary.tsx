import { deskMoment } from '../../../lib/dates/jst.ts';
import { SummaryList, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import type { Mail } from '../../../outbox/desk.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { CHANNEL_WORDS } from '../../../reservations/words.ts';
import { languageWords } from '../../parts/language.ts';
import { MailLink, MailState } from '../../parts/mail.tsx';
import { Reading } from '../../parts/reading.tsx';
import { ReservationState } from '../../parts/reservation-state.tsx';
import { birthday } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { placeTerm, whenWords } from './words.ts';

/** What was last written about each who comes. */
export type Remarks = { name: string; body: string }[];

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
      {member.awaits !== null && (
        <>
          <span class="tag tag-chosen">カード未着</span>
          <span class="sub">交付通知書ID　{member.awaits}</span>
        </>
      )}
      <Reading kana={member.kana} typed={member.typedKana} />
      <span class="sub">{birthday({ birthDate: member.birthDate, birthText: '' }, ask.clock)}</span>
    </p>
  );
}

/** Of somebody under 支援措置: who found the address to be right, or that nobody did. */
function checkedWords({ mail, mailHeld, mailCheckedAt, mailCheckedBy }: ReservationRow): { more?: string } {
  if (mailHeld) return { more: '確かめていないため、送りません' };
  return mail === null || mailCheckedAt === null
    ? {}
    : { more: `確かめた職員：${mailCheckedBy ?? ''}　${deskMoment(mailCheckedAt)}` };
}

/** What a reservation is. */
export function Summary({ ask, reservation, remarks }: { ask: SignedAsk; reservation: ReservationRow; remarks: Remarks }) {
  return (
    <SummaryList
      rows={[
        { term: '状態', value: <ReservationState reservation={reservation} /> },
        { term: '日時', value: <b>{whenWords(reservation)}</b> },
        { term: placeTerm(reservation), value: reservation.officeName, more: reservation.officeAddress },
        { term: '手続き', value: reservation.serviceName },
        ...(reservation.formerNumber === null ? [] : [{ term: '以前の予約番号', value: reservation.formerNumber }]),
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
                  <span class="remark-line">{reservation.members.length > 1 ? `${printable(name).text}：${body}` : body}</span>
                )),
              },
            ]),
        { term: '電話', value: <Phones reservation={reservation} /> },
        {
          term: 'メール',
          value: reservation.mail ?? '登録なし（変更は電話で受けます）',
          ...checkedWords(reservation),
        },
        { term: 'ご案内の言語', value: languageWords(reservation.language) },
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
  );
}

/** What was sent about it. */
export function Mails({ ask, mails, held }: { ask: SignedAsk; mails: Mail[]; held: boolean }) {
  return (
    <section class="desk-section">
      <h2>メール</h2>
      {mails.length === 0 ? (
        <p class="soft">送信したメールはありません。</p>
      ) : (
        <Table
          caption="この予約のメール"
          columns={[wholeCol('日時'), '件名', wholeCol('結果')]}
          rows={mails.map((mail) => [
            deskMoment(mail.sentAt ?? mail.createdAt),
            <MailLink ask={ask} mail={mail} />,
            <MailState mail={mail} held={held} />,
          ])}
        />
      )}
    </section>
  );
}
