import { halfDayTime, longDate, shortDate } from '../lib/dates/format.ts';
import { cityDay, cityMinute, deadline } from '../lib/dates/jst.ts';
import { cityNow } from '../site/city.ts';
import type { Again, EntryVisit, Text, Visit, Words } from './words.ts';

const city = (): string => cityNow().name;

const foot = (): string[] => ['このメールは、自動でお送りしています。返信をいただいても、お答えできません。', city()];

/** Paragraphs with an empty line between, then the foot. Empty ones are left out. */
const letter = (subject: string, ...paragraphs: (string | readonly string[])[]): Text => ({
  subject: `【${city()}】${subject}`,
  text: `${[...paragraphs, foot()]
    .map((paragraph) => (typeof paragraph === 'string' ? paragraph : paragraph.join('\n')))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')}\n`,
});

/** Which of several visits a letter is about, in its subject. */
const about = (visit: Visit, subject: string): string => `${subject}：${shortDate(visit.day)} ${visit.service}`;

const moment = (at: Date): string => `${longDate(cityDay(at))}${halfDayTime(cityMinute(at))}`;

/** §8(3)⑪: what was booked. Nobody's name: mailboxes are shared. */
const table = (visit: Visit, parts: { bring: boolean }): string[] => [
  `予約番号：${visit.number}`,
  `手続き：${visit.service}`,
  `${visit.needsCard ? '受け取る場所' : '手続きの場所'}：${visit.office}`,
  ...(visit.address === '' ? [] : [`所在地：${visit.address}`]),
  `日時：${longDate(visit.day)}${halfDayTime(visit.startMinute)}`,
  `人数：${visit.people}人`,
  ...(parts.bring && visit.bring.length > 0 ? ['持ち物：', ...visit.bring.map((thing) => `・${thing}`)] : []),
  `電話：${visit.phone}`,
];

const untilWords = (until: Date): string => {
  const { day, time } = deadline(until);
  return `${day}の${time}`;
};

const STILL_HERE = 'カードは、引き続きお預かりしています。';

/** What may still be done on the web, and until when; where the deadline has passed the telephone alone is offered. */
const manage = (until: Date | null, url: string): string[] =>
  until === null
    ? ['変更・取り消しは、お電話でお受けします。', '予約の確認は、次のページからできます。', url]
    : [`変更・取り消しは、${untilWords(until)}までできます。`, '予約の確認、変更、取り消しは、次のページからできます。', url];
/** The same for who is reminded to come. */
const cannotCome = (until: Date | null, url: string): string[] =>
  until === null
    ? ['お越しになれないときは、お電話ください。', '予約の確認は、次のページからできます。', url]
    : [
        'お越しになれないときは、次のページから変更または取り消しをお願いします。',
        `変更・取り消しは、${untilWords(until)}までできます。`,
        url,
      ];
const ASK = (phone: string): string => `ご不明な点は、お電話でお問い合わせください。電話：${phone}`;

const day = (ahead: number): string => {
  if (ahead <= 0) return '本日';
  return ahead === 1 ? '明日' : `${ahead}日後`;
};

const BOOKED: Record<'first' | Again, { subject: string; opening: string }> = {
  first: {
    subject: '予約を受け付けました',
    opening: '予約を受け付けました。\n予約の時間に、持ち物をそろえてお越しください。',
  },
  resent: {
    subject: '予約のご案内（再送）',
    opening:
      '先にお送りした予約のご案内を、もう一度お送りします。新しい予約ではありません。\n予約の時間に、持ち物をそろえてお越しください。',
  },
  address: {
    subject: '予約のご案内',
    opening:
      'このメールアドレスを、次の予約の連絡先として登録しました。新しい予約ではありません。\n予約の時間に、持ち物をそろえてお越しください。',
  },
};

/** Where it is: the city before the office, as a map looks for it. */
const placeOf = (visit: EntryVisit): string => [city(), visit.office, visit.address].filter((part) => part !== '').join(' ');

