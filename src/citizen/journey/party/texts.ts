import type { Words } from '../../language.ts';
import type { ByKind } from '../../offers.ts';

export const texts: Words<{
  title: string;
  heading: string;
  lead: ByKind<string>;
  bookedTitle: string;
  bookedHeading: string;
  bookedLead: string;
  /** Where names are not shown: how to tell who is who. */
  unnamed: ByKind<string>;
  people: (n: number) => string;
  together: string;
  change: string;
  number: (n: number) => string;
  id: string;
  /** Without a name: how the given name begins. */
  initial: (sign: string) => string;
  noInitial: string;
  under15: string;
  proven: string;
  add: string;
  addLead: ByKind<string>;
  /** `more`: how many may still be added. */
  addMore: (more: number) => string;
  addMoves: string;
  full: (most: number) => string;
  remove: (n: number) => string;
  removeBooked: (n: number) => string;
  goOn: (people: number) => string;
  goOnHeld: (people: number) => string;
  back: string;
  told: Record<'added' | 'removed', string>;
  /** Why the whole party could not go on. */
  tooMany: (most: number) => string;
  blocked: string;
  meanwhile: string;
  trouble: {
    already_booked: string;
    /** `until`: when that hold lapses, as it is said. */
    held_elsewhere: (until: string) => string;
    not_bookable: string;
  };
  /** To take one out of a booking. */
  leave: {
    title: string;
    heading: (n: number) => string;
    lead: string;
    who: string;
    when: string;
    go: string;
    keep: string;
    last: string;
    lastGo: string;
  };
  /** Why a proven person was not added. */
  refused: {
    title: string;
    twice: string;
    already_booked: string;
    held_elsewhere: (until: string) => string;
    not_bookable: string;
    full: string;
    fullBooked: string;
    outside_window: string;
    closed: string;
    too_late: string;
    too_many: string;
  };
  toTimes: string;
}> = {
  ja: {
    title: '来られる方',
    heading: 'どなたが|来られますか',
    lead: {
      card: '一緒に|カードを|受け取る方を、|1人ずつ|追加してください。|全員分を、|同じ日時で|まとめて|予約します。',
      person: '一緒に|手続きを|する方を、|1人ずつ|追加してください。|全員分を、|同じ日時で|まとめて|予約します。',
    },
    bookedTitle: '来られる方の変更',
    bookedHeading: '来られる方の|追加・取り消し',
    bookedLead: '日時と|場所は、|そのままです。|変更すると、|メールで|お知らせします。',
    unnamed: {
      card: 'お名前は|表示しません。|はがきの|交付通知書IDで|ご確認ください。',
      person: 'この画面で|入力していない方の|お名前は、|表示しません。',
    },
    people: (n) => `${n}人`,
    together: '家族の予約も一緒にする',
    change: '来られる方を変更する',
    number: (n) => `${n}人目`,
    id: '交付通知書ID',
    initial: (sign) => `フリガナの|名が|「${sign}」から|始まる方`,
    noInitial: 'お名前は|表示しません',
    under15: '15歳未満',
    proven: '確認できました',
    add: '家族をもう1人追加する',
    addLead: {
      card: '追加する方の|交付通知書IDと、|誕生日の|月・日を|入力します。',
      person: '追加する方の|お名前と、|生年月日を|入力します。',
    },
    addMore: (more) => `あと|${more}人まで|追加できます。`,
    addMoves: '確保した|時間に|空きが|あれば、|同じ時間で|追加します。',
    full: (most) => `ウェブで|一度に|予約できるのは、|ご本人を|含めて|${most}人までです。|それより|多いときは、|お電話ください。`,
    remove: (n) => `${n}人目の方を外す`,
    removeBooked: (n) => `${n}人目の方だけ取り消す`,
    goOn: (people) => (people === 1 ? '1人で場所と日にちを選ぶ' : `${people}人で場所と日にちを選ぶ`),
    goOnHeld: (people) => (people === 1 ? '1人で予約を続ける' : `${people}人で予約を続ける`),
    back: '予約の内容を見る',
    told: { added: '1人|追加しました。', removed: '1人|取り消しました。' },
    tooMany: (most) => `一度に|予約できるのは、|ご本人を|含めて|${most}人までに|なりました。|外す方を|選んでください。`,
    blocked: 'このままでは|予約できない方が|います。|その方を|外すと、|ほかの方は|予約できます。',
    meanwhile: '別の画面か|お電話で、|来られる方が|変わりました。|現在の内容を|お確かめください。',
    trouble: {
      already_booked:
        'この方には、|すでに|予約が|あります。|まとめて|予約するときは、|この方を|外すか、|先の予約を|取り消してください。',
      held_elsewhere: (until) =>
        `この方の|手続きが、|別の画面で|途中まで|進んでいます。|${until}を|過ぎてから|やり直すか、|この方を|外してください。`,
      not_bookable: 'この方の|予約は、|お電話で|お受けします。|まとめて|予約するときは、|この方を|外してください。',
    },
    leave: {
      title: '1人の取り消し',
      heading: (n) => `${n}人目の方だけ|取り消しますか`,
      lead: 'ほかの方の|予約は、|そのまま|残ります。|取り消した方は、|あとから|もう一度|追加できます。',
      who: '取り消す方',
      when: '日時',
      go: 'この方だけ取り消す',
      keep: '取り消さない',
      last: '来られる方が|お一人のため、|この方だけを|取り消すことは|できません。|予約そのものを|取り消してください。',
      lastGo: '予約の取り消しへ進む',
    },
    refused: {
      title: '追加できませんでした',
      twice: 'この方は、|すでに|入っています。',
      already_booked:
        'この方には、|すでに|予約が|あります。|その予約を|取り消すと、|追加できます。|お心当たりが|ないときは、|お電話ください。',
      held_elsewhere: (until) =>
        `この方の|手続きが、|別の画面で|途中まで|進んでいます。|${until}を|過ぎてから|やり直してください。`,
      not_bookable: 'この方の|予約は、|お電話で|お受けします。|お手数ですが、|お電話ください。',
      full: '確保した|時間には、|もう1人分の|空きが|ありません。|空いている|時間を|選び直すときは、|下の|ボタンを|押してください。',
      fullBooked:
        '予約の|時間には、|もう1人分の|空きが|ありません。|先に|空いている|日時へ|変更してから、|追加してください。|現在の予約は、|そのままです。',
      outside_window:
        'この方の|カードは、|この日時までに|この場所へ|届きません。|先に|日時か場所を|変更してから、|追加してください。',
      closed: 'この日時は、|窓口を|お休みします。|先に|日時を|変更してください。',
      too_late: 'ウェブでの|変更と|取り消しの|期限を|過ぎました。|お電話ください。',
      too_many: 'これ以上は、|ウェブでは|追加できません。|お手数ですが、|お電話ください。',
    },
    toTimes: 'ほかの時間を見る',
  },
};
