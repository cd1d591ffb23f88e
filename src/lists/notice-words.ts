import type { HoursLine, OnDays } from '../calendar/changed-hours.ts';
import type { OfficeHours } from '../calendar/draft-hours.ts';
import { longDate, shortDate, spokenSpan } from '../lib/dates/format.ts';
import { addDays } from '../lib/dates/jst.ts';
import { onDaysWords, spansWords } from './hours-words.ts';

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

/** As long as a notice may be. */
const LONGEST = 300;
const DETAILS = '詳しくは、各交付場所のカレンダーをご覧ください。';
const MORE = `ほかにも変わる日があります。${DETAILS}`;
/** How long a change without an end is news, once it has begun. */
const NEWS_DAYS = 30;

/** 令和8年12月5日（土）, and after a day of the same year 12月8日（火）. */
function daysInTurn(): (day: string) => string {
  let year = '';
  return (day) => {
    const same = year === day.slice(0, 4);
    year = day.slice(0, 4);
    return same ? shortDate(day) : longDate(day);
  };
}

/** 12月5日（土） or a stretch of days, each on one line. */
const daysWords = (on: OnDays): { all: string[]; more: boolean } => {
  const { lines, more } = onDaysWords('ja', on, daysInTurn());
  return { all: lines.map((line) => line.replaceAll('\n', '、')), more };
};

/** 令和8年12月5日（土）は、窓口をお休みします。 */
function lineWords({ on, spans }: HoursLine, service: string | null): string {
  const { all, more } = daysWords(on);
  const of = service === null ? '' : `「${service}」の`;
  const what = spans.length === 0 ? `は、${of}窓口をお休みします` : `の${of}受付時間は、${spansWords('ja', spans)}です`;
  const except = 'days' in on || !on.exceptHolidays ? '' : '（祝日と年末年始を除きます）';
  return `${all.join('、')}${more ? 'など' : ''}${what}${except}。`;
}

/** The same where it would fill the notice by itself: where, and its first days. */
function shortWords(where: string, { on, spans }: HoursLine, others: boolean): string {
  const { all, more } = daysWords(on);
  const cut = all.length > 1 || more;
  const days = `${all[0] ?? ''}${cut ? 'など' : ''}`;
  const what = spans.length === 0 ? '窓口をお休みします' : '受付時間が変わります';
  return `${where.length <= 140 ? where : `${where.slice(0, 140)}…`}：${days}は、${what}。${cut || others ? MORE : DETAILS}`;
}

/** What the citizens' site is to say of a published change of hours, proposed for staff to change. Offices of which the same is said are named together. */
export function hoursNotice(
  changed: readonly OfficeHours[],
  offices: ReadonlyMap<number, string>,
  services: ReadonlyMap<number, string>,
): string {
  const alike = Map.groupBy(changed, ({ parts }) => JSON.stringify(parts));
  const all = [...alike.values()].flatMap((group) => {
    const where = placesWords(group.flatMap(({ officeId }) => offices.get(officeId) ?? []));
    const lines = (group[0]?.parts ?? []).flatMap(({ serviceIds, lines: of }) => {
      const service = serviceIds?.flatMap((id) => services.get(id) ?? []).join('・') ?? null;
      return of.map((line) => ({ line, words: lineWords(line, service) }));
    });
    return lines.map(({ line, words }, at) => ({ where, line, words: at === 0 ? `${where}：${words}` : words }));
  });
  const whole = all.map(({ words }) => words).join('');
  if (whole.length <= LONGEST) return whole;
  let kept = '';
  for (const { words } of all) {
    if (kept.length + words.length + MORE.length > LONGEST) break;
    kept += words;
  }
  const [first] = all;
  if (kept !== '' || first === undefined) return `${kept}${MORE}`;
  return shortWords(first.where, first.line, all.length > 1);
}

/** The last day on which a change of hours is news: its last day; of a line without an end, some weeks after it begins. */
export function newsUntil(changed: readonly OfficeHours[], today: string): string {
  const days = changed.flatMap(({ parts }) =>
    parts.flatMap(({ lines }) =>
      lines.flatMap(({ on }) => ('days' in on ? on.days : [on.to ?? addDays(on.from < today ? today : on.from, NEWS_DAYS)])),
    ),
  );
  return days.reduce((last, day) => (day > last ? day : last), today);
}
