import {
  Button,
  ErrorSummary,
  type FormErrors,
  LinkButton,
  Notice,
  PostForm,
  Says,
  SummaryList,
  TextField,
} from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { cancel } from '../../../reservations/acts.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { Page } from '../../frame.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { whenWords } from './view.tsx';
import type { WithReservation } from './with.ts';

function CancelPage({ ask, reservation, errors }: { ask: SignedAsk; reservation: ReservationRow; errors: FormErrors }) {
  return (
    <Page ask={ask} title="予約の取り消し" wrong={Object.keys(errors).length > 0}>
      <h1>この予約を取り消しますか</h1>
      <ErrorSummary errors={errors} />
      <SummaryList
        rows={[
          { term: '予約番号', value: <span class="code">{reservation.number}</span> },
          { term: '来られる方', value: reservation.members.map(({ name }) => printable(name).text).join('、') },
          { term: '日時', value: whenWords(reservation) },
          { term: reservation.needsCard ? '交付場所' : '受付場所', value: reservation.officeName },
        ]}
      />
      <Notice kind="care">
        <Says>{`枠はすぐに空きます。取り消すと、元には戻せません。${reservation.mail === null ? 'メールは送りません。' : `${reservation.mail} へ、取り消しの案内を送ります。`}`}</Says>
      </Notice>
      <PostForm
        action={paths.cancel(reservation.id)}
        token={ask.token}
        class="desk-form"
        hidden={{ version: errors['why'] === undefined ? String(reservation.version) : field(ask.body, 'version') }}
      >
        <TextField
          name="why"
          label="理由"
          hint="例：ご本人から電話。履歴に残ります。"
          error={errors['why']}
          value={field(ask.body, 'why')}
        />
        <p class="acts">
          <Button kind="danger">取り消す</Button>
          <LinkButton href={paths.reservation(reservation.id)} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>
  );
}

export const cancelRoutes = (withReservation: WithReservation): readonly Route[] => [
  get(
    paths.cancel(':id'),
    'booking.make',
    withReservation(async (ask, reservation) => show(<CancelPage ask={ask} reservation={reservation} errors={{}} />)),
  ),
  post(
    paths.cancel(':id'),
    'booking.make',
    withReservation(async (ask, reservation) => {
      const why = lineOfText(200)(ask.body['why']);
      const version = wholeNumber(0, 1_000_000)(ask.body['version']);
      const here = paths.reservation(reservation.id);
      if (!version.ok) return go(withQuery(here, { refused: 'changed_meanwhile' }));
      if (!why.ok)
        return show(
          <CancelPage
            ask={ask}
            reservation={reservation}
            errors={{ why: why.reason === 'empty' ? '理由を書いてください。' : '理由は200文字以内で書いてください。' }}
          />,
          422,
        );
      const cancelled = await cancel(ask.db, ask.actor, { id: reservation.id, version: version.value, reason: why.value });
      return go(withQuery(here, cancelled.ok ? { done: 'cancelled' } : { refused: cancelled.reason }));
    }),
  ),
];
