import { recordView } from '../../../audit/view.ts';
import { changeStatus, liftRest, readRest, writeRemark } from '../../../cards/acts.ts';
import { readDeadline } from '../../../cards/deadline.ts';
import { readKept } from '../../../cards/keep.ts';
import {
  type Card,
  custodyHistory,
  listStatuses,
  remarks as readRemarks,
  type Status,
  sameNotice,
  statusHistory,
} from '../../../cards/read.ts';
import { REMARK_LONGEST, remarkText } from '../../../cards/remark.ts';
import { noticesOf } from '../../../cards/returned.ts';
import { latestAct, OUTCOMES } from '../../../counter/acts.ts';
import { taskOf } from '../../../counter/card-tasks.ts';
import { lastIncompleteOf } from '../../../counter/incomplete.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import {
  Button,
  ErrorSummary,
  type FormErrors,
  LinkButton,
  Notice,
  PostForm,
  RadioGroup,
  Says,
  TextArea,
} from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { freeText } from '../../../lib/values/texts.ts';
import { mailsOf } from '../../../outbox/desk.ts';
import { reservationsOfCard } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { StatusState } from '../../parts/state.tsx';
import { visibleCard } from '../../parts/visible-card.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { keepRoutes } from './keep.tsx';
import { missingRoutes } from './missing.tsx';
import { PersonPage } from './view.tsx';

const notFound = (ask: SignedAsk): Answer => show(<NotFound ask={ask} />, 404);

async function person(ask: SignedAsk, typed?: string, wrong?: string): Promise<Answer> {
  const card = await visibleCard(ask, ask.params['card']);
  if (card === undefined) return notFound(ask);
  const [reservations, history, custody, remarks, rest, others, lastIncomplete, kept, deadline, task, notices] =
    await Promise.all([
      reservationsOfCard(ask.db, card.id),
      statusHistory(ask.db, card.id),
      custodyHistory(ask.db, card.id),
      readRemarks(ask.db, card.id),
      readRest(ask.db, card.noticeId),
      sameNotice(ask.db, card, can(ask.session, 'cards.protected')),
      lastIncompleteOf(ask.db, card.id),
      readKept(ask.db, card.id),
      readDeadline(ask.db, card.id),
      taskOf(ask.db, card.id),
      noticesOf(ask.db, card.id),
    ]);
  const mails = await mailsOf(
    ask.db,
    reservations.map(({ id }) => id),
  );
  if (typed === undefined) await recordView(ask.db, ask.actor, { saw: 'person', cardId: card.id });
  const today = cityDay(ask.now);
  const live = reservations.find(({ state }) => state === 'booked');
  // A visit can be pressed on from its day on; of one that ended, only today's last press is offered back.
  const pressed = reservations.find(
    ({ state, day, needsMoving }) =>
      day <= today && ((state === 'booked' && !needsMoving) || (state === 'ended' && day === today)),
  );
  const member = pressed?.members.find(({ cardId }) => cardId === card.id);
  const visit =
    pressed === undefined || member === undefined
      ? undefined
      : {
          reservation: pressed,
          position: member.position,
          outcome: OUTCOMES.find((outcome) => outcome === member.outcome) ?? null,
          act: await latestAct(ask.db, pressed.id, member.position),
        };
  return show(
    <PersonPage
      ask={ask}
      props={{
        card,
        live,
        visit,
        reservations,
        history,
        custody,
        mails,
        remarks,
        rest,
        others: others.length,
        lastIncomplete,
        kept,
        deadline,
        task,
        notices,
        refused: field(ask.query, 'refused'),
        done: field(ask.query, 'done'),
        ...(typed === undefined ? {} : { typed }),
        ...(wrong === undefined ? {} : { wrong }),
      }}
    />,
    typed === undefined ? 200 : 409,
  );
}

/** What may be set by hand: not what follows from booking, counter and the two who destroy a card. */
const offeredTo = (card: Card, statuses: Status[]): Status[] =>
  statuses.filter(
    ({ code, category }) =>
      code !== card.status && category !== 'booked' && category !== 'handed-over' && category !== 'destroyed',
  );

