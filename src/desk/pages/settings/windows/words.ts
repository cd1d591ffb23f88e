import type { Audience, Foreseen, WindowRules } from '../../../../calendar/windows.ts';
import { ENDS_SOON_DAYS } from '../../../../calendar/windows-end.ts';
import { clockTime, longDate } from '../../../../lib/dates/format.ts';
import { cityDay, daysBetween, deskMoment } from '../../../../lib/dates/jst.ts';

const until = (minute: number | null): string => (minute === null ? 'まで' : `の${clockTime(minute)}まで`);

/** 2開庁日前の17:00まで */
const earliestWords = (rules: WindowRules): string => {
  const before = rules.earliestOpenDays === 0 ? (rules.sameDayBooking ? '当日' : '前日') : `${rules.earliestOpenDays}開庁日前`;
  return before + until(rules.cutoffMinute);
};

/** 60日先まで, 20開庁日先まで, 令和8年12月28日（月）まで */
const latestWords = ({ latestKind, latestDays, latestDate }: WindowRules): string => {
  if (latestKind === 'date') return `${latestDate === null ? '' : longDate(latestDate)}まで`;
  return `${latestDays ?? 0}${latestKind === 'days' ? '日' : '開庁日'}先まで`;
};

/** What a table says of a window that ends on a date near or past; empty of every other. */
export const endWords = ({ latestKind, latestDate }: WindowRules, today: string): string => {
  if (latestKind !== 'date' || latestDate === null) return '';
  const left = daysBetween(today, latestDate);
  if (left < 0) return PAST;
  if (left === 0) return '最長日は、本日です。';
  return left > ENDS_SOON_DAYS ? '' : `最長日まで、あと${left}日です。`;
};
const PAST = '最長日が、過ぎています。';

/** Why nobody who applies now gets a day. */
const whyNone = ({ soonest }: Foreseen, { latestKind, latestDate }: WindowRules, today: string): string => {
  if (latestKind === 'date' && latestDate !== null && latestDate < today) return PAST;
  return soonest === null
    ? '200日先までの開庁日が、予約可能な最短日の開庁日数より少ないためです。'
    : '最長日が、最短日より前です。';
};

/** 1開庁日前の17:00まで, 前日まで, 当日の12:00まで, 当日も（始まるまで） */
const changeWords = (rules: WindowRules, audience: Audience): string => {
  if (rules.changeOpenDays > 0) return `${rules.changeOpenDays}開庁日前${until(rules.changeMinute)}`;
  if (!rules.sameDayChange) return '前日まで';
  if (rules.changeMinute === null) return audience === 'citizen' ? '当日も（始まるまで）' : '当日も（来庁の記録をするまで）';
  return `当日${until(rules.changeMinute)}`;
};

/** A window in two lines, for lists. */
export const windowLines = (rules: WindowRules, audience: Audience): [booking: string, changing: string] => [
  `予約：${earliestWords(rules)}、${latestWords(rules)}`,
  `変更・取消：${changeWords(rules, audience)}`,
];

/** What the rules do at this instant, sentence by sentence: who applies now gets which days, who booked may still change which visits. */
export function foreseenWords(seen: Foreseen, rules: WindowRules, audience: Audience): string[] {
  const now = `現在（${deskMoment(seen.at)}）申し込むと、`;
  if (!seen.opens)
    return ['開庁日がまだ決まっていないため、予約できる日はありません。開庁時間を設定して公開すると、ここに表示します。'];
  const today = cityDay(seen.at);
  const book =
    seen.earliest === null || seen.latest === null
      ? `${now}予約できる日はありません。${whyNone(seen, rules, today)}`
      : `${now}${longDate(seen.earliest)}から${longDate(seen.latest)}までの日に予約できます。`;
  const beyond =
    seen.latest !== null && seen.plannedTo !== null && seen.latest > seen.plannedTo
      ? [`予約枠は、現在${longDate(seen.plannedTo)}までできています。それより先は、日がたつと順にできます。`]
      : [];
  return [book, ...beyond, ...elsewhereWords(seen), changeableWords(seen, today, audience)];
}

/** Offices whose cards arrive on the same day stand in one sentence. */
function elsewhereWords({ elsewhere, earliest }: Foreseen): string[] {
  if (earliest === null) return [];
  const later = elsewhere.filter((one) => one.earliest !== earliest);
  return [...Map.groupBy(later, (one) => one.earliest ?? '')].map(([day, offices]) => {
    const names = offices.map(({ name }) => name).join('・');
    return day === ''
      ? `カードが${names}にあるときは、予約できる日がありません。`
      : `カードが${names}にあるときは、${longDate(day)}からです。`;
  });
}

function changeableWords({ changeableFrom }: Foreseen, today: string, audience: Audience): string {
  if (changeableFrom === null) return '現在変更・取消ができる予約はありません。';
  return changeableFrom === today
    ? `現在変更・取消ができるのは、本日の、${audience === 'citizen' ? 'まだ始まっていない' : '来庁の記録のない'}予約からです。`
    : `現在変更・取消ができるのは、${longDate(changeableFrom)}とそれより後の予約です。`;
}

export const UNDECIDED = '未設定です。予約できません。';
