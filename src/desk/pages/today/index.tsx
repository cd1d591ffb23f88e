import { recordLook, recordView } from '../../../audit/view.ts';
import { closingsOn, movedOn, shutByRules } from '../../../closing/read.ts';
import { readBoard, sectionOf } from '../../../counter/board.ts';
import { isDayEnded } from '../../../counter/day-end.ts';
import { readNotReady } from '../../../counter/not-ready.ts';
import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { dayLying } from '../../../lib/values/days.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { listOffices } from '../../../offices/read.ts';
import { anyOpenSlot, servicesOfDay } from '../../../reservations/grid.ts';
import type { Feature } from '../../feature.ts';
import { askedInHand, refusalLeft } from '../../parts/asked-in-hand.tsx';
import { findPeople, findVisits, keep, lineOf } from '../../parts/find-people.ts';
import { boardOffices, noPlace } from '../../parts/office.tsx';
import { openCode } from '../../parts/open-code.ts';
import { otherBooking } from '../../parts/other-booking.tsx';
import { memberPosition } from '../../parts/position.ts';
import { nothing } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { handManyRoutes } from './hand-many.tsx';
import { handOverRoutes } from './hand-over.tsx';
import { incompleteRoutes } from './incomplete.tsx';
import { pressRoutes } from './presses.ts';
import { callKey, type Pressed } from './props.ts';
import { sections } from './sections.ts';
import { TodayPage } from './view.tsx';

/** Whose row was pressed last, as the press led back here. */
function pressedOf(ask: SignedAsk): Pressed | undefined {
  const id = uuid(ask.query['at']);
  const position = memberPosition(ask.query['position']);
  if (!id.ok || !position.ok) return undefined;
  const stays = (['here', 'list'] as const).find((section) => section === ask.query['in']);
  return { reservationId: id.value, position: position.value, stays };
}

async function board(ask: SignedAsk) {
  const today = cityDay(ask.now);
  const asked = dayLying(today, 'near')(ask.query['day']);
  const day = asked.ok ? asked.value : today;
  const [found, all] = await Promise.all([boardOffices(ask, field(ask.query, 'office'), day), listOffices(ask.db)]);
  if (found === undefined) return noPlace(ask, ask.query);
  const { offices, office } = found;
  const [visits, closings, shut, moved, services, mayClose, lacking, ended] = await Promise.all([
    readBoard(ask.db, viewerOf(ask), office.id, day),
    closingsOn(ask.db, office.id, day),
    shutByRules(ask.db, office.id, day),
    movedOn(ask.db, office.id, day),
    servicesOfDay(ask.db, office.id, day),
    anyOpenSlot(ask.db, office.id, day),
    readNotReady(ask.db, viewerOf(ask), office.id),
    isDayEnded(ask.db, office.id, day),
  ]);
  const unfolded = field(ask.query, 'all') === '1';
  const isToday = day === today;
  const pressed = pressedOf(ask);
  const refused = field(ask.query, 'refused');
  const inHand = await askedInHand(ask, refused, pressed);
  // A press leads back here and the page asks for itself again: the log says once who looked at the day.
  // That it asks by itself is what the browser says, and anybody can: such a look is written, too, once in some minutes.
  const opened = !ask.byItself && Object.keys(ask.query).every((key) => key === 'office' || key === 'day' || key === 'all');
  const record = opened ? recordView : recordLook;
  await record(ask.db, ask.actor, { saw: 'day', officeId: office.id, day });
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
        ended,
        nowMinute: cityMinute(ask.now),
        services,
        visits,
        // A card of this day that is missing stands above the board by itself.
        notReady: lacking.filter((one) => (isToday || one.day === day) && !(one.why === 'missing' && one.day === day)),
        calls: new Map(lacking.map((one) => [callKey(one.reservationId, one.cardId), one])),
        // Once all are seen to there is nothing to make room for.
        ...sections(visits, { folds: isToday && !unfolded && visits.some((visit) => sectionOf(visit) !== 'over'), pressed }),
        all: unfolded,
        pressed,
        closings,
        shut,
        mayClose,
        moved,
        undone: ask.query['undone'] === '1',
        refused: refusalLeft(refused, inHand),
        inHand,
        other: pressed === undefined ? undefined : await otherBooking(ask, refused, { visit: pressed.reservationId }),
        wrongDay: !asked.ok && field(ask.query, 'day') !== '',
        scanned: await lineOf(ask, ask.query['scan']),
      }}
    />,
  );
}

const todayRoutes: readonly Route[] = [
  get(paths.today, 'today.see', board),
  ...pressRoutes,
  ...handOverRoutes,
  ...handManyRoutes,
  ...incompleteRoutes,
  // A code opens at once; anything else is looked for, as the search of every page does. What nobody is meant by is said back, behind an opaque id.
  post(paths.scan, 'people.see', { words: '本日の予約での検索', of: nothing }, async (ask) => {
    const line = field(ask.body, 'code');
    const opened = await openCode(ask, line);
    if (opened !== undefined) return go(opened);
    const [kept, found, { visits }] = await Promise.all([keep(ask, line), findPeople(ask, line), findVisits(ask, line)]);
    if (found.state === 'found' && found.hits.length + visits.length > 0) return go(paths.found(kept));
    return go(withQuery(paths.today, { office: field(ask.body, 'office').slice(0, 40), scan: kept }));
  }),
];

export const todayFeature: Feature = {
  routes: todayRoutes,
  menu: [{ group: 'today', href: paths.today, words: '本日の予約', right: 'today.see', also: [paths.reservations] }],
};
