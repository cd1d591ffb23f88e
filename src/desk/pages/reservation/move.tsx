import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { ErrorSummary, type FormErrors, hasErrors, LinkButton, PostForm } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowVersion } from '../../../lib/values/ids.ts';
import { listPickupOffices } from '../../../offices/read.ts';
import { type MoveRefusal, move } from '../../../reservations/acts.ts';
import { officesOfParty } from '../../../reservations/grid.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import { offerFreed } from '../../../waiting/offers.ts';
import { Page } from '../../frame.tsx';
import { readForm, stateOf } from '../../parts/form.tsx';
import { Keys } from '../../parts/keys.tsx';
import { type Chosen, type Places, readPlaces } from '../../parts/places.ts';
import { EnterButton, PlacesColumn, pressOf } from '../../parts/places-column.tsx';
import { ProtectedNote } from '../../parts/protected-note.tsx';
import { CallNow, type CallProblem } from '../../parts/read-box.tsx';
import { reasonsForm } from '../../parts/reasons.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { visit } from './subject.ts';
import type { WithReservation } from './with.ts';
import { mailedTo, placeTerm, whenWords } from './words.ts';

type Props = {
  reservation: ReservationRow;
  places: Places;
  travels: boolean;
  errors: FormErrors;
  problem?: CallProblem;
};

const namesOf = ({ members }: ReservationRow): string[] => members.map(({ name }) => printable(name).text);

/** The reason asked where the slot is full, of whom may go above it. */
const moveReasons = (ask: SignedAsk, full: boolean) => reasonsForm({ exceed: full && can(ask.session, 'booking.exceed') });

const Go = ({ focus }: { focus: boolean }) => (
  <button class="button button-wide" type="submit" name="act" value="confirm" {...(focus ? { autoFocus: true } : {})}>
    この日時に変更する
  </button>
);

/** Third column: the new time as it is read aloud, whom a mail tells of it, and the press; it stands again behind a reason that is asked. */
function Confirm({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { reservation, places, errors, problem } = props;
  const { chosen } = places;
  if (chosen === undefined || chosen.id === reservation.slotId)
    return (
      <>
        <CallNow problem={problem} names={[]} chosen={undefined} />
        <p class="soft">
          {chosen === undefined ? '新しい日時を選ぶと、ここに表示します。' : '現在の予約と同じ枠です。ほかの枠を選んでください。'}
        </p>
      </>
    );
  const full = chosen.free < reservation.units;
  // After errors the list of them has the cursor, after a lost place the grid.
  const free = problem?.near === undefined && !hasErrors(errors);
  return (
    <>
      <CallNow problem={problem} names={namesOf(reservation)} chosen={chosen}>
        <p class="small soft">
          {mailedTo(reservation) === null
            ? 'メールは送りません。口頭でお伝えください。'
            : `${reservation.mail} へ、変更の案内を送ります。`}
        </p>
        <p class="call-go">
          <Go focus={free && !full} />
        </p>
      </CallNow>
      <ErrorSummary errors={errors} />
      <FormFields form={moveReasons(ask, full)} state={{ ...stateOf(ask, {}, errors), focus: free ? 'exceed' : undefined }} />
      {full && (
        <p class="acts">
          <Go focus={false} />
        </p>
      )}
    </>
  );
}

/** First column: the booking as it is. */
const Now = ({ reservation }: { reservation: ReservationRow }) => (
  <section class="call-who call-known" aria-labelledby="now-title">
    <ProtectedNote all={reservation.members} />
    <h2 id="now-title">現在の予約</h2>
    <dl class="chosen-card">
      <dt class="unseen">氏名</dt>
      <dd class="chosen-name">{namesOf(reservation).join('、')}</dd>
      <dt>予約番号</dt>
      <dd class="code">{reservation.number}</dd>
      <dt>日時</dt>
      <dd>{whenWords(reservation)}</dd>
      <dt>{placeTerm(reservation)}</dt>
      <dd>{reservation.officeName}</dd>
    </dl>
    <p class="chosen-other">
      <LinkButton href={paths.reservation(reservation.id)} kind="second">
        変更せずに戻る
      </LinkButton>
    </p>
  </section>
);

function MovePage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { reservation, places, problem } = props;
  const { chosen } = places;
  return (
    <Page ask={ask} title="予約の変更" wrong={problem !== undefined || hasErrors(props.errors)}>
      <div class="call-top">
        <h1>予約の日時・場所の変更</h1>
        <Keys browser={ask.browser} access={[['2', '場所']]} grid />
      </div>
      <div class="call">
        <Now reservation={reservation} />
        <PostForm
          action={paths.move(reservation.id)}
          token={ask.token}
          class="call-form"
          hidden={{ version: String(reservation.version) }}
        >
          <EnterButton />
          <section class="call-places" aria-labelledby="places-title">
            <PlacesColumn
              places={places}
              canExceed={can(ask.session, 'booking.exceed')}
              units={reservation.units}
              focus={chosen === undefined || chosen.id === reservation.slotId || problem?.near !== undefined}
              near={problem?.near}
              needsCard={reservation.needsCard}
              travels={props.travels}
              heading={<h2 id="places-title">新しい日時</h2>}
              own={reservation.slotId}
            />
          </section>
          <section class="call-read" aria-labelledby="new-title">
            <h2 id="new-title">読み上げて変更</h2>
            <Confirm ask={ask} props={props} />
          </section>
        </PostForm>
      </div>
    </Page>
  );
}

