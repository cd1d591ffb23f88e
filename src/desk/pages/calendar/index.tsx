import { listDrafts } from '../../../calendar/drafts.ts';
import { monthsOf, readMonth } from '../../../closing/month.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { anyOpenSlot } from '../../../reservations/grid.ts';
import type { Feature } from '../../feature.ts';
import { readPicked } from '../../parts/counter-pick.tsx';
import { NoOffice } from '../../parts/office.tsx';
import { paths } from '../../paths.ts';
import { field, get, type SignedAsk, show } from '../../route.ts';
import { DayPage } from './day.tsx';
import { differencesRoutes } from './differences.tsx';
import { MonthPage } from './month.tsx';

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/u;

/** The month asked for, as 2026-12; this one where none or none readable was. */
const monthOf = (ask: SignedAsk): string => {
  const asked = field(ask.query, 'month');
  return MONTH.test(asked) && dayParam(`${asked}-01`).ok ? asked : cityDay(ask.now).slice(0, 7);
};

/** The calendar of an office and service by month, and a day of it (§8(2)④⑤). */
export const calendarFeature: Feature = {
  routes: [
    get(paths.calendar, 'calendar.see', async (ask) => {
      const picked = await readPicked(ask, ask.query);
      if (picked === undefined) return show(<NoOffice ask={ask} />);
      const month = monthOf(ask);
      const [read, reach, drafts] = [
        await readMonth(ask.db, picked.counter, month),
        await monthsOf(ask.db, picked.counter),
        await listDrafts(ask.db, ask.session.bounds),
      ];
      return show(<MonthPage ask={ask} picked={picked} month={month} read={read} reach={reach} drafts={drafts} />);
    }),

    get(paths.calendarDay, 'calendar.see', async (ask) => {
      const picked = await readPicked(ask, ask.query);
      if (picked === undefined) return show(<NoOffice ask={ask} />);
      const asked = dayParam(ask.query['day']);
      const day = asked.ok ? asked.value : cityDay(ask.now);
      const read = await readMonth(ask.db, picked.counter, day.slice(0, 7));
      const slots = read.slots.filter((slot) => slot.day === day);
      const start = wholeNumber(0, 1_439)(ask.query['start']);
      return show(
        <DayPage
          ask={ask}
          picked={picked}
          day={day}
          follows={read.days.find((one) => one.day === day)}
          slots={slots}
          chosen={start.ok ? slots.find(({ startMinute }) => startMinute === start.value) : undefined}
          closable={day >= cityDay(ask.now) && (await anyOpenSlot(ask.db, picked.office.id, day))}
          drafts={await listDrafts(ask.db, ask.session.bounds)}
        />,
      );
    }),

    ...differencesRoutes,
  ],
  menu: [{ group: 'calendar', href: paths.calendar, words: '予約枠', right: 'calendar.see' }],
};
