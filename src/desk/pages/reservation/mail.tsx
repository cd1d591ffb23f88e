import { Button, ErrorSummary, type FormErrors, LinkButton, PostForm, Says, TextField } from '../../../lib/html/index.ts';
import { mailAddress } from '../../../lib/values/contact.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { setMail } from '../../../reservations/contact.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { Page } from '../../frame.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import type { WithReservation } from './with.ts';
import { whenWords } from './words.ts';

function MailPage({ ask, reservation, errors }: { ask: SignedAsk; reservation: ReservationRow; errors: FormErrors }) {
  const wrong = Object.keys(errors).length > 0;
  return (
    <Page ask={ask} title="メールアドレス" wrong={wrong}>
      <h1>案内メールの宛先</h1>
      <p class="lead">
        予約 <span class="code">{reservation.number}</span>　{whenWords(reservation)}
      </p>
      <Says>
        ご本人であることを確かめてから、登録してください。登録したアドレスに届くリンクから、予約の変更と取消ができます。
      </Says>
      <ErrorSummary errors={errors} />
      <PostForm
        action={paths.mail(reservation.id)}
        token={ask.token}
        class="desk-form"
        hidden={{ version: String(reservation.version) }}
      >
        <TextField
          name="mail"
          label="メールアドレス"
          inputMode="email"
          error={errors['mail']}
          value={wrong ? field(ask.body, 'mail') : (reservation.mail ?? '')}
        />
        <p class="acts">
          <Button name="act" value="send">
            この宛先に案内を送る
          </Button>
          {reservation.mail !== null && (
            <Button kind="stop" name="act" value="remove">
              登録を削除する
            </Button>
          )}
          <LinkButton href={paths.reservation(reservation.id)} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>
  );
}

export const mailRoutes = (withReservation: WithReservation): readonly Route[] => [
  get(
    paths.mail(':id'),
    'booking.make',
    withReservation(async (ask, reservation) => show(<MailPage ask={ask} reservation={reservation} errors={{}} />)),
  ),
  post(
    paths.mail(':id'),
    'booking.make',
    withReservation(async (ask, reservation) => {
      const here = paths.reservation(reservation.id);
      const version = wholeNumber(0, 1_000_000)(ask.body['version']);
      if (!version.ok) return go(withQuery(here, { refused: 'changed_meanwhile' }));
      const remove = ask.body['act'] === 'remove';
      const mail = mailAddress(ask.body['mail']);
      if (!remove && !mail.ok) {
        const words =
          mail.reason === 'empty' ? 'メールアドレスを入力してください。' : 'メールアドレスの書き方を確かめてください。';
        return show(<MailPage ask={ask} reservation={reservation} errors={{ mail: words }} />, 422);
      }
      const set = await setMail(ask.db, ask.actor, {
        id: reservation.id,
        version: version.value,
        mail: remove || !mail.ok ? null : mail.value,
        send: !remove,
      });
      if (!set.ok) return go(withQuery(here, { refused: set.reason }));
      return go(withQuery(here, { done: remove ? 'mail-removed' : 'mail' }));
    }),
  ),
];
