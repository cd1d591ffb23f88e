import { recordView } from '../../../audit/view.ts';
import { liftRest, readRest, writeRemark } from '../../../cards/acts.ts';
import { toldAddressOf } from '../../../cards/addresses.ts';
import { readDeadline } from '../../../cards/deadline.ts';
import { readKept } from '../../../cards/keep.ts';
import { custodyHistory, remarks as readRemarks, sameNotice, statusHistory } from '../../../cards/read.ts';
import { REMARK_LONGEST, remarkText } from '../../../cards/remark.ts';
import { noticesOf } from '../../../cards/returned.ts';
import { latestAct, OUTCOMES } from '../../../counter/acts.ts';
import { taskOf } from '../../../counter/card-tasks.ts';
import { lastIncompleteOf } from '../../../counter/incomplete.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { mailsOf } from '../../../outbox/desk.ts';
import { reservationsOfCard } from '../../../reservations/read.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { keepRoutes } from './keep.tsx';
import { missingRoutes } from './missing.tsx';
import { statusRoutes } from './status.tsx';
import { PersonPage } from './view.tsx';

const notFound = (ask: SignedAsk): Answer => show(<NotFound ask={ask} />, 404);

async function person(ask: SignedAsk, typed?: string, wrong?: string): Promise<Answer> {
  const card = await visibleCard(ask, ask.params['card']);
  if (card === undefined) return notFound(ask);
  const [reservations, history, custody, remarks, rest, others, lastIncomplete, kept, deadline, task, notices, toldAddress] =
    await Promise.all([
      reservationsOfCard(ask.db, card.id),
      statusHistory(ask.db, card.id),
      custodyHistory(ask.db, card.id),
      readRemarks(ask.db, card.id),
      readRest(ask.db, card.noticeId),
      sameNotice(ask.db, card, viewerOf(ask)),
      lastIncompleteOf(ask.db, card.id),
      readKept(ask.db, card.id),
      readDeadline(ask.db, card.id),
      taskOf(ask.db, card.id),
      noticesOf(ask.db, card.id),
      toldAddressOf(ask.db, viewerOf(ask), card.id),
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
        toldAddress,
        refused: field(ask.query, 'refused'),
        done: field(ask.query, 'done'),
        ...(typed === undefined ? {} : { typed }),
        ...(wrong === undefined ? {} : { wrong }),
      }}
    />,
    typed === undefined ? 200 : 409,
  );
}

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

  ...statusRoutes,

  post(paths.lift(':card'), 'locks.lift', async (ask) => {
    const card = await visibleCard(ask, ask.params['card']);
    if (card === undefined) return notFound(ask);
    if (ask.body['checked'] !== 'yes') return go(withQuery(paths.person(card.id), { refused: 'unchecked' }));
    await liftRest(ask.db, ask.actor, 'notice', card.noticeId);
    return go(withQuery(paths.person(card.id), { done: 'lifted' }));
  }),
];
