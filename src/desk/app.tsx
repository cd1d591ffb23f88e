import type { Feature } from './feature.ts';
import { accountsFeature } from './pages/accounts/index.tsx';
import { addressesFeature } from './pages/addresses/index.tsx';
import { alarmsFeature } from './pages/alarms/index.tsx';
import { auditFeature } from './pages/audit/index.tsx';
import { bookingFeature } from './pages/booking/index.tsx';
import { boxDayFeature } from './pages/box-day/index.tsx';
import { bulkFeature } from './pages/bulk/index.tsx';
import { calendarFeature } from './pages/calendar/index.tsx';
import { changeRoutes } from './pages/changes/index.tsx';
import { closingsFeature } from './pages/closings/index.tsx';
import { conflictsFeature } from './pages/conflicts/index.tsx';
import { dayEndFeature } from './pages/day-end/index.tsx';
import { departFeature } from './pages/depart/index.tsx';
import { destroyFeature } from './pages/destroy/index.tsx';
import { draftRoutes } from './pages/drafts/index.tsx';
import { heldMailsFeature } from './pages/held-mails/index.tsx';
import { intakeFeature } from './pages/intake/index.tsx';
import { keptRoutes } from './pages/kept/index.tsx';
import { labelRoutes } from './pages/labels/index.tsx';
import { listsFeature } from './pages/lists/index.tsx';
import { locksFeature } from './pages/locks/index.tsx';
import { mailingsFeature } from './pages/mailings/index.tsx';
import { mailsFeature } from './pages/mails/index.tsx';
import { numbersFeature } from './pages/numbers/index.tsx';
import { parcelFeature } from './pages/parcels/index.tsx';
import { passwordRoutes } from './pages/password/index.tsx';
import { personRoutes } from './pages/person/index.tsx';
import { postingFeature } from './pages/posting/index.tsx';
import { reservationRoutes } from './pages/reservation/index.tsx';
import { returnedFeature } from './pages/returned/index.tsx';
import { runningFeature } from './pages/running/index.tsx';
import { scanRoutes } from './pages/scan/index.tsx';
import { searchRoutes } from './pages/search/index.tsx';
import { secondRoutes } from './pages/second/index.tsx';
import { settingsFeature } from './pages/settings/index.tsx';
import { signInRoutes } from './pages/sign-in/index.tsx';
import { stocktakeFeature } from './pages/stocktake/index.tsx';
import { storageFeature } from './pages/storage/index.tsx';
import { terminalsFeature } from './pages/terminals/index.tsx';
import { todayFeature } from './pages/today/index.tsx';
import { todo } from './pages/todo/index.tsx';
import { waitingFeature } from './pages/waiting/index.tsx';
import { walkInFeature } from './pages/walk-in/index.tsx';
import { welcomeRoutes } from './pages/welcome/index.tsx';
import { problemRoutes } from './problems.tsx';
import type { Route } from './route.ts';

/** What the desk can do, in the order a clerk meets it. Each page says which right it needs; menu and badge are put together from it. */
export const features: readonly Feature[] = [
  { routes: problemRoutes },
  { routes: signInRoutes },
  { routes: welcomeRoutes },
  { routes: keptRoutes(() => routes) },
  { routes: passwordRoutes },
  { routes: secondRoutes },
  todayFeature,
  dayEndFeature,
  { routes: searchRoutes },
  { routes: personRoutes },
  bookingFeature,
  waitingFeature,
  walkInFeature,
  { routes: reservationRoutes },
  calendarFeature,
  { routes: draftRoutes },
  { routes: changeRoutes },
  closingsFeature,
  storageFeature,
  parcelFeature,
  intakeFeature,
  boxDayFeature,
  stocktakeFeature,
  { routes: labelRoutes },
  { routes: scanRoutes },
  postingFeature,
  returnedFeature,
  destroyFeature,
  departFeature,
  listsFeature,
  bulkFeature,
  terminalsFeature,
  todo,
  locksFeature,
  mailsFeature,
  heldMailsFeature,
  mailingsFeature,
  conflictsFeature,
  addressesFeature,
  alarmsFeature,
  numbersFeature,
  runningFeature,
  settingsFeature,
  accountsFeature,
  auditFeature,
];

/** Every page. */
export const routes: readonly Route[] = features.flatMap(({ routes: own }) => own);
