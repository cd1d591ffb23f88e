export const hold = {
  label: '時間の確保',
  holding: '{when}を|確保しています',
  until: '{time}まで',
  stop: '{time}から、|予約サイトを|停止します。|それまでに、|予約を|終えてください。',
  extend: '{time}延長する',
  soon: 'もうすぐ|確保の|期限です。|続ける方は、|「{extend}」を|押してください。',
  soonLast: 'もうすぐ|確保の|期限です。|それまでに、|予約を|終えてください。',
  gone: '確保の|期限が|過ぎました。|「{goOn}」を|押すと、|空いていれば|同じ時間で|続けられます。',
  told: {
    longer: '{time}まで|延長しました。',
    enough: 'これ以上は、|延長できません。|それまでに、|予約を|終えてください。',
  },
} as const;

export const lapsed = {
  title: '確保の|期限が|過ぎました',
  says: '{when}の|確保は、|期限が|過ぎたため|終わりました。',
  more: '空いていれば、|同じ時間を|もう一度|確保できます。|予約は|まだ|完了していません。',
  again: '同じ時間をもう一度確保する',
  others: 'ほかの時間を見る',
} as const;

export const months = {
  dayUnit: '日',
  weekdayIn: '（{weekday}）',
  run: '{from}から{to}まで',
  key: '記号の意味',
  jump: '月を選ぶ',
  now: '現在の予約',
  why: { holiday: '祝日', 'year-end': '年末年始', closing: '臨時閉庁', closed: '臨時閉庁' },
  because: '{what}（{reason}）',
  unusual: '{day}も開庁',
  evening: '夜間も開庁',
  until: '{time}まで開庁',
  short: { holiday: '祝日', closed: '閉庁', evening: '夜間', open: '開庁' },
  and: '、',
  dot: '・',
  sunday: '日曜',
  saturday: '土曜',
  holiday: '祝日',
} as const;

export const news = {
  title: 'お知らせ',
  stopTitle: '{from}から、|予約を|お休みします',
  stop: '{from}から|{to}まで、|システムの点検を|します。|その間は、|予約や変更が|できません。',
  line: '{from}から|{to}まで、|予約サイトを|停止します。',
  near: '予約を|進めている|方は、|その前に|終えてください。',
} as const;

export const offers = {
  needs: {
    card: '「交付通知書」の|はがきを|お手元に|ご用意ください。',
    person: 'お名前、|生年月日、|電話番号を|入力します。',
  },
} as const;

export const postcard = {
  title: '交付通知書の見本',
  says: 'はがきの右上の枠の中に、交付通知書IDが書いてあります。',
  head: '交付通知書',
  id: '交付通知書ID',
  here: 'ここに書いてあります',
} as const;

export const soFar = {
  title: 'ここまでの内容',
  booked: '現在の予約',
  who: '来られる方',
  people: { other: '{count}人' },
  notice: '交付通知書ID {id}',
  office: { card: '受け取る場所', person: '手続きの場所' },
  when: '日時',
  held: '確保している日時',
  ends: '操作が|ないまま|{time}を|過ぎると、|この画面では|続けられなく|なります。|続ける方は、|その前に|画面を|開き直してください。',
  soon: 'もうすぐ、|この画面では|続けられなく|なります。|続ける方は、|押してください。',
  goOn: '続ける',
  service: '手続き',
} as const;
