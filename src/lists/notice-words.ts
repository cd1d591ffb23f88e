import { longDate, spokenSpan } from '../lib/dates/format.ts';

/** 本庁・東支所; where that would fill the notice, 本庁など12か所. */
const placesWords = (names: readonly string[]): string => {
  const all = names.join('・');
  return all.length <= 120 ? all : `${names[0] ?? ''}など${names.length}か所`;
};

/** What the citizens' site is to say, proposed for staff to change. */
export function noticeWords(closing: {
  officeNames: readonly string[];
  serviceName: string | null;
  from: string;
  to: string;
  hours: { from: number; to: number } | null;
  reason: string;
}): string {
  const { from, to, hours } = closing;
  const days = from === to ? longDate(from) : `${longDate(from)}から${longDate(to)}まで`;
  const time = hours === null ? '' : `の${spokenSpan(hours.from, hours.to)}`;
  const what = closing.serviceName === null ? '窓口' : `「${closing.serviceName}」の窓口`;
  // A bare 停電 is a cause as 停電のため is.
  const why = /(?:ため|より|伴い|ので|から)$/u.test(closing.reason) ? closing.reason : `${closing.reason}のため`;
  return `${why}、${days}${time}、${placesWords(closing.officeNames)}の${what}をお休みします。予約をされている方には、メールまたは電話でお知らせします。`;
}
