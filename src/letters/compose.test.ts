import { expect, test } from 'vitest';
import { OFFERED } from '../languages/index.ts';
import { knowTexts } from '../languages/staff-texts.ts';
import { cityNow } from '../site/city.ts';
import { absentOf } from './about-reservation.ts';
import { wordsOf } from './compose.ts';
import { visitCalendar } from './files.ts';
import type { Visit } from './words.ts';

const VISIT: Visit = {
  number: '1234-5678',
  service: 'My Number Card pick-up (マイナンバーカードの受け取り)',
  needsCard: true,
  office: 'City Hall (本庁)',
  address: '',
  day: '2026-12-13',
  startMinute: 13 * 60 + 30,
  arrive: 10,
  people: 1,
  takes: 0,
  bring: ['はがき'],
  papers: [],
  phone: '0942-30-9000',
  changeUntil: new Date('2026-12-12T15:00:00Z'),
};

test('[8(3)⑪a] a confirmation in English says everything the Japanese one does', () => {
  const { subject, text } = wordsOf('en').booked(VISIT, 'https://x.jp/en/reservations/s', null);
  expect(subject).toBe(
    '[市] Your booking is complete: Sunday 13 December, My Number Card pick-up (マイナンバーカードの受け取り)',
  );
  for (const said of [
    'Booking number: 1234-5678',
    'Pickup place: City Hall (本庁)',
    'Day and time: Sunday 13 December 2026, 1:30 p.m.',
    'People: 1',
    'Please bring:\n- はがき',
    'Phone: 0942-30-9000',
    'You can change or cancel until 12:00 midnight on Saturday 12 December.',
    'https://x.jp/en/reservations/s',
  ])
    expect(text).toContain(said);
});

test('[8(3)⑪a] [8(3)⑪d] when to be at the counter is said in every language to who is to come, in mails and the calendar, and to nobody else', () => {
  const said = {
    ja: '予約した時間の10分前までに、窓口にお越しください。',
    easy: '予約（よやく）した 時間（じかん）の 10分（ぷん）前（まえ）までに、窓口（まどぐち）に 来（き）て ください。',
    en: 'Please be at the counter 10 minutes before the booked time.',
    zh: '请在预约时间的10分钟前到窗口。',
    ko: '예약 시간 10분 전까지 창구에 와 주세요.',
    vi: 'Hãy đến quầy trước giờ hẹn 10 phút.',
  };
  for (const [code, one] of Object.entries(said)) {
    const words = wordsOf(code);
    for (const { text } of [
      words.booked(VISIT, '', null),
      words.changed(VISIT, ''),
      words.reminder(VISIT, '', 1),
      words.reopened(VISIT, ''),
    ])
      expect(text).toContain(one);
    expect(words.entry(VISIT, '').notes).toContain(one);
    for (const { text } of [
      words.cancelled(VISIT, ''),
      words['no-show'](VISIT, '', null),
      words['closed-day'](VISIT, '', { by: 'hours' }, null),
    ])
      expect(text).not.toContain(one);
    const silent = { ...VISIT, arrive: 0 };
    expect(words.booked(silent, '', null).text).toBe(words.booked(VISIT, '', null).text.replace(`${one}\n`, ''));
    expect(words.entry(silent, '').notes).toEqual(words.entry(VISIT, '').notes.filter((note) => note !== one));
  }
});

test('a text by number: in 1 day is said as tomorrow, 3 days as days', () => {
  const subjects = [0, 1, 3].map((ahead) => wordsOf('en').reminder(VISIT, '', ahead).subject.slice(4, 43));
  expect(subjects.map((one) => one.split(':').slice(0, 2).join(':'))).toEqual([
    'Reminder: your booking is today',
    'Reminder: your booking is tomorrow',
    'Reminder: your booking is in 3 days',
  ]);
});

test('やさしい日本語: readings stand behind their words in the mail, in its subject none', () => {
  const { subject, text } = wordsOf('easy').booked(VISIT, '', null);
  expect(subject).toContain('予約できました：12月13日（日曜日）');
  expect(text).toContain('予約（よやく）の 番号（ばんごう）：1234-5678');
  expect(`${subject}${text}`).not.toMatch(/\]\(/u);
  expect(wordsOf('easy').entry(VISIT, '').summary).not.toMatch(/\]\(|よやく/u);
});

test('a language that is not offered, or none of ours, speaks Japanese', () => {
  for (const code of ['pseudo', 'xx', '']) expect(wordsOf(code).cancelled(VISIT, '').subject).toContain('予約を取り消しました');
});

