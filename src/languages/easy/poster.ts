import type { Page } from '../catalogues.ts';

export const poster: Page<'poster'> = {
  title: '[窓口](まどぐち)の お[休](やす)み',
  day: '{date}\n（{weekday}）',
  days: '{from}から\n{to}まで',
  allDay: '[一日](いちにち)',
  hours: '{from}から\n{to}まで',
  hoursWithin: '{from}から\n{to}まで',
  closed: '[窓口](まどぐち)は お[休](やす)みです。',
  closedService: '「{service}」の [窓口](まどぐち)は お[休](やす)みです。',
  reason: '[理由](りゆう)：{reason}',
  booked:
    '[予約](よやく)した [人](ひと)には、メールか [電話](でんわ)で [知](し)らせます。\nほかの [日](ひ)に [変](か)える [人](ひと)は、[予約](よやく)サイトか [電話](でんわ)を [使](つか)って ください。',
  changedTitle: '[時間](じかん)が [変](か)わります',
  everyWeek: '[毎週](まいしゅう) {weekday}',
  since: '{from}から\n{days}',
  between: '{from}から\n{to}まで\n{days}',
  notHolidays: '[祝日](しゅくじつ)と、[年末年始](ねんまつねんし)は [休](やす)みです。',
  open: '[開](あ)いて いる [時間](じかん)：{hours}',
  openService: '「{service}」の [時間](じかん)：\n{hours}',
  more: 'ほかにも [時間](じかん)が [変](か)わる [日](ひ)が あります。\n[予約](よやく)サイトを [見](み)て ください。',
  by: '{city}　{office}',
  phone: '[電話](でんわ) {phone}',
};
