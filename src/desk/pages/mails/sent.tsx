import { recordView } from '../../../audit/view.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Says, SummaryList } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { type MailText, readMail } from '../../../outbox/desk.ts';
import { mailName } from '../../../outbox/names.ts';
import { isMailHidden, mailVisit } from '../../../reservations/dead-mails.ts';
import { type ReservationRow, readReservation } from '../../../reservations/read.ts';
import { MailState } from '../../parts/mail.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths } from '../../paths.ts';
import { type Answer, get, type Route, type SignedAsk, show } from '../../route.ts';

type SentProps = { ask: SignedAsk; mail: MailText; reservation: ReservationRow | undefined };

/** What a mail said to its reader, or why there is nothing to read. */
function SentPage({ ask, mail, reservation }: SentProps) {
  const why =
    mail.state === 'sent'
      ? 'このメールの本文は、記録されていません（本文を記録する前の版で送信したため）。'
      : 'まだ送信していません。本文は、送信するときの予約の内容で作ります。';
  return (
    <TitledPage ask={ask} title="メールの本文" crumbs={[{ href: paths.mails, words: 'メール' }]}>
      <SummaryList
        rows={[
          { term: '種類', value: mailName(mail.kind) },
          { term: '結果', value: <MailState mail={mail} held={reservation?.mailHeld === true} /> },
          ...(mail.sentAt === null ? [] : [{ term: '送信日時', value: deskMoment(mail.sentAt) }]),
          ...(reservation === undefined
            ? []
            : [
                {
                  term: '予約',
                  value: (
                    <a href={paths.reservation(reservation.id)}>
                      <span class="code">{reservation.number}</span>
                    </a>
                  ),
                },
              ]),
          ...(mail.subject === null ? [] : [{ term: '件名', value: mail.subject }]),
        ]}
      />
      {mail.body === null ? (
        <Says class="lead">{why}</Says>
      ) : (
        <Section title="送信した本文">
          <pre class="letter">{mail.body}</pre>
          <Says class="soft">リンクのうち、ご本人だけが開ける部分は「（省略）」としています。宛先は記録していません。</Says>
        </Section>
      )}
    </TitledPage>
  );
}

/** The mail of an address with its visit; one about people whom this account may not see is not there (支援措置). */
export async function visibleMail(
  ask: SignedAsk,
): Promise<{ mail: MailText; reservation: ReservationRow | undefined } | undefined> {
  const id = rowId(ask.params['id']);
  const mail = id.ok ? await readMail(ask.db, id.value) : undefined;
  if (mail === undefined || (await isMailHidden(ask.db, viewerOf(ask), mail.id))) return undefined;
  const visit = await mailVisit(ask.db, mail.id);
  if (visit === null) return { mail, reservation: undefined };
  const reservation = await readReservation(ask.db, visit);
  return reservation === undefined ? undefined : { mail, reservation };
}

async function sentPage(ask: SignedAsk): Promise<Answer> {
  const found = await visibleMail(ask);
  if (found === undefined) return show(<NotFound ask={ask} />, 404);
  const { mail, reservation } = found;
  await recordView(ask.db, ask.actor, { saw: 'mail', mailId: mail.id, reservationId: mail.reservationId });
  return show(<SentPage ask={ask} mail={mail} reservation={reservation} />);
}

export const sentMailRoutes: readonly Route[] = [get(paths.sentMail(':id'), 'mails.see', sentPage)];
