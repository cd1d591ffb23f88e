import { paths } from '../../paths.ts';
import { get, post, type Route } from '../../route.ts';
import { capacityForm, submitCapacity } from './capacity.tsx';
import { daysPage, submitDays } from './days.tsx';
import { removedForm, submitRemoved } from './days-removed.tsx';
import { type ChangeWhat, type DraftAsk, withDraft } from './draft.tsx';
import { holidayForm, submitHoliday } from './holiday.tsx';
import { patternForm, submitPattern } from './pattern.tsx';
import { beginPattern, patternsPage } from './patterns.tsx';
import { retireForm, submitRetire } from './retire.tsx';
import { submitWeek, submitWeekRemoved, weekForm } from './week.tsx';
import { submitYear, yearForm } from './year.tsx';

type Work = (ask: DraftAsk) => ReturnType<Parameters<typeof withDraft>[0]>;
const shows = (what: ChangeWhat, work: Work) => get(paths.draftChange(':id', what), 'calendar.edit', withDraft(work));
const takes = (what: ChangeWhat, work: Work) => post(paths.draftChange(':id', what), 'calendar.edit', withDraft(work));

/** The patterns, and every page that puts a change into an open draft (§8(2)⑤). */
export const changeRoutes: readonly Route[] = [
  get(paths.patterns, 'calendar.see', patternsPage),
  post(paths.patterns, 'calendar.edit', beginPattern),
  shows('pattern', patternForm),
  takes('pattern', submitPattern),
  shows('pattern-retired', retireForm),
  takes('pattern-retired', submitRetire),
  shows('week', weekForm),
  takes('week', submitWeek),
  takes('week-removed', submitWeekRemoved),
  shows('days', daysPage),
  takes('days', submitDays),
  shows('days-removed', removedForm),
  takes('days-removed', submitRemoved),
  shows('capacity', capacityForm),
  takes('capacity', submitCapacity),
  shows('holiday', holidayForm),
  takes('holiday', submitHoliday),
  shows('year', yearForm),
  takes('year', submitYear),
];
