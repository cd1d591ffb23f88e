import { recordView } from '../../../audit/view.ts';
import { closingsOn, movedOn, shutByRules } from '../../../closing/read.ts';
import { isProtected, OUTCOMES, record, undo } from '../../../counter/acts.ts';
import { type BoardVisit, isFinal, readBoard } from '../../../counter/board.ts';
import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { dayParam, dayTyped } from '../../../lib/values/days.ts';
import { rowId, uuid } from '../../../lib/values/ids.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { listOffices, listPickupOffices } from '../../../offices/read.ts';
import { servicesOfDay } from '../../../reservations/grid.ts';
import { can } from '../../../staff/rights.ts';
import { NoOffice, officeOf } from '../../parts/office.tsx';
import { openCode } from '../../parts/open-code.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { TodayPage } from './view.tsx';

/** Finished visits before now are folded when there are more than these; the line of now stays within the first screen. */
const FINISHED_SHOWN = 3;

export function fold(visits: BoardVisit[], nowMinute: number): BoardVisit[] {
  const over = visits.filter(
    (visit) => visit.startMinute <= nowMinute && visit.members.every(({ outcome }) => outcome !== null && isFinal(outcome)),
  );
  const folded = new Set(over.slice(0, Math.max(0, over.length - FINISHED_SHOWN)));
  return visits.filter((visit) => !folded.has(visit));
}

async function board(ask: SignedAsk) {
  const [offices, all] = await Promise.all([listPickupOffices(ask.db), listOffices(ask.db)]);
  const office = officeOf(ask, offices, field(ask.query, 'office'));
  if (office === undefined) return show(<NoOffice ask={ask} />);
  const today = cityDay(ask.now);
  const asked = dayTyped(today)(ask.query['day']);
  const day = asked.ok ? asked.value : today;
  const [visits, closings, shut, moved, services] = await Promise.all([
    readBoard(ask.db, office.id, day),
    closingsOn(ask.db, office.id, day),
    shutByRules(ask.db, office.id, day),
    movedOn(ask.db, office.id, day),
    servicesOfDay(ask.db, office.id, day),
  ]);
  const unfolded = field(ask.query, 'all') === '1';
  const nowMinute = cityMinute(ask.now);
  const isToday = day === today;
  const shown = isToday && !unfolded ? fold(visits, nowMinute) : visits;
  const did = rowId(ask.query['did']);
  const pressed = did.ok
    ? visits
        .flatMap((visit) => visit.members.map((member) => ({ visit, member })))
        .find(({ member }) => member.actId === did.value)
    : undefined;
  // A press leads back here and the page asks for itself again by the minute: the log says once who looked at the day.
  if (!ask.byItself && !did.ok && Object.keys(ask.query).every((key) => key === 'office' || key === 'day' || key === 'all'))
    await recordView(ask.db, ask.actor, { saw: 'day', officeId: office.id, day });
  return show(
    <TodayPage
      ask={ask}
      props={{
        offices,
        officeNames: new Map(all.map(({ id, name }) => [id, name])),
        office,
        day,
        isToday,
        dayIsPast: day < today,
        nowMinute,
        services,
        visits,
        shown,
        folded: visits.length - shown.length,
        all: unfolded,
        did: pressed,
        closings,
        shut,
        moved,
        undone: ask.query['undone'] === '1',
        refused: field(ask.query, 'refused'),
        wrongDay: !asked.ok && field(ask.query, 'day') !== '',
        scanned: ask.query['scan'] === 'none',
      }}
    />,
  );
}

/** Back to where the button stood: a card's page, or the board of an office and day. */
function back(ask: SignedAsk, said: Record<string, string>): string {
  const card = rowId(ask.body['card']);
  if (card.ok) return withQuery(paths.person(card.value), said);
  const day = dayParam(ask.body['day']);
  return withQuery(paths.today, {
    office: field(ask.body, 'office').slice(0, 40),
    day: day.ok ? day.value : '',
    all: field(ask.body, 'all') === '1' ? '1' : '',
    ...said,
  });
}

export const todayRoutes: readonly Route[] = [
  get(paths.today, 'today.see', board),

  post(paths.press, 'counter.act', async (ask) => {
    const act = rowId(ask.body['undo']);
    const mayNot = async (of: Parameters<typeof isProtected>[1]) =>
      !can(ask.session, 'cards.protected') && (await isProtected(ask.db, of));
    if (act.ok) {
      if (await mayNot({ actId: act.value })) return go(back(ask, { refused: 'unknown' }));
      const undone = await undo(ask.db, ask.actor, act.value);
      return go(back(ask, undone.ok ? { undone: '1' } : { refused: undone.reason }));
    }
    const id = uuid(ask.body['id']);
    const position = wholeNumber(1, 6)(ask.body['position']);
    const to = OUTCOMES.find((outcome) => outcome === ask.body['press']);
    const given = field(ask.body, 'from');
    const from = OUTCOMES.find((outcome) => outcome === given) ?? null;
    if (!id.ok || !position.ok || to === undefined) return go(back(ask, { refused: 'unknown' }));
    if (await mayNot({ reservationId: id.value })) return go(back(ask, { refused: 'unknown' }));
    const pressed = await record(ask.db, ask.actor, { reservationId: id.value, position: position.value, from, to, reason: '' });
    if (!pressed.ok) return go(back(ask, { refused: pressed.reason }));
    return go(back(ask, pressed.value.actId === null ? {} : { did: String(pressed.value.actId) }));
  }),

  post(paths.scan, 'people.see', async (ask) => {
    const opened = await openCode(ask, field(ask.body, 'code').slice(0, 200));
    return go(opened ?? withQuery(paths.today, { office: field(ask.body, 'office').slice(0, 40), scan: 'none' }));
  }),
];
