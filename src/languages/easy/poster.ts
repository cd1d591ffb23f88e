import type { Page } from '../catalogues.ts';

export const poster: Page<'poster'> = {
  title: '[窓口](まどぐち)の お[休](やす)み',
  day: '{date}\n（{weekday}）',
  days: '{from}から\n{to}まで',
  allDay: '[一日](いちにち)',
  hours: '{from}から\n{to}まで',
  closed: '[窓口](まどぐち)は お[休](やす)みです。',
  closedService: '「{service}」の [窓口](まどぐち)は お[休](やす)みです。',
  reason: '[理由](りゆう)：{reason}',
  booked:
    '[予約](よやく)した [人](ひと)には、メールか [電話](でんわ)で [知](し)らせます。\nほかの [日](ひ)に [変](か)える [人](ひと)は、[予約](よやく)サイトか [電話](でんわ)を [使](つか)って ください。',
  by: '{city}　{office}',
  phone: '[電話](でんわ) {phone}',
};
