import type { HoursLine } from '../calendar/changed-hours.ts';
import type { OfficeHours } from '../calendar/draft-hours.ts';
import { longDate, shortDate, spokenSpan } from '../lib/dates/format.ts';
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
const MORE = 'ほかにも変わる日があります。詳しくは、各交付場所のカレンダーをご覧ください。';

/** 令和8年12月5日（土）, and after a day of the same year 12月8日（火）. */
function daysInTurn(): (day: string) => string {
  let year = '';
  return (day) => {
    const same = year === day.slice(0, 4);
    year = day.slice(0, 4);
    return same ? shortDate(day) : longDate(day);
  };
}

/** 令和8年12月5日（土）は、窓口をお休みします。 */
function lineWords({ on, spans }: HoursLine, service: string | null): string {
  const when = onDaysWords('ja', on, daysInTurn());
  const days = when.lines.map((line) => line.replaceAll('\n', '、')).join('、');
  const of = service === null ? '' : `「${service}」の`;
  const what = spans.length === 0 ? `は、${of}窓口をお休みします` : `の${of}受付時間は、${spansWords('ja', spans)}です`;
  const except = 'days' in on || !on.exceptHolidays ? '' : '（祝日と年末年始を除きます）';
  return `${days}${when.more ? 'など' : ''}${what}${except}。`;
}

/** What the citizens' site is to say of a published change of hours, proposed for staff to change. Offices of which the same is said are named together. */
export function hoursNotice(
  changed: readonly OfficeHours[],
  offices: ReadonlyMap<number, string>,
  services: ReadonlyMap<number, string>,
): string {
  const alike = Map.groupBy(changed, ({ parts }) => JSON.stringify(parts));
  const sentences = [...alike.values()].map((group) => {
    const names = group.flatMap(({ officeId }) => offices.get(officeId) ?? []);
    const lines = (group[0]?.parts ?? []).flatMap(({ serviceIds, lines: of }) => {
      const service = serviceIds?.flatMap((id) => services.get(id) ?? []).join('・') ?? null;
      return of.map((line) => lineWords(line, service));
    });
    return `${placesWords(names)}：${lines.join('')}`;
  });
  const kept: string[] = [];
  for (const sentence of sentences) {
    if ([...kept, sentence, MORE].join('').length > LONGEST) return [...kept, MORE].join('').slice(0, LONGEST);
    kept.push(sentence);
  }
  return kept.join('');
}
