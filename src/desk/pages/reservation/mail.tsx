import { type Form, form, mail } from '../../../lib/form/index.ts';
import { Button, type FormErrors, hasErrors, Notice, Says } from '../../../lib/html/index.ts';
import { rowVersion } from '../../../lib/values/ids.ts';
import { setMail } from '../../../reservations/contact.ts';
import { checkMail } from '../../../reservations/held-mails.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { chosenLanguage, languageField } from '../../parts/language.ts';
import { slipAsked, withSlip } from '../../parts/mail-slip.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { visit } from './subject.ts';
import type { WithReservation } from './with.ts';
import { whenWords } from './words.ts';

type MailFields = { mail: string; language: string };
const mailForm: Form<MailFields> = form<MailFields>({ mail: mail('メールアドレス'), language: languageField });

type Props = { ask: SignedAsk; reservation: ReservationRow; errors?: FormErrors };

function MailPage({ ask, reservation, errors }: Props) {
  const kept = reservation.mail;
  const byStaff = reservation.members.some((member) => member.protected);
  return (
    <TitledPage ask={ask} title="メールアドレス" heading="案内メールの宛先" errors={errors}>
      <p class="lead">
        予約 <span class="code">{reservation.number}</span>　{whenWords(reservation)}
      </p>
      {byStaff ? (
        <Notice kind="care">
          <Says>
            支援措置の方の予約です。ご本人のほかに誰も読まないアドレスかを、ご本人に確かめてください。メールに、変更・取消のリンクは入りません。
          </Says>
        </Notice>
      ) : (
        <Says>
          ご本人であることを確かめてから、登録してください。登録したアドレスに届くリンクから、予約の変更と取消ができます。
        </Says>
      )}
      <DeskForm
        ask={ask}
        form={mailForm}
        action={paths.mail(reservation.id)}
        values={{ ...(kept === null ? {} : { mail: kept }), language: chosenLanguage(reservation.language) }}
        errors={errors}
        hidden={{ version: String(reservation.version), ...slipAsked(ask) }}
        submit={
          <Button name="act" value="send">
            この宛先に案内を送る
          </Button>
        }
        more={
          kept !== null && (
            <>
              {reservation.mailHeld && (
                <Button kind="second" name="act" value="check">
                  {kept} に送ってよいと確かめた
                </Button>
              )}
              <Button kind="stop" name="act" value="remove">
                登録を削除する
              </Button>
            </>
          )
        }
        back={{ href: paths.reservation(reservation.id), words: 'やめる' }}
      />
    </TitledPage>
  );
}

export const mailRoutes = (withReservation: WithReservation): readonly Route[] => [
  get(
    paths.mail(':id'),
    'booking.make',
    withReservation(async (ask, reservation) => show(<MailPage ask={ask} reservation={reservation} />)),
  ),
  post(
    paths.mail(':id'),
    'booking.make',
    { words: '案内メールの送信・宛先の変更', of: visit },
    withReservation(async (ask, reservation) => {
      const here = paths.reservation(reservation.id);
      const version = rowVersion(ask.body['version']);
      if (!version.ok) return go(withQuery(here, { refused: 'changed_meanwhile' }));
      if (ask.body['act'] === 'check') {
        const checked = await checkMail(ask.db, ask.actor, { id: reservation.id, version: version.value });
        return go(withQuery(here, checked.ok ? { done: 'mail-checked' } : { refused: checked.reason }));
      }
      const remove = ask.body['act'] === 'remove';
      const typed = remove ? undefined : readForm(ask, mailForm);
      const errors = typed === undefined ? {} : withSlip(ask, typed.ok ? {} : typed.errors);
      if (typed?.ok === false || hasErrors(errors))
        return show(<MailPage ask={ask} reservation={reservation} errors={errors} />, 422);
      const set = await setMail(ask.db, ask.actor, {
        id: reservation.id,
        version: version.value,
        mail: typed?.value.mail ?? null,
        send: !remove,
        ...(typed === undefined ? {} : { language: typed.value.language }),
      });
      if (!set.ok) return go(withQuery(here, { refused: set.reason }));
      return go(withQuery(here, { done: remove ? 'mail-removed' : 'mail' }));
    }),
  ),
];
