import { counterState } from '../../../calendar/state.ts';
import { type WeekChoice, weeklyRule } from '../../../calendar/week.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { dayTyped } from '../../../lib/values/days.ts';
import type { Picked } from '../../parts/counter-pick.tsx';
import { field } from '../../route.ts';
import { dayWrong } from './days-read.ts';
import type { DraftAsk } from './draft.tsx';
import { CLOSED, chosenPattern, WEEKDAYS } from './words.ts';

export const NTHS = [
  { nth: 1, name: 'nth-1', words: '第1' },
  { nth: 2, name: 'nth-2', words: '第2' },
  { nth: 3, name: 'nth-3', words: '第3' },
  { nth: 4, name: 'nth-4', words: '第4' },
  { nth: 5, name: 'nth-5', words: '第5' },
  { nth: -1, name: 'nth-last', words: '最終' },
] as const;
export const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

type Body = Readonly<Record<string, unknown>>;
const ticked = (body: Body, name: string): boolean => field(body, name) === 'yes';

/** What a weekday follows every week, as the pull-down says it. */
export function followedNow(ask: DraftAsk, picked: Picked, weekday: number): string {
  const rule = weeklyRule(counterState(ask.after, picked.counter).weekRules, weekday, ask.day);
  return rule === undefined || rule.patternId === null ? CLOSED : String(rule.patternId);
}

function readDay(ask: DraftAsk, name: string, errors: FormErrors): string | null {
  const day = dayTyped(ask.day)(ask.body[name]);
  if (day.ok) return day.value;
  if (day.reason !== 'empty') errors[name] = dayWrong(day);
  return null;
}

/** 第2木曜 and the like; undefined where none was chosen or something is missing. */
function readNth(ask: DraftAsk, errors: FormErrors): WeekChoice['nth'] {
  const nths = NTHS.filter(({ name }) => ticked(ask.body, name)).map(({ nth }) => nth);
  const weekday = WEEKDAYS.find((one) => String(one) === field(ask.body, 'nth-weekday'));
  const exceptMonths = MONTHS.filter((month) => ticked(ask.body, `except-${month}`));
  const value = field(ask.body, 'nth-pattern');
  if (nths.length === 0 && weekday === undefined && value === '') {
    if (exceptMonths.length > 0) errors['nth-1'] = '第何週かを選んでください。除く月は、「第2木曜日」のような規則に付きます。';
    return undefined;
  }
  const patternId = chosenPattern(ask.after.patterns, value);
  if (nths.length === 0) errors['nth-1'] = '第何週かを選んでください。';
  if (weekday === undefined) errors['nth-weekday'] = '曜日を選んでください。';
  if (patternId === undefined) errors['nth-pattern'] = 'その日の時間を選んでください。';
  if (exceptMonths.length === MONTHS.length) errors['except-1'] = 'すべての月を除くと、どの日にも当たりません。';
  if (nths.length === 0 || weekday === undefined || patternId === undefined) return undefined;
  return { nths, weekday, exceptMonths, patternId };
}

/** What was chosen for a week, with what is wrong by box. */
export function readWeek(ask: DraftAsk, picked: Picked): { choice: WeekChoice; errors: FormErrors } {
  const errors: FormErrors = {};
  const weekly = new Map<number, number | null>();
  for (const weekday of WEEKDAYS) {
    const value = field(ask.body, `w-${weekday}`);
    if (value === '' || value === followedNow(ask, picked, weekday)) continue;
    const patternId = chosenPattern(ask.after.patterns, value);
    if (patternId === undefined) errors[`w-${weekday}`] = 'そのパターンはありません。選び直してください。';
    else weekly.set(weekday, patternId);
  }
  const nth = readNth(ask, errors);
  const validFrom = readDay(ask, 'from', errors);
  const validTo = readDay(ask, 'to', errors);
  if (validFrom !== null && validTo !== null && validTo < validFrom) errors['to'] = '終了日が、開始日より前です。';
  if (validTo !== null && validTo < ask.day) errors['to'] = '終了日が過ぎています。';
  if (Object.keys(errors).length === 0 && weekly.size === 0 && nth === undefined)
    errors['w-1'] = '変更するところがありません。曜日の時間を選び直すか、「第2木曜日」のような規則を追加してください。';
  return { choice: { weekly, nth, validFrom, validTo }, errors };
}
