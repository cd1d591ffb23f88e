/** The notice for an office's door: it is closed. Drawn on paper, where no reading stands above a word. */
export const poster = {
  title: '臨時閉庁のお知らせ',
  day: '{date}（{weekday}）',
  days: '{from}から\n{to}まで',
  allDay: '終日',
  hours: '{from}から{to}まで',
  closed: '窓口をお休みします。',
  closedService: '「{service}」の窓口をお休みします。',
  reason: '理由：{reason}',
  booked:
    '予約をされている方には、メールまたは電話で\nお知らせしています。\n別の日時への変更は、予約サイトかお電話で\nお受けします。',
  by: '{city}　{office}',
  phone: '電話 {phone}',
} as const;