test('[8(2)②b] who is under 支援措置 is led to the telephone by every mail, in every language, and to no page', () => {
  const pages = /ページ|page|页|페이지|trang/iu;
  for (const language of OFFERED) {
    const words = wordsOf(language);
    const all = [
      words.booked(VISIT, null, null),
      words.changed(VISIT, null),
      words.cancelled(VISIT, null),
      words.reminder(VISIT, null, 1),
      words['no-show'](VISIT, null, null),
      words['closed-day'](VISIT, null, { by: 'hours' }, new Date('2026-12-12T15:00:00Z')),
      words.reopened(VISIT, null),
      words.mailing('件名', '本文', VISIT, false, null),
    ];
    for (const { text } of all) {
      expect(text, language).not.toMatch(/https?:|null|undefined|[{}]/u);
      expect(text, language).not.toMatch(pages);
      expect(text, language).toContain('0942-30-9000');
    }
    expect(words.entry(VISIT, null).notes.join('\n'), language).not.toMatch(/https?:|null/u);
  }
});

test('[8(3)⑩a] the file that takes an entry away says that it is cancelled, in every language, and asks nobody to come, to bring or to change anything', () => {
  const now = Temporal.Instant.from('2026-12-01T00:00:00Z');
  for (const language of OFFERED) {
    const visit = { ...VISIT, arrive: 10, reservationId: 'r', minutes: 30, language };
    const [put, taken] = (['PUBLISH', 'CANCEL'] as const).map((method) =>
      visitCalendar(method, visit, 'https://x.jp', now).replaceAll('\r\n ', ''),
    );
    const notes = /DESCRIPTION:(.*)/u.exec(taken ?? '')?.[1]?.split('\\n') ?? [];
    expect([language, notes.length]).toEqual([language, 3]);
    expect(notes.join('')).toContain('1234-5678');
    expect(notes.join('')).toContain('0942-30-9000');
    expect(put).toContain('はがき');
    expect(taken).not.toMatch(/はがき|https:/u);
  }
});

test('a calendar’s reminder puts a space between its sentences where the language does, and names the city in it', () => {
  for (const language of ['en', 'ko', 'vi']) expect(wordsOf(language).entry(VISIT, null).alarm).toMatch(/\. \p{L}/u);
  knowTexts([[cityNow().name, 'en', 'Kurume City']]);
  const visit = { ...VISIT, reservationId: 'r', minutes: 30, language: 'en' };
  expect(visitCalendar('PUBLISH', visit, 'https://x.jp', Temporal.Instant.from('2026-12-01T00:00:00Z'))).toContain(
    'CN="Kurume City"',
  );
  knowTexts([]);
});

test('[8(3)⑥] whose papers they are: by the end of each notice ID, whoever of the party comes no more', () => {
  const group = { places: [0, 1], under15: null, bring: ['はがき'] };
  const two = {
    ...VISIT,
    people: 3,
    papers: [
      { ...group, who: [1, 3], ids: ['A1B-000604', 'A1B-000606'] },
      { ...group, who: [2], ids: [null], bring: ['印鑑'] },
    ],
  };
  const said = {
    ja: ['持ち物（1人目 ID…604・3人目 ID…606）：', '持ち物（2人目）：'],
    en: ['Please bring (person 1 ID…604, person 3 ID…606):', 'Please bring (person 2):'],
  };
  for (const [language, lines] of Object.entries(said))
    for (const line of lines) {
      expect(wordsOf(language).booked(two, null, null).text).toContain(line);
      expect(wordsOf(language).entry(two, null).notes).toContain(line);
    }
  for (const language of OFFERED) expect(wordsOf(language).booked(two, null, null).text).toContain('ID…606');
  const absent = absentOf(two, [3]);
  expect(wordsOf('ja')['no-show'](absent, null, 3).text).toContain('持ち物（3人目 ID…606）：');
});

test('who waits for a single day is told that day, not a stretch from it to itself', () => {
  const waits = {
    service: VISIT.service,
    offices: [VISIT.office],
    from: '2026-12-10',
    kinds: ['weekday' as const],
    parts: ['morning' as const],
  };
  const daysIn = (code: string, to: string) =>
    wordsOf(code).waiting({ ...waits, to, usualEnd: 1035, people: 1, phone: VISIT.phone }, 'https://x.jp').text;
  expect(daysIn('ja', '2026-12-10')).toContain('日にち：12月10日（木）\n');
  expect(daysIn('ja', '2026-12-11')).toContain('日にち：12月10日（木）から12月11日（金）まで');
  expect(daysIn('en', '2026-12-10')).toContain('Day: Thursday 10 December\n');
});
