import { readRests } from '../../../cards/acts.ts';
import { toldAddressOf } from '../../../cards/addresses.ts';
import { readDeadline } from '../../../cards/deadline.ts';
import { readKept } from '../../../cards/keep.ts';
import { protectionsOf } from '../../../cards/protect.ts';
import { type Card, custodyHistory, remarks, statusHistory } from '../../../cards/read.ts';
import { noticesOf } from '../../../cards/returned.ts';
import { latestAct, OUTCOMES } from '../../../counter/acts.ts';
import { readCallOf } from '../../../counter/calls.ts';
import { taskOf } from '../../../counter/card-tasks.ts';
import { askedFirst } from '../../../counter/handing.ts';
import { lastIncompleteOf } from '../../../counter/incomplete.ts';
import { parcelOfCard } from '../../../counter/parcel-cards.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { mailsOf } from '../../../outbox/desk.ts';
import { otherCards } from '../../../reservations/other-cards.ts';
import { reservationsOfCard } from '../../../reservations/read.ts';
import { readSetting } from '../../../site/settings.ts';
import { isOwn } from '../../../staff/bounds.ts';
import { seesMembers } from '../../parts/open-code.ts';
import { viewerOf } from '../../parts/viewer.ts';
import type { SignedAsk } from '../../route.ts';
import type { PersonProps, VisitOfCard } from './props.ts';

/** The visit that can be pressed on from here: one whose day has come; of one that ended, only today's last press is offered back. */
async function visitOf(ask: SignedAsk, card: Card, reservations: readonly VisitOfCard[]): Promise<PersonProps['visit']> {
  const today = cityDay(ask.now);
  const pressed = reservations.find(
    ({ state, day, needsMoving }) =>
      day <= today && ((state === 'booked' && !needsMoving) || (state === 'ended' && day === today)),
  );
  const member = pressed?.members.find(({ cardId }) => cardId === card.id);
  if (pressed === undefined || member === undefined || !isOwn(ask.session, pressed.officeId)) return undefined;
  return {
    reservation: pressed,
    position: member.position,
    outcome: OUTCOMES.find((outcome) => outcome === member.outcome) ?? null,
    act: await latestAct(ask.db, pressed.id, member.position),
    asksFirst: (await askedFirst(ask.db, pressed.id, member.position)).first,
  };
}

/** Every reservation of the card; of a visit with others whom this account may not see, neither telephone nor address, as on the board. */
const visitsOf = async (ask: SignedAsk, card: Card): Promise<VisitOfCard[]> =>
  (await reservationsOfCard(ask.db, card.id)).map((one) =>
    seesMembers(ask, one) ? { ...one, hidden: false } : { ...one, hidden: true, phone: '', mail: null },
  );

/** What the page of a card shows, besides what was pressed. */
export async function readPerson(
  ask: SignedAsk,
  card: Card,
): Promise<Omit<PersonProps, 'refused' | 'inHand' | 'done' | 'errors'>> {
  const { db } = ask;
  const reservations = await visitsOf(ask, card);
  const live = reservations.find(({ state }) => state === 'booked');
  const [
    history,
    custody,
    written,
    rests,
    others,
    lastIncomplete,
    kept,
    deadline,
    task,
    parcel,
    notices,
    toldAddress,
    protections,
    mails,
    visit,
    call,
    waitingHours,
  ] = await Promise.all([
    statusHistory(db, card.id),
    custodyHistory(db, card.id),
    remarks(db, card.id),
    readRests(db, card.noticeId),
    otherCards(db, viewerOf(ask), card.id),
    lastIncompleteOf(db, card.id),
    readKept(db, card.id),
    readDeadline(db, card.id),
    taskOf(db, card.id),
    parcelOfCard(db, card.id),
    noticesOf(db, card.id),
    toldAddressOf(db, viewerOf(ask), card.id),
    viewerOf(ask).seesProtected ? protectionsOf(db, card.id) : [],
    mailsOf(
      db,
      reservations.flatMap(({ id, hidden }) => (hidden ? [] : [id])),
    ),
    visitOf(ask, card, reservations),
    // Whoever is to be rung before the visit is told on this page by the missing card alone.
    live === undefined || card.whereabouts !== 'missing'
      ? undefined
      : readCallOf(db, viewerOf(ask), { reservationId: live.id, cardId: card.id }),
    readSetting(db, 'waiting-hold-hours'),
  ]);
  return {
    ...{ card, reservations, live, call, visit, history, custody, mails },
    ...{
      remarks: written,
      rests,
      others,
      lastIncomplete,
      kept,
      deadline,
      task,
      parcel,
      notices,
      toldAddress,
      protections,
      waits: waitingHours > 0,
    },
  };
}
