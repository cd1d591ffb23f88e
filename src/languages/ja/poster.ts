/** The notice for an office's door: it is closed. Drawn on paper, where no reading stands above a word. */
export const poster = {
  title: '臨時閉庁のお知らせ',
  day: '{date}（{weekday}）',
  days: '{from}から\n{to}まで',
  allDay: '終日',
  hours: '{from}から{to}まで',
  hoursWithin: '{from}から{to}まで',
  closed: '窓口をお休みします。',
  closedService: '「{service}」の窓口をお休みします。',
  reason: '理由：{reason}',
  booked:
    '予約をされている方には、メールまたは電話で\nお知らせしています。\n別の日時への変更は、予約サイトかお電話で\nお受けします。',
  changedTitle: '受付時間の変更のお知らせ',
  everyWeek: '毎週{weekday}',
  since: '{from}から\n{days}',
  between: '{from}から\n{to}まで\n{days}',
  notHolidays: '祝日と年末年始を除きます。',
  open: '受付時間：{hours}',
  openService: '「{service}」の受付時間：\n{hours}',
  more: 'ほかにも、受付時間の変わる日があります。\n予約サイトでご確認ください。',
  by: '{city}　{office}',
  phone: '電話 {phone}',
} as const;
