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
const takes = (what: ChangeWhat, kept: string, work: Work) =>
  post(paths.draftChange(':id', what), 'calendar.edit', kept, withDraft(work));

/** The patterns, and every page that puts a change into an open draft (§8(2)⑤). */
export const changeRoutes: readonly Route[] = [
  get(paths.patterns, 'calendar.see', patternsPage),
  post(paths.patterns, 'calendar.edit', 'パターンの登録', beginPattern),
  shows('pattern', patternForm),
  takes('pattern', 'パターンの変更', submitPattern),
  shows('pattern-retired', retireForm),
  takes('pattern-retired', 'パターンの廃止', submitRetire),
  shows('week', weekForm),
  takes('week', '毎週の規則の変更', submitWeek),
  takes('week-removed', '毎週の規則の削除', submitWeekRemoved),
  shows('days', daysPage),
  takes('days', '日を指定した臨時開庁・臨時閉庁・時間変更', submitDays),
  shows('days-removed', removedForm),
  takes('days-removed', '日を指定した変更の取りやめ', submitRemoved),
  shows('capacity', capacityForm),
  takes('capacity', '枠の定員の変更', submitCapacity),
  shows('holiday', holidayForm),
  takes('holiday', '祝日の変更', submitHoliday),
  shows('year', yearForm),
  takes('year', '翌年への複写', submitYear),
];
