import type { StatusChange } from '../../../cards/read.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm, Table, wholeCol } from '../../../lib/html/index.ts';
import { CHANNEL_WORDS } from '../../../reservations/words.ts';
import { can } from '../../../staff/rights.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import { MailLink, MailState } from '../../parts/mail.tsx';
import { ReservationState } from '../../parts/reservation-state.tsx';
import { Section } from '../../parts/section.tsx';
import { CUSTODY_WORDS } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { PersonProps, VisitOfCard } from './props.ts';

/** Movements with a note, and what it says. */
const NOTED: Readonly<Record<string, string>> = {
  'found-missing': '探した場所',
  'found-at': '見つかった所',
  departed: '送り先',
  'handed-over': '注記',
};

/** A table, or one quiet line where there is nothing yet. */
const List = ({ empty, ...table }: Parameters<typeof Table>[0] & { empty: string }) =>
  table.rows.length === 0 ? <p class="soft">{empty}</p> : <Table {...table} />;

/** Every reservation of the card, each with what became of its holder. */
export function Reservations({ cardId, reservations }: { cardId: number; reservations: VisitOfCard[] }) {
  return (
    <Section title="予約">
      <List
        caption="予約"
        empty="予約はありません。"
        columns={[wholeCol('予約番号'), wholeCol('日時'), '交付場所', wholeCol('人数'), wholeCol('状態'), '受けた方法']}
        rows={reservations.map((one) => [
          one.hidden ? (
            <span class="code">{one.number}</span>
          ) : (
            <a class="code" href={paths.reservation(one.id)}>
              {one.number}
            </a>
          ),
          `${shortDate(one.day)} ${clockTime(one.startMinute)}`,
          one.officeName,
          `${one.members.length}人`,
          <ReservationState reservation={one} cardId={cardId} />,
          `${CHANNEL_WORDS[one.channel]}${one.registeredBy === null ? '' : `　${one.registeredBy}`}`,
        ])}
      />
    </Section>
  );
}

/** Which statuses it had, since when, why and by whom. */
function Statuses({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const numbers = new Map(props.reservations.map(({ id, number }) => [id, number]));
  const who = (change: StatusChange) =>
    change.staffName ??
    ({ citizen: 'ご本人', clock: '自動', operator: '取り込み' } as Record<string, string>)[change.actorKind] ??
    '';
  const why = (change: StatusChange) => {
    const number = change.reservationId === null ? undefined : numbers.get(change.reservationId);
    return [
      change.why === 'citizen' ? 'ご本人が取消' : change.why,
      number === undefined || number === null ? '' : `予約 ${number}`,
    ]
      .filter((part) => part !== '')
      .join('　');
  };
  return (
    <Section title="交付状況の履歴">
      <List
        caption="交付状況の履歴"
        wide
        empty="履歴はありません。"
        columns={[wholeCol('日時'), wholeCol('交付状況'), '理由', '担当']}
        rows={props.history.map((change) => [
          deskMoment(change.at),
          change.toName,
          <>
            {why(change)}
            {change.undoable && !props.card.isBooked && can(ask.session, 'people.status') && (
              <PostForm action={paths.statusUndo(props.card.id)} token={ask.token} hidden={{ change: String(change.id) }}>
                <Button kind="second">この変更を取り消す</Button>
              </PostForm>
            )}
            {change.bulkId !== null && can(ask.session, 'people.status') && leadsWithin(ask.session, paths.bulkStatus) && (
              <span class="sub">
                <a href={paths.bulkChange(change.bulkId)}>この一括変更を見る</a>
              </span>
            )}
          </>,
          who(change),
        ])}
      />
    </Section>
  );
}

/** Which notices were posted, and which came back. */
const Notices = ({ ask, props }: { ask: SignedAsk; props: PersonProps }) => (
  <Section title="交付通知書の発送">
    <List
      caption="交付通知書の発送"
      empty="発送の記録はありません。"
      columns={[wholeCol('発送日'), wholeCol('通知'), '返戻', '担当']}
      rows={props.notices.map(({ id, postedOn, kind, returnedOn, why, by, returnedBy }) => [
        <>
          {shortDate(postedOn)}
          {can(ask.session, 'people.status') && leadsWithin(ask.session, paths.postedDay(':card', ':notice')) && (
            <span class="sub">
              <a href={paths.postedDay(props.card.id, id)}>発送日を修正する</a>
            </span>
          )}
        </>,
        kind === 'again' ? '再通知' : '最初の通知',
        returnedOn === null ? '' : `${shortDate(returnedOn)}　${why}`,
        [by, returnedBy === null ? null : `返戻 ${returnedBy}`].filter((part) => part !== null).join('、'),
      ])}
    />
  </Section>
);

/** Where it went, and who moved it. */
const Movements = ({ props }: { props: PersonProps }) => (
  <Section title="カードの入出庫">
    <List
      caption="カードの入出庫"
      wide
      empty="入出庫の記録はありません。"
      columns={[wholeCol('日時'), wholeCol('内容'), '場所', '担当']}
      rows={props.custody.map((event) => [
        deskMoment(event.at),
        NOTED[event.event] !== undefined && event.note !== '' ? (
          <>
            {CUSTODY_WORDS[event.event]}
            <span class="sub">
              {NOTED[event.event]}：{event.note}
            </span>
          </>
        ) : (
          (CUSTODY_WORDS[event.event] ?? event.event)
        ),
        `${event.place ?? ''}${event.toName === null ? '' : `　${event.toName}へ`}`,
        [event.staffName, event.secondName === null ? null : `確認 ${event.secondName}`]
          .filter((part) => part !== null)
          .join('、'),
      ])}
    />
  </Section>
);

/** What was mailed of its reservations. */
const Mails = ({ ask, props }: { ask: SignedAsk; props: PersonProps }) => (
  <Section title="メール">
    <List
      caption="メール"
      empty="送信したメールはありません。"
      columns={[wholeCol('日時'), wholeCol('件名'), '宛先', wholeCol('結果')]}
      rows={props.mails.map((mail) => {
        const visit = props.reservations.find(({ id }) => id === mail.reservationId);
        return [
          deskMoment(mail.sentAt ?? mail.createdAt),
          <MailLink ask={ask} mail={mail} />,
          visit?.mail ?? '（登録なし）',
          <MailState mail={mail} held={visit?.mailHeld === true} />,
        ];
      })}
    />
  </Section>
);

/** What became of it: status, notices, movements, mails. */
export const Histories = ({ ask, props }: { ask: SignedAsk; props: PersonProps }) => (
  <>
    <Statuses ask={ask} props={props} />
    <Notices ask={ask} props={props} />
    <Movements props={props} />
    <Mails ask={ask} props={props} />
  </>
);
