import { expect, test } from 'vitest';
import { deadlineIn, formatsOf, textsOf } from './index.ts';
import { prefixOf, splitAddress } from './languages.ts';
import { saidIn } from './names.ts';

test('the language stands in the address, Japanese without', () => {
  expect(splitAddress('/en/times?day=1')).toEqual({ language: 'en', rest: '/times?day=1' });
  expect([splitAddress('/en'), splitAddress('/en?x=1')]).toEqual([
    { language: 'en', rest: '/' },
    { language: 'en', rest: '/?x=1' },
  ]);
  // Nothing of ours: an address of Japanese, which may be nowhere.
  for (const url of ['/', '/times', '/english/x', '/ja/times', '/EN'])
    expect(splitAddress(url)).toEqual({ language: 'ja', rest: url });
  expect([prefixOf('ja'), prefixOf('easy')]).toEqual(['', '/easy']);
});

test('days and times as each language says them', () => {
  const [day, minute] = ['2026-12-13', 13 * 60 + 30];
  const said = (['ja', 'easy', 'en'] as const).map((language) => formatsOf(language).longWhen(day, minute));
  expect(said).toEqual([
    '令和8年12月13日（日）| 午後1時30分',
    '2026[年](ねん)12[月](がつ)13[日](にち)（[日曜日](にちようび)） [午後](ごご)1[時](じ)30[分](ぷん)',
    'Sunday 13 December 2026, 1:30 p.m.',
  ]);
  expect([formatsOf('vi').longWhen(day, minute), formatsOf('vi').date(day)]).toEqual([
    'Chủ Nhật 13 tháng 12 năm 2026, 13:30',
    '13 tháng 12 năm 2026',
  ]);
  expect([0, 540, 720, 725].map(formatsOf('en').time)).toEqual(['12:00 a.m.', '9:00 a.m.', '12:00 noon', '12:05 p.m.']);
  expect([1, 60, 90].map(formatsOf('en').duration)).toEqual(['1 minute', '1 hour', '1 hour 30 minutes']);
  expect([1, 8, 20, 21].map((n) => formatsOf('easy').dayInMonth(`2026-12-${String(n).padStart(2, '0')}`))).toEqual([
    '[1日](ついたち)（[火](か)）',
    '[8日](ようか)（[火](か)）',
    '[20日](はつか)（[日](にち)）',
    '21[日](にち)（[月](げつ)）',
  ]);
});

test('midnight belongs to the day it ends, in every language', () => {
  const midnight = new Date('2026-11-27T15:00:00Z');
  expect(deadlineIn(formatsOf('ja'), midnight)).toEqual({ day: '11月27日（金）', time: '夜12時' });
  expect(deadlineIn(formatsOf('en'), midnight)).toEqual({ day: 'Friday 27 November', time: '12:00 midnight' });
});

test('what staff named: the reader’s language, else Japanese and marked so where the page is in none of its kinds', () => {
  const of = { name: '本庁', names: { en: 'City Hall' } };
  expect([saidIn('en', of), saidIn('ja', of), saidIn('easy', of), saidIn('ko', of)]).toEqual([
    { text: 'City Hall' },
    { text: '本庁' },
    { text: '本庁' },
    { text: '本庁', lang: 'ja' },
  ]);
});

test('[8(3)⑪a] who waits for the mail is told to send it again in the words of the button', () => {
  const words = {
    ja: /メールを再送する/u,
    easy: /メールを もう\[一度\]\(いちど\) \[送\]\(おく\)る/u,
    en: /send the email again/iu,
    zh: /重新发送邮件/u,
    ko: /메일을? 다시 보내/u,
    vi: /gửi lại email/iu,
  } as const;
  for (const language of ['ja', 'easy', 'en', 'zh', 'ko', 'vi'] as const) {
    const { mailLate, mailAgain } = textsOf(language).reservation;
    for (const text of [mailLate, mailAgain]) expect(text.replaceAll('|', ''), language).toMatch(words[language]);
  }
});
