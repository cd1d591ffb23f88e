import type { Actor } from '../../../audit/actor.ts';
import type { Db } from '../../../lib/db/db.ts';
import { askedIf, form, line, radios } from '../../../lib/form/index.ts';
import { Button, type ButtonKind, type FormErrors, hasErrors, Notice, Says, SummaryList } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { Outcome } from '../../../lib/outcome.ts';
import { rowVersion } from '../../../lib/values/ids.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { visit } from './subject.ts';
import type { WithReservation } from './with.ts';
import { placeTerm, whenWords } from './words.ts';

/** An act on a reservation that its page asks once more, with a reason that stays in the history. */
export type ReasonedAct = {
  path: (id: string) => string;
  /** What it is called where it was set aside. */
  kept: string;
  title: string;
  heading: string;
  /** What the press does at this instant and whom it tells. */
  says: (reservation: ReservationRow, now: Temporal.Instant) => string;
  /** Of a reason. `preset`: it is the reason nearly always, and is chosen with a key instead of typed. */
  example: string;
  preset?: boolean;
  button: { words: string; kind: ButtonKind };
  /** Why there is nothing to ask, where it is so. */
  needless?: (reservation: ReservationRow) => string | undefined;
  act: (db: Db, actor: Actor, request: { id: string; version: number; reason: string }) => Promise<Outcome<unknown, string>>;
  done: string;
};

type Props = { ask: SignedAsk; reasoned: ReasonedAct; reservation: ReservationRow; errors: FormErrors };

const EMPTY = '理由を書いてください。';
const OTHER = 'other';
type Reason = { preset: string | null; why: string | null };

const reasonForm = ({ example, preset = false }: ReasonedAct) =>
  form<Reason>(
    {
      preset: askedIf(
        preset,
        radios<string>(
          '理由',
          [
            { value: example, label: example },
            { value: OTHER, label: 'その他' },
          ],
          { usual: OTHER },
        ),
      ),
      why: preset
        ? line('その他の理由・補足', 200, { hint: '履歴に残ります。' }).optional()
        : askedIf(true, line('理由', 200, { hint: `例：${example}。履歴に残ります。`, wrong: { empty: EMPTY } })),
    },
    {
      rules: (typed, say) => {
        if (typed.preset === OTHER && typed.why === null) say('why', EMPTY);
      },
    },
  );

/** The reason as it stays in the history. */
const reasonWords = ({ preset, why }: Reason): string =>
  [preset === OTHER ? null : preset, why].filter((part) => part !== null).join('。');

function ReasonPage({ ask, reasoned, reservation, errors }: Props) {
  return (
    <TitledPage ask={ask} title={reasoned.title} heading={reasoned.heading} errors={errors}>
      <SummaryList
        rows={[
          { term: '予約番号', value: <span class="code">{reservation.number}</span> },
          { term: '来庁者', value: reservation.members.map(({ name }) => printable(name).text).join('、') },
          { term: '日時', value: whenWords(reservation) },
          { term: placeTerm(reservation), value: reservation.officeName },
        ]}
      />
      <Notice kind="care">
        <Says>{reasoned.says(reservation, ask.now)}</Says>
      </Notice>
      <DeskForm
        ask={ask}
        form={reasonForm(reasoned)}
        action={reasoned.path(reservation.id)}
        values={{}}
        errors={errors}
        hidden={{ version: hasErrors(errors) ? field(ask.body, 'version') : String(reservation.version) }}
        focus={reasoned.preset ? 'preset' : 'why'}
        submit={<Button kind={reasoned.button.kind}>{reasoned.button.words}</Button>}
        back={{ href: paths.reservation(reservation.id), words: '予約の画面に戻る' }}
      />
    </TitledPage>
  );
}

export const reasonedRoutes = (withReservation: WithReservation, reasoned: ReasonedAct): readonly Route[] => [
  get(
    reasoned.path(':id'),
    'booking.make',
    withReservation(async (ask, reservation) => {
      const needless = reasoned.needless?.(reservation);
      return needless === undefined
        ? show(<ReasonPage ask={ask} reasoned={reasoned} reservation={reservation} errors={{}} />)
        : go(withQuery(paths.reservation(reservation.id), { refused: needless }));
    }),
  ),
  post(
    reasoned.path(':id'),
    'booking.make',
    { words: reasoned.kept, of: visit },
    withReservation(async (ask, reservation) => {
      const version = rowVersion(ask.body['version']);
      const here = paths.reservation(reservation.id);
      if (!version.ok) return go(withQuery(here, { refused: 'changed_meanwhile' }));
      const typed = readForm(ask, reasonForm(reasoned));
      if (!typed.ok)
        return show(<ReasonPage ask={ask} reasoned={reasoned} reservation={reservation} errors={typed.errors} />, 422);
      const result = await reasoned.act(ask.db, ask.actor, {
        id: reservation.id,
        version: version.value,
        reason: reasonWords(typed.value),
      });
      return go(withQuery(here, result.ok ? { done: reasoned.done } : { refused: result.reason }));
    }),
  ),
];
