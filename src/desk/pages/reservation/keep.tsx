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
import { keep } from '../../../reservations/acts.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { Page } from '../../frame.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { whenWords } from './view.tsx';
import type { WithReservation } from './with.ts';

function KeepPage({ ask, reservation, errors }: { ask: SignedAsk; reservation: ReservationRow; errors: FormErrors }) {
  return (
    <Page ask={ask} title="来所扱いの確認" wrong={Object.keys(errors).length > 0}>
      <h1>閉じた日時のまま、お受けしますか</h1>
      <ErrorSummary errors={errors} />
      <SummaryList
        rows={[
          { term: '予約番号', value: <span class="code">{reservation.number}</span> },
          { term: '来られる方', value: reservation.members.map(({ name }) => printable(name).text).join('、') },
          { term: '日時', value: whenWords(reservation) },
          { term: '交付場所', value: reservation.officeName },
        ]}
      />
      <Notice kind="care">
        <Says>
          {`窓口は閉じたままですが、この方だけお受けします。受け付ける職員がいることを、確かめてください。${reservation.mail === null ? '電話でお伝えください。' : `${reservation.mail} へ、「予定どおりお越しください」とメールを送ります。`}`}
        </Says>
      </Notice>
      <PostForm
        action={paths.keep(reservation.id)}
        token={ask.token}
        class="desk-form"
        hidden={{ version: errors['why'] === undefined ? String(reservation.version) : field(ask.body, 'version') }}
      >
        <TextField
          name="why"
          label="理由"
          hint="例：ご本人の希望で、職員が窓口で待つ。履歴に残ります。"
          error={errors['why']}
          value={field(ask.body, 'why')}
        />
        <p class="acts">
          <Button>来所扱いにする</Button>
          <LinkButton href={paths.reservation(reservation.id)} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>
  );
}

/** 来所扱い: the visit stays though its slot is shut. */
export const keepRoutes = (withReservation: WithReservation): readonly Route[] => [
  get(
    paths.keep(':id'),
    'booking.make',
    withReservation(async (ask, reservation) =>
      reservation.needsMoving
        ? show(<KeepPage ask={ask} reservation={reservation} errors={{}} />)
        : go(withQuery(paths.reservation(reservation.id), { refused: 'not_needed' })),
    ),
  ),
  post(
    paths.keep(':id'),
    'booking.make',
    withReservation(async (ask, reservation) => {
      const why = lineOfText(200)(ask.body['why']);
      const version = wholeNumber(0, 1_000_000)(ask.body['version']);
      const here = paths.reservation(reservation.id);
      if (!version.ok) return go(withQuery(here, { refused: 'changed_meanwhile' }));
      if (!why.ok) {
        const words = why.reason === 'empty' ? '理由を書いてください。' : '理由は200文字以内で書いてください。';
        return show(<KeepPage ask={ask} reservation={reservation} errors={{ why: words }} />, 422);
      }
      const kept = await keep(ask.db, ask.actor, { id: reservation.id, version: version.value, reason: why.value });
      return go(withQuery(here, kept.ok ? { done: 'kept' } : { refused: kept.reason }));
    }),
  ),
];