async function read(ask: SignedAsk, reservation: ReservationRow, fields: Readonly<Record<string, unknown>>) {
  const lie = await officesOfParty(ask.db, reservation.id);
  const asked = field(fields, 'office') === '' ? { ...fields, office: await codeOf(ask, reservation.officeId) } : fields;
  const places = await readPlaces(ask, asked, {
    serviceId: reservation.serviceId,
    cardOffices: lie,
    people: reservation.members.length,
    moving: reservation.id,
  });
  if (places === undefined) throw new Error('no office where citizens come');
  return { reservation, places, travels: lie.some((office) => office !== null && office !== places.office.id) };
}

/** A move begins at the office it is booked at. */
const codeOf = async (ask: SignedAsk, officeId: number): Promise<string> =>
  (await listPickupOffices(ask.db)).find(({ id }) => id === officeId)?.code ?? '';

/** The place is gone: said beside what is read aloud, the cursor in the next free one; the booking stands as it was. */
async function lost(
  ask: SignedAsk,
  reservation: ReservationRow,
  chosen: Chosen | undefined,
  reason: MoveRefusal,
): Promise<Answer> {
  const fresh = await read(ask, reservation, { ...ask.body, slot: undefined, office: field(ask.body, 'at') });
  const words = `${said(reason) ?? ''}現在の予約はそのままです。`;
  const problem =
    chosen === undefined
      ? { title: '変更できませんでした', words }
      : {
          title: `${shortDate(chosen.day)} ${clockTime(chosen.startMinute)}には変更できませんでした`,
          words,
          near: { day: chosen.day, startMinute: chosen.startMinute },
        };
  return show(<MovePage ask={ask} props={{ ...fresh, errors: {}, problem }} />, 409);
}

async function confirm(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const props = await read(ask, reservation, { ...ask.body, slot: field(ask.body, 'shown'), office: field(ask.body, 'at') });
  const { chosen } = props.places;
  const version = rowVersion(ask.body['version']);
  if (chosen === undefined || !version.ok) return lost(ask, reservation, chosen, 'slot_unknown');
  const full = chosen.free < reservation.units;
  if (full && !can(ask.session, 'booking.exceed')) return lost(ask, reservation, chosen, 'full');
  const reasons = readForm(ask, moveReasons(ask, full));
  if (!reasons.ok) return show(<MovePage ask={ask} props={{ ...props, errors: reasons.errors }} />, 422);
  const moved = await move(ask.db, ask.actor, {
    id: reservation.id,
    slotId: chosen.id,
    version: version.value,
    exceedReason: reasons.value.exceedReason,
  });
  if (moved.ok) {
    await offerFreed(ask.db);
    return go(withQuery(paths.reservation(reservation.id), { done: 'moved' }));
  }
  // After its day nobody stands for it: its people may be booked elsewhere by now.
  if (moved.reason === 'lapsed' && (moved.detail === 'already_booked' || moved.detail === 'card_closed'))
    return go(withQuery(paths.reservation(reservation.id), { refused: moved.detail }));
  if (moved.reason === 'changed_meanwhile' || moved.reason === 'lapsed' || moved.reason === 'over')
    return go(withQuery(paths.reservation(reservation.id), { refused: moved.reason }));
  return lost(ask, reservation, chosen, moved.reason);
}

async function submit(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const press = pressOf(ask.body);
  const here = paths.move(reservation.id);
  if (press.to === 'look')
    return go(withQuery(here, { office: press.office, from: press.from, slot: field(ask.body, 'shown').slice(0, 20) }));
  if (press.to === 'confirm') return confirm(ask, reservation);
  const { chosen } = (await read(ask, reservation, { ...ask.body, slot: String(press.slotId) })).places;
  if (chosen === undefined) return lost(ask, reservation, undefined, 'slot_unknown');
  if (chosen.free < reservation.units && !can(ask.session, 'booking.exceed')) return lost(ask, reservation, chosen, 'full');
  const from = chosen.office.code === field(ask.body, 'at') ? field(ask.body, 'from').slice(0, 40) : '';
  return go(withQuery(here, { office: chosen.office.code, from, slot: chosen.id }));
}

export const moveRoutes = (withReservation: WithReservation): readonly Route[] => [
  get(
    paths.move(':id'),
    'booking.make',
    withReservation(async (ask, reservation) =>
      reservation.state === 'booked'
        ? show(<MovePage ask={ask} props={{ ...(await read(ask, reservation, ask.query)), errors: {} }} />)
        : go(paths.reservation(reservation.id)),
    ),
  ),
  post(paths.move(':id'), 'booking.make', { words: '予約の日時・場所の変更', of: visit }, withReservation(submit)),
];
