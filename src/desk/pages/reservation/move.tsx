import { readCard } from '../../../cards/read.ts';
import { longDate, spokenTime } from '../../../lib/dates/format.ts';
import { ErrorSummary, type FormErrors, LinkButton, Notice, PostForm, Says, TextField } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { listPickupOffices } from '../../../offices/read.ts';
import { move } from '../../../reservations/acts.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { type Places, readPlaces } from '../../parts/places.ts';
import { PlacesForm } from '../../parts/places-form.tsx';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { whenWords } from './view.tsx';
import type { WithReservation } from './with.ts';

type Props = { reservation: ReservationRow; places: Places; travels: boolean; errors: FormErrors; problem?: string | undefined };

function Confirm({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { reservation, places, errors } = props;
  const { chosen, office } = places;
  if (chosen === undefined) return <p class="soft">新しい日時をえらぶと、ここに出ます。</p>;
  if (chosen.id === reservation.slotId) return <p>いまと同じ枠です。ほかの枠をえらんでください。</p>;
  const focus = { autoFocus: true };
  return (
    <>
      <dl class="read-aloud">
        <dt>新しい日時</dt>
        <dd class="read-large">
          {longDate(chosen.day)}
          <br />
          {spokenTime(chosen.startMinute)}
        </dd>
        <dt>新しい場所</dt>
        <dd>
          {office.name}
          <span class="sub">{office.address}</span>
        </dd>
      </dl>
      <ErrorSummary errors={errors} />
      <PostForm
        action={paths.move(reservation.id)}
        token={ask.token}
        hidden={{
          version: String(reservation.version),
          slot: String(chosen.id),
          office: office.code,
          from: places.days[0] ?? '',
        }}
      >
        {chosen.free < reservation.units && (
          <TextField
            name="exceed"
            label="枠を超える理由"
            hint="満員の枠です。理由は記録に残ります。"
            error={errors['exceed']}
            value={field(ask.body, 'exceed')}
          />
        )}
        <p class="small soft">
          {reservation.mail === null
            ? 'メールは送りません。口頭でお伝えください。'
            : `${reservation.mail} へ、変更の案内を送ります。`}
        </p>
        <p class="acts">
          <button class="button button-wide" type="submit" {...focus}>
            この日時に変える
          </button>
        </p>
      </PostForm>
    </>
  );
}

function MovePage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { reservation, places } = props;
  return (
    <Page ask={ask} title="予約の変更" wrong={props.problem !== undefined || Object.keys(props.errors).length > 0}>
      <h1>予約の日時・場所を変える</h1>
      {props.problem !== undefined && (
        <Notice kind="stop" role="alert" title="変えられませんでした">
          <Says>{props.problem}</Says>
        </Notice>
      )}
      <div class="call">
        <section aria-labelledby="now-title">
          <h2 id="now-title">いまの予約</h2>
          <dl class="read-aloud">
            <dt>予約番号</dt>
            <dd>
              <span class="code">{reservation.number}</span>
            </dd>
            <dt>お名前</dt>
            <dd>{reservation.members.map(({ name }) => printable(name).text).join('、')}</dd>
            <dt>日時</dt>
            <dd>{whenWords(reservation)}</dd>
            <dt>場所</dt>
            <dd>{reservation.officeName}</dd>
          </dl>
          <LinkButton href={paths.reservation(reservation.id)} kind="second">
            変えずに戻る
          </LinkButton>
        </section>
        <section class="call-places" aria-label="新しい日時をえらぶ">
          <PlacesForm
            places={places}
            action={paths.move(reservation.id)}
            keep={{}}
            canExceed={can(ask.session, 'booking.exceed')}
            focus={places.chosen === undefined}
            needsCard={reservation.needsCard}
            travels={props.travels}
            hrefFrom={(from) => withQuery(paths.move(reservation.id), { office: places.office.code, from })}
            heading={<h2>新しい日時をえらぶ</h2>}
          />
        </section>
        <section aria-labelledby="new-title">
          <h2 id="new-title">確かめて変える</h2>
          <Confirm ask={ask} props={props} />
        </section>
      </div>
    </Page>
  );
}

async function read(ask: SignedAsk, reservation: ReservationRow, fields: Readonly<Record<string, unknown>>) {
  const cardId = reservation.members[0]?.cardId;
  const card = cardId === undefined || cardId === null ? undefined : await readCard(ask.db, cardId);
  const where = { officeId: card?.officeId ?? null };
  const asked = field(fields, 'office') === '' ? { ...fields, office: await codeOf(ask, reservation.officeId) } : fields;
  const places = await readPlaces(ask, asked, reservation.serviceId, where, reservation.id);
  if (places === undefined) throw new Error('no office where citizens come');
  return { reservation, places, travels: where.officeId !== null && where.officeId !== places.office.id };
}

/** A move begins at the office it is booked at. */
const codeOf = async (ask: SignedAsk, officeId: number): Promise<string> =>
  (await listPickupOffices(ask.db)).find(({ id }) => id === officeId)?.code ?? '';

async function submit(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const props = await read(ask, reservation, ask.body);
  const { chosen } = props.places;
  const version = wholeNumber(0, 1_000_000)(ask.body['version']);
  const again = (errors: FormErrors, problem?: string) => show(<MovePage ask={ask} props={{ ...props, errors, problem }} />, 409);
  if (chosen === undefined || !version.ok) return again({}, said('slot_unknown'));
  const full = chosen.free < reservation.units;
  if (full && !can(ask.session, 'booking.exceed')) return again({}, said('full'));
  const why = lineOfText(200)(ask.body['exceed']);
  if (full && !why.ok) return again({ exceed: '枠を超える理由を、200文字以内で書いてください。' });
  const moved = await move(ask.db, ask.actor, {
    id: reservation.id,
    slotId: chosen.id,
    version: version.value,
    exceedReason: full && why.ok ? why.value : null,
  });
  if (moved.ok) return go(withQuery(paths.reservation(reservation.id), { done: 'moved' }));
  if (moved.reason === 'changed_meanwhile' || moved.reason === 'lapsed')
    return go(withQuery(paths.reservation(reservation.id), { refused: moved.reason }));
  return show(
    <MovePage ask={ask} props={{ ...(await read(ask, reservation, ask.body)), errors: {}, problem: said(moved.reason) }} />,
    409,
  );
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
  post(paths.move(':id'), 'booking.make', withReservation(submit)),
];