export const ja: Words = {
  city,
  link: ({ url, service, until, phone }) =>
    letter(
      `予約の続きへ進むためのメール：${service}`,
      'この時点では、予約はまだ完了していません。\n次のページを開いて、予約の続きへ進んでください。',
      url,
      `このページは、${moment(until)}まで開けます。別のスマートフォンやパソコンで開いても、続けられます。`,
      `お心当たりがないときは、何もせずにこのメールを削除してください。\n${ASK(phone)}`,
    ),
  'manage-link': (visit, url) =>
    letter(
      about(visit, '予約の確認、変更、取り消しのページ'),
      manage(visit.changeUntil, url),
      `お心当たりがないときは、何もせずにこのメールを削除してください。予約はそのままです。\n${ASK(visit.phone)}`,
    ),
  booked: (visit, url, again) =>
    letter(
      about(visit, BOOKED[again ?? 'first'].subject),
      BOOKED[again ?? 'first'].opening,
      table(visit, { bring: true }),
      manage(visit.changeUntil, url),
    ),
  changed: (visit, url) =>
    letter(
      about(visit, '予約を変更しました'),
      '予約を変更しました。変更した後の予約は、次のとおりです。',
      table(visit, { bring: true }),
      manage(visit.changeUntil, url),
    ),
  cancelled: (visit, url) =>
    letter(
      about(visit, '予約を取り消しました'),
      '次の予約を取り消しました。当日お越しいただく必要はありません。',
      table(visit, { bring: false }),
      ['あらためて予約するときは、次のページからお願いします。', url],
    ),
  reminder: (visit, url, daysAhead) =>
    letter(
      about(visit, `${day(daysAhead)}の予約のお知らせ`),
      `予約の日が近づきました。${day(daysAhead)}です。\n予約の時間に、持ち物をそろえてお越しください。`,
      table(visit, { bring: true }),
      cannotCome(visit.changeUntil, url),
    ),
  mailing: (subject, body, visit, url) =>
    letter(subject, body, ...(visit === null ? [] : [['ご予約の内容', ...table(visit, { bring: false })]]), ['予約サイト', url]),
  'no-show': (visit, url) =>
    letter(
      about(visit, 'あらためて予約をお願いします'),
      `次の予約の日に、お越しが確認できませんでした。${visit.needsCard ? `\n${STILL_HERE}` : ''}`,
      table(visit, { bring: true }),
      ['お手数ですが、次のページからあらためて予約をお願いします。', url],
    ),
  'closed-day': (visit, url, reason, priority) =>
    letter(
      about(visit, '大切なお知らせ：窓口をお休みします'),
      [
        '申し訳ありません。次の予約の日時は、窓口をお休みすることになりました。',
        `理由：${reason ?? '受付時間の変更'}`,
        'この日時には、お越しにならないでください。',
      ],
      table(visit, { bring: false }),
      [
        'お手数ですが、次のページから別の日時をお選びください。',
        ...(priority === null ? [] : [`${moment(priority)}までは、ほかの方より先に選んでいただける枠を、用意しています。`]),
        url,
      ],
      visit.needsCard ? STILL_HERE : '',
    ),
  reopened: (visit, url) =>
    letter(
      about(visit, '大切なお知らせ：予定どおりお越しください'),
      '窓口をお休みするとお知らせした次の予約は、予定どおりお受けします。\n予約の日時に、予定どおりお越しください。',
      table(visit, { bring: true }),
      cannotCome(visit.changeUntil, url),
    ),
  entry: (visit, url) => ({
    summary: `${visit.service}（${visit.office}）`,
    place: placeOf(visit),
    notes: [
      `予約番号：${visit.number}`,
      ...(visit.bring.length > 0 ? ['持ち物：', ...visit.bring.map((thing) => `・${thing}`)] : []),
      `電話：${visit.phone}`,
      `予約の確認、変更、取り消し：${url}`,
    ],
    alarm: `${visit.service}の予約があります。${visit.bring.length > 0 ? '持ち物をご確認ください。' : ''}`,
  }),
};
