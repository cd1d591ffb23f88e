import type { Counter } from '../../../calendar/state.ts';
import { weekdayWords } from '../../../lib/dates/format.ts';
import { daysBetween, eachDay, weekday } from '../../../lib/dates/jst.ts';
import { day, days, endsBeforeWords, type Form, form, line, onlyIf, radios, ticks } from '../../../lib/form/index.ts';
import { endsBefore } from '../../../lib/values/order.ts';
import { counters } from './counters.tsx';
import type { DraftAsk } from './draft.tsx';
import { CLOSED, openOptions, patternChosen, WEEKDAYS } from './words.ts';

/** Past the horizon too: next year is planned ahead. */
const MOST_SPAN = 800;
export const MOST_DAYS = 400;

export type DayBoxes = {
  how: typeof CLOSED | 'open';
  pattern: number | null;
  from: string | null;
  to: string | null;
  on: string[];
  list: readonly string[] | null;
  counters: Counter[];
  reason: string;
};

/** The days of a range and of a list together, in order, each once. `on`: only these weekdays of the range, where there are any. */
export function daysOf({ from, to, on, list }: Partial<Pick<DayBoxes, 'from' | 'to' | 'on' | 'list'>>): string[] {
  const range = from == null ? [] : eachDay(from, to ?? from);
  const those = range.filter((one) => on === undefined || on.length === 0 || on.includes(String(weekday(one))));
  return [...new Set([...those, ...(list ?? [])])].toSorted();
}

/** Days, what they are to follow, and where. `looking`: only to be shown what they follow now, without a reason. */
export const daysForm = (ask: DraftAsk, looking = false): Form<DayBoxes> =>
  form<DayBoxes>(
    {
      how: radios('区分', [
        { value: CLOSED, label: '臨時閉庁', more: '予約のある方は、公開する前に一覧で確かめられます。' },
        { value: 'open', label: '臨時開庁・時間変更', more: '通常とは別の開庁時間パターンにします。' },
      ]),
      pattern: onlyIf(
        patternChosen('臨時開庁のパターン', ask.after.patterns, openOptions(ask.after.patterns)),
        (input) => input['how'] === 'open',
      ),
      from: day('この日から', { called: '開始日', hint: '1日だけのときは、ここだけ。例：12月20日' }).optional(),
      to: day('この日まで', { called: '終了日', hint: '例：令和9年1月10日', countedFrom: 'from' }).optional(),
      on: ticks(
        'この曜日だけ',
        WEEKDAYS.map((one) => ({ value: String(one), label: weekdayWords(one).slice(0, 2) })),
        { inRow: true, hint: '選ばないときは、期間のすべての日です。' },
      ),
      list: days('個別の日付', MOST_DAYS, {
        hint: '1行に1日。期間を空けて、ここだけでもかまいません。例：12月6日、令和9年1月17日（日）',
      }).optional(),
      counters: counters(ask),
      reason: looking
        ? line('理由', 60).or('')
        : line('理由', 60, {
            hint: '予約枠の画面で、職員に表示します。市民の画面には表示しません。例：臨時開庁、施設の点検のため',
          }),
    },
    {
      rules: (boxes, say) => {
        const { from, to, on = [], list } = boxes;
        if (from === undefined || to === undefined || list === undefined) return;
        if (from === null) {
          if (to !== null || on.length > 0) say('from', '開始日を入力してください。');
          else if (list === null) say('from', '日を入力してください。');
        } else if (endsBefore(from, to)) return say('to', endsBeforeWords());
        else if (to !== null && daysBetween(from, to) > MOST_SPAN) return say('to', '期間は、2年までにしてください。');
        else if (daysOf({ from, to, on }).length === 0) return say('on', 'その期間に、選んだ曜日の日がありません。', '1');
        if (daysOf(boxes).some((one) => one < ask.day)) say(from === null ? 'list' : 'from', '過ぎた日は変更できません。');
      },
    },
  );
