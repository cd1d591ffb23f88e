import { accountRoutes } from './pages/accounts/index.tsx';
import { alarmRoutes } from './pages/alarms/index.tsx';
import { auditRoutes } from './pages/audit/index.tsx';
import { bookingRoutes } from './pages/booking/index.tsx';
import { calendarRoutes } from './pages/calendar/index.tsx';
import { changeRoutes } from './pages/changes/index.tsx';
import { closingRoutes } from './pages/closings/index.tsx';
import { conflictRoutes } from './pages/conflicts/index.tsx';
import { draftRoutes } from './pages/drafts/index.tsx';
import { keptRoutes } from './pages/kept/index.tsx';
import { listRoutes } from './pages/lists/index.tsx';
import { lockRoutes } from './pages/locks/index.tsx';
import { mailListRoutes } from './pages/mails/index.tsx';
import { passwordRoutes } from './pages/password/index.tsx';
import { personRoutes } from './pages/person/index.tsx';
import { reservationRoutes } from './pages/reservation/index.tsx';
import { scanRoutes } from './pages/scan/index.tsx';
import { searchRoutes } from './pages/search/index.tsx';
import { settingsRoutes } from './pages/settings/index.tsx';
import { signInRoutes } from './pages/sign-in/index.tsx';
import { storageRoutes } from './pages/storage/index.tsx';
import { todayRoutes } from './pages/today/index.tsx';
import { walkInRoutes } from './pages/walk-in/index.tsx';
import { welcomeRoutes } from './pages/welcome/index.tsx';
import type { Route } from './route.ts';

/** Every page of the desk, in the order a clerk meets them. Each says which right it needs. */
export const routes: readonly Route[] = [
  ...signInRoutes,
  ...welcomeRoutes,
  ...keptRoutes,
  ...passwordRoutes,
  ...todayRoutes,
  ...searchRoutes,
  ...personRoutes,
  ...bookingRoutes,
  ...walkInRoutes,
  ...reservationRoutes,
  ...calendarRoutes,
  ...draftRoutes,
  ...changeRoutes,
  ...closingRoutes,
  ...storageRoutes,
  ...scanRoutes,
  ...listRoutes,
  ...lockRoutes,
  ...mailListRoutes,
  ...conflictRoutes,
  ...alarmRoutes,
  ...auditRoutes,
  ...settingsRoutes,
  ...accountRoutes,
];
