import type { Setting } from './setting.ts';

/** When mails leave, and when one is given up. */
export const MAIL = {
  'reminder-hour': {
    usual: 10,
    least: 0,
    most: 23,
    unit: '時',
    label: 'お知らせメールの時刻',
    means: '予約の日が近づいたお知らせを、この時刻から送ります。',
  },
  'reminder-days': { usual: 1, least: 1, most: 30, unit: '日', label: 'お知らせメールの日', means: '予約の日の何日前に送るか。' },
  'second-reminder-days': {
    usual: 0,
    least: 0,
    most: 30,
    unit: '日',
    label: '2回目のお知らせメールの日',
    means: 'もう一度送る日（何日前か）。0のときは送りません。',
  },
  'no-show-hour': {
    usual: 18,
    least: 0,
    most: 23,
    unit: '時',
    label: '自動の日締めの時刻',
    means:
      '職員が日締めをしなかった日を、その交付場所の次の開庁日のこの時刻に、自動で日締めします。次の開庁日が1週間より先のときは、1週間後からあとで、いずれかの交付場所が開いている最初の日に行います。来庁の記録がない方は未来庁になり、メールアドレスのある方に案内メールを送ります。その日に職員による来庁の記録が1件もないときは、行わずに、1週間は毎日この時刻に確かめます（予約が3組以下の日は、前後の5開庁日に記録があれば行います）。0のときは、職員が日締めをしたときだけ送ります。',
  },
  'no-show-mail-minutes': {
    usual: 60,
    least: 0,
    most: 1440,
    unit: '分',
    label: '未来庁の案内メールまでの時間',
    means: '日締めで未来庁を確定してから、再度の来庁を促すメールを送るまでの時間。この間に日締めを取り消すと、送りません。',
  },
  'no-show-goal': {
    usual: 0,
    least: 0,
    most: 50,
    unit: '％',
    label: '未来庁の割合の目標',
    means: '「数字」の週ごとの未来庁の割合に、目標の線を引き、最後の週が目標以内かを示します。0のときは示しません。',
  },
  'mail-give-up-hours': {
    usual: 24,
    least: 1,
    most: 168,
    unit: '時間',
    label: 'メールの再送',
    means: '一時的に断られたメールの再送を続ける時間。過ぎると「不達」になります。',
  },
} as const satisfies Record<string, Setting>;
