import { daysBetween, eachDay, weekday } from '../../../lib/dates/jst.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { dayTyped } from '../../../lib/values/days.ts';
import type { ValueRefusal } from '../../../lib/values/read.ts';
import { freeText } from '../../../lib/values/texts.ts';
import { field } from '../../route.ts';
import { WEEKDAYS } from './words.ts';

type Body = Readonly<Record<string, unknown>>;

/** Past the horizon too: next year is planned ahead. */
const MOST_SPAN = 800;
const MOST_LINES = 400;

const DAY_WORDS: Record<ValueRefusal, string> = {
  empty: '日を入力してください。',
  'too-long': '日を「令和8年12月1日」のように入力してください。',
  unreadable: '日を「令和8年12月1日」のように入力してください。',
  impossible: 'その日はありません。日付と曜日を確かめてください。',
};

/** What is wrong with a day that was typed. */
export const dayWrong = ({ reason, detail }: { reason: ValueRefusal; detail?: string }): string =>
  detail === undefined ? DAY_WORDS[reason] : japaneseSentences.nextYear('日', detail);

/** Days as a list, one a line; `errors` names the first line that is none. */
export function readList(body: Body, name: string, today: string, errors: FormErrors): string[] {
  const text = freeText(MOST_LINES * 30)(body[name]);
  if (!text.ok) {
    if (text.reason !== 'empty') errors[name] = `日は、${MOST_LINES}行までにしてください。`;
    return [];
  }
  const lines = text.value.split(/[\n、,，]/u).filter((line) => line.trim() !== '');
  if (lines.length > MOST_LINES) errors[name] = `日は、${MOST_LINES}行までにしてください。`;
  const days: string[] = [];
  for (const [index, line] of lines.slice(0, MOST_LINES).entries()) {
    const day = dayTyped(today)(line);
    if (day.ok) days.push(day.value);
    else errors[name] ??= `${index + 1}つ目の「${line.trim().slice(0, 20)}」：${dayWrong(day)}`;
  }
  return days;
}

/** From–to, only the weekdays ticked where any are. */
function readRange(body: Body, today: string, errors: FormErrors): string[] {
  const from = dayTyped(today)(body['from']);
  const to = dayTyped(from.ok ? from.value : today)(body['to']);
  const weekdays = WEEKDAYS.filter((one) => field(body, `on-${one}`) === 'yes');
  if (!from.ok && from.reason !== 'empty') errors['from'] = dayWrong(from);
  if (!to.ok && to.reason !== 'empty') errors['to'] = dayWrong(to);
  if (!from.ok) {
    if (errors['from'] === undefined && (to.ok || weekdays.length > 0)) errors['from'] = '開始日を入力してください。';
    return [];
  }
  if (!to.ok) return errors['to'] === undefined ? [from.value] : [];
  if (to.value < from.value) errors['to'] = '終了日が、開始日より前です。';
  if (daysBetween(from.value, to.value) > MOST_SPAN) errors['to'] = '期間は、2年までにしてください。';
  if (errors['to'] !== undefined) return [];
  const days = eachDay(from.value, to.value).filter(
    (day) => weekdays.length === 0 || weekdays.some((one) => one === weekday(day)),
  );
  if (days.length === 0) errors['on-1'] = 'その期間に、選んだ曜日の日がありません。';
  return days;
}

/** The days of a range and of a list together, in order, each once. */
export function readDays(body: Body, today: string, errors: FormErrors): string[] {
  const days = [...new Set([...readRange(body, today, errors), ...readList(body, 'list', today, errors)])].toSorted();
  const wrong = ['from', 'to', 'on-1', 'list'].some((name) => errors[name] !== undefined);
  if (days.length === 0 && !wrong) errors['from'] = '日を入力してください。';
  if (!wrong && days.some((day) => day < today))
    errors[field(body, 'from') === '' ? 'list' : 'from'] = '過ぎた日は変更できません。';
  return days;
}
