import type { Words } from '../../language.ts';
import type { ByKind } from '../../offers.ts';

export const texts: Words<{
  title: ByKind<string>;
  heading: ByKind<string>;
  changeHeading: string;
  office: ByKind<string>;
  look: string;
  address: string;
  directions: string;
  phone: string;
  facilities: string;
  dayTitle: string;
  nextOpen: (office: string) => string;
  seeTimes: string;
  lookTitle: string;
  begin: string;
  lies: (from: string) => string;
  noneTitle: string;
  none: string;
  others: string;
  later: string;
  earlier: string;
  gone: Record<'full' | 'closed' | 'past' | 'other', string>;
  officeGone: string;
  nextDaysTitle: string;
  nextDaysLead: string;
  nextDaysDay: string;
  nextDaysNone: string;
  nextDaysSee: string;
  now: string;
  noOffices: string;
}> = {
  ja: {
    title: { card: '受け取る場所と日にち', person: '場所と日にち' },
    heading: { card: '受け取る場所と|日にちを|選んでください', person: '場所と|日にちを|選んでください' },
    changeHeading: '新しい|場所と日にちを|選んでください',
    office: { card: '受け取る場所', person: '手続きの場所' },
    look: 'この場所の空きを見る',
    address: '場所',
    directions: '交通案内',
    phone: '電話',
    facilities: '設備',
    dayTitle: '日にちを|選んでください',
    nextOpen: (office) => `${office}で|次に空いている日`,
    seeTimes: 'この日の時間を見る',
    lookTitle: '日ごとの|空き状況',
    begin: '予約を始める',
    lies: (from) => `カードを|この場所へ|運ぶため、|${from}から|受け取れます。`,
    noneTitle: 'この場所には、|現在、|空きが|ありません',
    none: '取り消しが|出ると、|空くことが|あります。|ほかの場所も|ご覧ください。',
    others: 'ほかの場所の空きも見る',
    later: 'さらに先の日を見る',
    earlier: '最初の日に戻る',
    gone: {
      full: 'ほかの方の|予約が|先に|入りました。|ほかの|時間を|選んでください。',
      closed: '選ばれた|時間は、|受け付けを|終えました。|ほかの|時間を|選んでください。',
      past: '選ばれた|時間は、|過ぎました。|ほかの|時間を|選んでください。',
      other: '選ばれた|時間は、|予約できませんでした。|もう一度|選んでください。',
    },
    officeGone: '選ばれた|場所は、|現在、|ウェブでは|予約できません。|ほかの場所を|表示しています。',
    nextDaysTitle: '場所ごとの|次に空いている日',
    nextDaysLead: '場所を|選ぶと、|その場所の|空きが|表示されます。',
    nextDaysDay: '次に空いている日',
    nextDaysNone: '現在、空きがありません',
    nextDaysSee: '空きを見る',
    now: '現在の予約',
    noOffices: '現在、ウェブで|予約できる|場所が|ありません。|お電話ください。',
  },
};
