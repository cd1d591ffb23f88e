import {
  CALL_WORDS,
  type CallRow,
  type CallState,
  callsOf,
  callWords,
  readCallState,
  recordCall,
  resultWords,
  TAKE_WORDS,
  type Taken,
  takenWords,
  untoldWords,
} from '../../../counter/calls.ts';
import { NOT_READY_WORDS, readNotReady } from '../../../counter/not-ready.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { type FormErrors, Says, SummaryList, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import { CallTake } from '../../parts/call-take.tsx';
import { DeskForm } from '../../parts/form.tsx';
import { LanguageTag } from '../../parts/language-tag.tsx';
import { ProtectedNote } from '../../parts/protected-note.tsx';
import { Ring } from '../../parts/ring.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { todoOf } from '../../parts/todo-view.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { CALL_DONE, said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { callForm, readCall, shownOf } from './call-form.ts';
import { visit } from './subject.ts';
import type { WithReservation } from './with.ts';
import { placeTerm, whenWords } from './words.ts';

/** Who of the visit lacks their card, why and whom to ring, as on the other pages; none: it is there by now. */
async function lackingOf(ask: SignedAsk, reservation: ReservationRow) {
  return (await readNotReady(ask.db, viewerOf(ask), null)).filter(({ reservationId }) => reservationId === reservation.id);
}
type Lacks = Awaited<ReturnType<typeof lackingOf>>;

type Props = {
  ask: SignedAsk;
  reservation: ReservationRow;
  state: CallState;
  lacks: Lacks;
  calls: readonly CallRow[];
  errors: FormErrors;
  refused?: string | undefined;
  /** What is shown is newer than what was pressed on. */
  afresh: boolean;
};

const namesOf = ({ members }: ReservationRow): string => members.map(({ name }) => printable(name).text).join('、');

const Facts = ({ ask, reservation, state, lacks }: Props) => (
  <SummaryList
    rows={[
      {
        term: '来庁者',
        value: (
          <>
            <a href={paths.reservation(reservation.id)}>{namesOf(reservation)}</a> <LanguageTag language={reservation.language} />
          </>
        ),
        more: reservation.number ?? '',
      },
      { term: '日時', value: whenWords(reservation) },
      { term: placeTerm(reservation), value: reservation.officeName },
      ...lacks.map(({ who, why, phone, ...call }) => ({
        term: 'カード',
        value: (
          <>
            {printable(who.name).text}さん　{NOT_READY_WORDS[why]}
            {'　'}
            <b>
              <Ring phone={phone} />
            </b>
          </>
        ),
        more: untoldWords(call),
      })),
      { term: '電話の結果', value: callWords(state) || 'まだ記録がありません' },
      {
        term: '担当',
        value: (
          <>
            {takenWords(state) || '未定'}{' '}
            {reservation.state === 'booked' && (
              <CallTake ask={ask} reservationId={reservation.id} call={state} who={namesOf(reservation)} />
            )}
          </>
        ),
      },
    ]}
  />
);

const History = ({ calls }: Pick<Props, 'calls'>) => (
  <>
    <h2 class="section">これまでの記録</h2>
    <Table
      caption="これまでの記録"
      stacked="plain"
      empty="まだ記録がありません。"
      columns={[wholeCol('記録した日時'), wholeCol('職員'), '内容']}
      rows={calls.map(({ at, by, what, againAt, note, stands }) => [
        deskMoment(at),
        by ?? '',
        `${what === 'taken' || what === 'given-up' ? TAKE_WORDS[what] : resultWords({ called: what, againAt, callNote: note }) || `${CALL_WORDS[what as 'not-called']}${note === '' ? '' : `「${note}」`}`}${stands ? '' : '（変更前の日時）'}`,
      ])}
    />
  </>
);

function CallPage(props: Props) {
  const { ask, reservation, state, lacks, calls, errors, refused, afresh } = props;
  const from = ask.looks ? field(ask.query, 'from') : field(ask.body, 'from');
  const todo = todoOf(from);
  const records = can(ask.session, 'booking.make') && reservation.state === 'booked';
  return (
    <TitledPage
      ask={ask}
      title="来庁前の電話の記録"
      crumbs={[{ href: todo ?? paths.todo, words: '対応が必要' }]}
      said={CALL_DONE[field(ask.query, 'done')]}
      refused={refused}
      errors={errors}
    >
      <ProtectedNote all={reservation.members} />
      {lacks.length === 0 && <Says class="lead">この来庁のカードは、そろっています。</Says>}
      <Facts {...props} />
      {records && (
        <DeskForm
          ask={ask}
          form={callForm(state)}
          action={paths.call(reservation.id)}
          values={{ againDay: cityDay(ask.now) }}
          errors={errors}
          hidden={{
            slot: afresh ? String(state.slotId) : field(ask.body, 'slot'),
            last: afresh ? String(state.lastCall) : field(ask.body, 'last'),
            from,
          }}
          submit="記録する"
          back={
            todo !== undefined
              ? { href: todo, words: '記録せずに戻る' }
              : { href: paths.reservation(reservation.id), words: '予約の画面に戻る' }
          }
        />
      )}
      <History calls={calls} />
    </TitledPage>
  );
}

/** The page, with what was typed where something is wrong with it or somebody wrote first. */
async function page(
  ask: SignedAsk,
  reservation: ReservationRow,
  wrong: { errors?: FormErrors; refused?: string } = {},
): Promise<Answer> {
  const state = await readCallState(ask.db, viewerOf(ask), reservation.id);
  if (state === undefined) throw new Error('the visit of the page is gone');
  const [lacks, calls] = await Promise.all([lackingOf(ask, reservation), callsOf(ask.db, reservation.id)]);
  const { errors = {}, refused } = wrong;
  return show(
    <CallPage
      ask={ask}
      reservation={reservation}
      state={state}
      lacks={lacks}
      calls={calls}
      errors={errors}
      refused={refused === undefined ? said(field(ask.query, 'refused')) : said(refused)}
      afresh={wrong.errors === undefined}
    />,
    refused !== undefined ? 409 : wrong.errors === undefined ? 200 : 422,
  );
}

/** Where a press leads: the page it was made on. */
const back = (ask: SignedAsk, id: string, told: Record<string, string>): Answer =>
  go(todoOf(field(ask.body, 'from'), told) ?? withQuery(paths.call(id), told));

async function take(ask: SignedAsk, id: string, what: Taken): Promise<Answer> {
  const shown = shownOf(ask, 'lastTaken');
  if (shown === undefined) return back(ask, id, { refused: 'changed_meanwhile' });
  const took = await recordCall(ask.db, ask.actor, { reservationId: id, ...shown, what, againAt: null, note: '' });
  return back(
    ask,
    id,
    took.ok ? { done: what } : { refused: took.reason === 'called_meanwhile' ? 'taken_meanwhile' : took.reason },
  );
}

async function submit(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const act = field(ask.body, 'act');
  if (act === 'taken' || act === 'given-up') return take(ask, reservation.id, act);
  const state = await readCallState(ask.db, viewerOf(ask), reservation.id);
  const read = readCall(ask, state ?? { called: null });
  if (!read.ok) return page(ask, reservation, { errors: read.errors });
  const shown = shownOf(ask, 'last');
  if (shown === undefined) return page(ask, reservation, { refused: 'changed_meanwhile' });
  // Only who had left 対応が必要 comes back to it.
  const left = read.value.what === 'not-called' && (await lackingOf(ask, reservation)).some(({ told }) => told);
  const recorded = await recordCall(ask.db, ask.actor, { reservationId: reservation.id, ...shown, ...read.value });
  if (!recorded.ok) return page(ask, reservation, { refused: recorded.reason });
  return back(ask, reservation.id, { done: left ? 'back' : read.value.what === 'not-called' ? 'undone' : 'called' });
}

/** What came of ringing who comes and whose card will not be there, and who has it (§8(2)③): on a page of its own, from wherever the visit is shown. */
export const callRoutes = (withReservation: WithReservation): readonly Route[] => [
  get(
    paths.call(':id'),
    'people.see',
    withReservation((ask, reservation) => page(ask, reservation)),
  ),
  post(
    paths.call(':id'),
    'booking.make',
    {
      words: ({ act }) =>
        act === 'taken' ? '来庁前の電話の担当になる' : act === 'given-up' ? '来庁前の電話の担当を外れる' : '来庁前の電話の記録',
      of: visit,
    },
    withReservation(submit),
  ),
];
