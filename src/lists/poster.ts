import type { ClosingRow } from '../closing/read.ts';
import { longDate, spokenSpan } from '../lib/dates/format.ts';
import type { PosterPaper } from '../lib/pdf/paper.ts';
import { showPhone } from '../lib/values/contact.ts';
import { cityNow } from '../site/city.ts';

/** The notice for the door: when, what, why, and what to do about a reservation. */
export function closingPoster(closing: ClosingRow): PosterPaper {
  const { from, to, fromMinute, toMinute } = closing;
  const hours = fromMinute === null || toMinute === null ? '終日' : spokenSpan(fromMinute, toMinute);
  return {
    kind: 'poster',
    title: '臨時閉庁のお知らせ',
    lines: [
      { text: from === to ? longDate(from) : `${longDate(from)}から\n${longDate(to)}まで`, size: 34, bold: true },
      { text: hours, size: 34, bold: true },
      {
        text: closing.serviceName === null ? '窓口をお休みします。' : `「${closing.serviceName}」の窓口をお休みします。`,
        size: 26,
      },
      { text: `理由：${closing.reason}`, size: 22 },
      {
        text: '予約をされている方には、メールまたは電話で\nお知らせしています。\n別の日時への変更は、予約サイトかお電話で\nお受けします。',
        size: 18,
      },
    ],
    foot: [
      `${cityNow().name}　${closing.officeName}`,
      `電話 ${closing.officePhone === '' ? cityNow().phone : showPhone(closing.officePhone)}`,
    ],
  };
}

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
