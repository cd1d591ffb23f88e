import type { Words } from '../../language.ts';

export const texts: Words<{
  title: string;
  heading: Record<'none' | 'booked' | 'changed' | 'moved' | 'sent' | 'too-many', string>;
  number: string;
  caption: string;
  qr: (number: string) => string;
  print: string;
  calendar: string;
  bringTitle: string;
  bringNumber: string;
  mailTitle: string;
  mailSent: (mail: string) => string;
  mailWas: string;
  mailLate: string;
  mailAgain: string;
  resent: string;
  tooMany: string;
  changeTitle: string;
  changeLead: string;
  changeUntil: (day: string, time: string) => string;
  change: string;
  cancel: string;
  cancelAll: (people: number) => string;
  party: string;
  together: string;
  people: (n: number) => string;
  tooLate: string;
  /** Never on the web, at no time. */
  byPhone: string;
  shut: {
    title: string;
    says: string;
    was: string;
    priority: (until: string) => string;
    change: string;
    cancel: string;
    call: (phone: string) => string;
    kept: string;
    calendar: string;
  };
  finish: string;
  who: string;
  overTitle: string;
  over: string[];
  begin: string;
}> = {
  ja: {
    title: '予約の内容',
    heading: {
      none: 'ご予約の|内容',
      booked: '予約が|完了しました',
      changed: '予約を|変更しました',
      moved: '予約を|変更しました',
      sent: 'ご予約の|内容',
      'too-many': 'ご予約の|内容',
    },
    number: '予約番号',
    caption: '窓口では|QRコードを|お見せください。|お電話では|番号を|お伝えください。',
    qr: (number) => `予約番号${number}のQRコード。当日、窓口で見せてください。`,
    print: '印刷する',
    calendar: 'カレンダーに追加する',
    bringTitle: '当日|お持ちください',
    bringNumber: 'この予約番号か|QRコード',
    mailTitle: 'ご案内のメール',
    mailSent: (mail) => `${mail} に、`,
    mailWas: 'ご案内を|お送りしました。',
    mailLate: 'ご案内を|お送りします。|10分たっても|届かないときは、|もう一度|送るか、|お電話ください。',
    mailAgain: 'メールを再送する',
    resent: 'ご案内の|メールを、|もう一度|お送りしました。',
    tooMany: 'メールは、|1日に|3回まで|送り直せます。|お困りのときは、|お電話ください。',
    changeTitle: '変更・取り消しを|するとき',
    changeLead: 'このページか、|メールの中の|リンクから|できます。',
    changeUntil: (day, time) => `変更・取り消しは、|${day}の|${time}まで|できます。`,
    change: '場所や日時を変更する',
    cancel: '予約を取り消す',
    cancelAll: (people) => `${people}人全員の予約を取り消す`,
    party: '来られる方を追加・取り消しする',
    together: '家族を追加する',
    people: (n) => `${n}人`,
    tooLate: 'ウェブでの|変更と|取り消しの|期限を|過ぎました。|お電話ください。',
    byPhone: 'この予約の|変更と|取り消しは、|お電話で|承ります。',
    shut: {
      title: 'この日時は、|窓口を|お休みします',
      says: '申し訳ありません。|次の|ご予約の|日時は、|窓口を|お休みすることに|なりました。|この日時には、|お越しに|ならないでください。',
      was: 'お休みになった|ご予約',
      priority: (until) => `${until}までは、|ほかの方より先に|選んでいただける|枠を|用意しています。`,
      change: '別の日時を選ぶ',
      cancel: '予約を取り消す',
      call: (phone) => `お電話でも|変更できます。|電話：${phone}`,
      kept: 'カードは、|引き続き|お預かりしています。',
      calendar: 'カレンダーの予定を取り消す',
    },
    finish: '終了する',
    who: '交付通知書ID',
    overTitle: 'この予約は、|終了または|取り消し済みです',
    over: ['手続きが|終わったか、|予約の|日が|過ぎたか、|予約が|取り消されています。'],
    begin: 'あらためて予約する',
  },
};