function StatusPage({ ask, card, statuses, errors }: { ask: SignedAsk; card: Card; statuses: Status[]; errors: FormErrors }) {
  const offered = offeredTo(card, statuses);
  return (
    <Page ask={ask} title="交付状況を変更する" wrong={Object.keys(errors).length > 0}>
      <h1>交付状況を変更する</h1>
      <p class="lead">
        <b>{printable(card.name).text}</b>さん　<span class="code">{card.noticeId}</span>
      </p>
      <p class="lead">
        現在 <StatusState category={card.statusCategory} name={card.statusName} />
      </p>
      {card.statusCategory === 'booked' ? (
        <Notice kind="care">
          <Says>{said('booked') ?? ''}</Says>
        </Notice>
      ) : (
        <>
          <ErrorSummary errors={errors} />
          <PostForm action={paths.status(card.id)} token={ask.token} hidden={{ from: card.status }} class="desk-form">
            <RadioGroup
              name="to"
              legend="変更後の交付状況"
              error={errors['to']}
              value={field(ask.body, 'to')}
              choices={offered.map(({ code, name, bookableBy }) => ({
                value: code,
                label: name,
                more:
                  bookableBy === 'citizen'
                    ? 'ご本人がウェブで予約できます'
                    : bookableBy === 'staff'
                      ? '職員だけが予約を受けられます'
                      : '予約を受けられなくなります',
              }))}
            />
            <TextArea
              name="why"
              label="理由"
              hint="履歴に残ります。"
              rows={2}
              error={errors['why']}
              value={field(ask.body, 'why')}
            />
            <p class="acts">
              <Button>変更する</Button>
              <LinkButton href={paths.person(card.id)} kind="second">
                やめる
              </LinkButton>
            </p>
          </PostForm>
        </>
      )}
    </Page>
  );
}

const statusPage = async (ask: SignedAsk, errors: FormErrors): Promise<Answer> => {
  const card = await visibleCard(ask, ask.params['card']);
  if (card === undefined) return notFound(ask);
  return show(
    <StatusPage ask={ask} card={card} statuses={await listStatuses(ask.db)} errors={errors} />,
    Object.keys(errors).length > 0 ? 422 : 200,
  );
};

export const personRoutes: readonly Route[] = [
  ...keepRoutes,
  get(paths.person(':card'), 'people.see', (ask) => person(ask)),

  post(paths.remark(':card'), 'people.remark', async (ask) => {
    const card = await visibleCard(ask, ask.params['card']);
    if (card === undefined) return notFound(ask);
    const body = remarkText(ask.body['body']);
    const from = rowId(ask.body['from']);
    // An emptied remark is a version too: what was there no longer holds.
    const text = body.ok ? body.value : '';
    if (!body.ok && (body.reason !== 'empty' || card.remark === null))
      return body.reason === 'empty'
        ? go(paths.person(card.id))
        : person(ask, field(ask.body, 'body'), japaneseSentences.text('備考', REMARK_LONGEST)[body.reason]);
    const written = await writeRemark(ask.db, ask.actor, { cardId: card.id, from: from.ok ? from.value : null, body: text });
    if (!written.ok) return person({ ...ask, query: { refused: written.reason } }, text);
    return go(withQuery(paths.person(card.id), { done: 'remark' }));
  }),

  ...missingRoutes,

  get(paths.status(':card'), 'people.status', (ask) => statusPage(ask, {})),

  post(paths.status(':card'), 'people.status', async (ask) => {
    const card = await visibleCard(ask, ask.params['card']);
    if (card === undefined) return notFound(ask);
    const why = freeText(200)(ask.body['why']);
    const to = field(ask.body, 'to').slice(0, 40);
    const errors: FormErrors = {};
    const offered = offeredTo(card, await listStatuses(ask.db)).some(({ code }) => code === to) || to === card.status;
    if (!offered) errors['to'] = '変更後の交付状況を選んでください。';
    if (!why.ok)
      errors['why'] = why.reason === 'empty' ? '理由を書いてください。' : japaneseSentences.text('理由', 200)[why.reason];
    if (!why.ok || !offered) return statusPage(ask, errors);
    const changed = await changeStatus(ask.db, ask.actor, {
      cardId: card.id,
      from: field(ask.body, 'from').slice(0, 40),
      to,
      why: why.value,
    });
    return go(withQuery(paths.person(card.id), changed.ok ? { done: 'status' } : { refused: changed.reason }));
  }),

  post(paths.lift(':card'), 'locks.lift', async (ask) => {
    const card = await visibleCard(ask, ask.params['card']);
    if (card === undefined) return notFound(ask);
    if (ask.body['checked'] !== 'yes') return go(withQuery(paths.person(card.id), { refused: 'unchecked' }));
    await liftRest(ask.db, ask.actor, 'notice', card.noticeId);
    return go(withQuery(paths.person(card.id), { done: 'lifted' }));
  }),
];
