import type { Change } from '../../calendar/changes.ts';
import type { ChangeFault } from '../../calendar/judge.ts';
import type { Band, WeekRule } from '../../calendar/rules.ts';
import type { CalendarState, Counter } from '../../calendar/state.ts';
import { clockSpan, clockTime, eraDate, longDate, shortDate } from '../../lib/dates/format.ts';
import { endsBeforeWords } from '../../lib/form/index.ts';

/** Names of offices and services by id: what a change's ids are called. */
export type Names = { offices: ReadonlyMap<number, string>; services: ReadonlyMap<number, string> };

export const counterName = (names: Names, { officeId, serviceId }: Counter): string =>
  `${names.offices.get(officeId) ?? `交付場所${officeId}`}・${names.services.get(serviceId) ?? `手続き${serviceId}`}`;

const WEEKDAYS = ['月曜', '火曜', '水曜', '木曜', '金曜', '土曜', '日曜'];

/** 第2木曜（3月・4月を除く）, 毎週月曜 */
export function ruleDays(rule: Pick<WeekRule, 'weekday' | 'nth' | 'exceptMonths'>): string {
  const nth = rule.nth === null ? '毎週' : rule.nth === -1 ? '最終' : `第${rule.nth}`;
  const except = rule.exceptMonths.length === 0 ? '' : `（${rule.exceptMonths.map((month) => `${month}月`).join('・')}を除く）`;
  return `${nth}${WEEKDAYS[rule.weekday - 1] ?? ''}${except}`;
}

/** 9:00〜12:00 30分ごとに6人（うち職員枠1人、1開庁日前まで） */
export function bandWords(band: Band): string {
  const desk =
    band.deskPlaces === 0
      ? ''
      : `（うち職員枠${band.deskPlaces}人、${band.deskUntilOpenDays === 0 ? '当日まで' : `${band.deskUntilOpenDays}開庁日前まで`}）`;
  return `${clockSpan(band.fromMinute, band.toMinute)} ${band.unitMinutes}分ごとに${band.capacity}人${desk}`;
}

const MOST_DAYS = 3;

/** 12月3日（木）、12月4日（金）ほか5日 */
export function daysWords(days: readonly string[]): string {
  const shown = days.slice(0, MOST_DAYS).map((day, index) => (index === 0 ? longDate(day) : shortDate(day)));
  return `${shown.join('、')}${days.length > MOST_DAYS ? ` ほか${days.length - MOST_DAYS}日` : ''}`;
}

function countersWords(names: Names, counters: readonly Counter[]): string {
  const shown = counters.slice(0, MOST_DAYS).map((counter) => counterName(names, counter));
  return `${shown.join('、')}${counters.length > MOST_DAYS ? ` ほか${counters.length - MOST_DAYS}か所` : ''}`;
}

/** A change in words: what, and where or when. `state`: the rules it stands upon, for the names of patterns. */
export function changeWords(change: Change, names: Names, state: CalendarState): { what: string; more: string } {
  const pattern = (id: number | null) =>
    id === null ? '閉庁' : `「${state.patterns.get(id)?.name ?? '（なくなったパターン）'}」`;
  switch (change.kind) {
    case 'pattern':
      return { what: `開庁時間パターン「${change.name}」を設定する`, more: change.bands.map(bandWords).join('、') };
    case 'pattern-retired':
      return { what: `開庁時間パターン${pattern(change.id)}を廃止する`, more: '' };
    case 'week-rule': {
      const { rule } = change;
      const from = rule.validFrom === null ? '' : `${eraDate(rule.validFrom)}から`;
      const to = rule.validTo === null ? '' : `${eraDate(rule.validTo)}まで`;
      return {
        what: `${ruleDays(rule)}を${pattern(rule.patternId)}にする`,
        more: `${counterName(names, change.counter)}　${from}${to}`,
      };
    }
    case 'week-rule-removed':
      return { what: '曜日の規則を取りやめる', more: counterName(names, change.counter) };
    case 'days':
      return {
        what:
          change.patternId === null
            ? `臨時閉庁：${daysWords(change.days)}`
            : `${daysWords(change.days)}を${pattern(change.patternId)}にする`,
        more: `${countersWords(names, change.counters)}　${change.reason}`,
      };
    case 'days-removed':
      return { what: `${daysWords(change.days)}を、曜日の規則どおりに戻す`, more: countersWords(names, change.counters) };
    case 'capacity':
      return {
        what: `${daysWords(change.days)} ${clockTime(change.startMinute)}の定員を${change.capacity === null ? 'パターンどおりに戻す' : `${change.capacity}人にする`}`,
        more: counterName(names, change.counter),
      };
    case 'holiday':
      return {
        what:
          change.name === null
            ? `${longDate(change.day)}を祝日としない`
            : `${longDate(change.day)}を祝日「${change.name}」にする`,
        more: 'すべての交付場所',
      };
    case 'as-ruled':
      return { what: '枠を、開庁時間の規則どおりに直す', more: countersWords(names, change.counters) };
  }
}

/** Why a change cannot be put upon the rules, for staff. */
export const FAULT_WORDS: Record<ChangeFault | 'office-retired' | 'service-retired', string> = {
  'no-bands': '時間帯が1つもありません。時間帯を入力してください。',
  bands: '時間帯に、直すところがあります。',
  'name-taken': '同じ名称のパターンがあります。別の名称にしてください。',
  'no-pattern': 'そのパターンは、もうありません。ほかのパターンを選んでください。',
  'pattern-retired': 'そのパターンは、廃止されています。ほかのパターンを選んでください。',
  'in-use': '使用している箇所があるため、廃止できません。先に、そこを別のパターンに変更してください。',
  'no-rule': 'その曜日の規則は、もうありません。',
  'ends-before': endsBeforeWords(),
  past: '過ぎた日は変更できません。',
  'no-days': '日を入力してください。',
  'no-counters': '交付場所と手続きを選んでください。',
  'no-slot': 'その日には、その時刻の枠がありません。',
  capacity: '定員は、0人から1000人までの数で入力してください。',
  'office-retired': '廃止した交付場所が入っています。',
  'service-retired': '廃止した手続きが入っています。',
};
