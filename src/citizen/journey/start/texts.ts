import type { Words } from '../../language.ts';
import type { By, ByKind } from '../../offers.ts';

export const texts: Words<{
  title: string;
  /** What search engines and messengers show below the title. */
  description: (city: string) => string;
  heading: (service: string) => string;
  cardHeading: string;
  lead: ByKind<string>;
  manyHeading: string;
  manyLead: string;
  begin: string;
  manage: string;
  byPhone: string;
  caption: string;
  manyCaption: string;
  whoTitle: string;
  who: ByKind<(city: string) => string[]>;
  prepareTitle: string;
  prepare: Record<By | 'mail', { head: string; more: string }>;
  takes: string;
  bringTitle: string;
  lookTitle: string;
  look: string;
  lookLink: string;
}> = {
  ja: {
    title: 'カードの受け取りなどの予約',
    description: (city) =>
      `${city}から交付通知書のはがきが届いた方は、マイナンバーカードを受け取る場所と日時を、24時間いつでも予約できます。予約の変更と取り消しもできます。`,
    heading: (service) => `${service}を|予約する`,
    cardHeading: 'マイナンバーカードの|受け取りを|予約する',
    lead: {
      card: '「交付通知書」の|はがきが|届いた方は、|受け取る場所と|日時を|ここで|予約できます。',
      person: '手続きの|場所と|日時を|ここで|予約できます。',
    },
    manyHeading: '窓口の|手続きを|予約する',
    manyLead: '手続きを|選ぶと、|場所と|日時を|予約できます。',
    begin: '予約を始める',
    manage: '予約の確認・変更・取り消し',
    byPhone: 'お電話でも予約できます',
    caption: 'このはがきを|お手元に|ご用意ください。',
    manyCaption: 'カードを|受け取る方は、|このはがきを|お手元に|ご用意ください。',
    whoTitle: 'ご利用いただける方',
    who: {
      card: (city) => [
        `${city}から|「交付通知書」の|はがきが|届いた方`,
        '15歳未満の方は、|親権者と|一緒に|お越しください',
        '病気などで|ご本人が|来られないときは、|予約の前に|お電話ください',
      ],
      person: (city) => [`${city}に|お住まいの方`, 'ご家族の分は、|お一人ずつ|予約してください'],
    },
    prepareTitle: '予約の前に|ご用意ください',
    prepare: {
      card: { head: '交付通知書のはがき', more: '書いてある|「交付通知書ID」を|入力します。' },
      person: { head: 'お名前、|生年月日、|電話番号', more: '窓口に|来られる方の|ことを|入力します。' },
      mail: { head: 'メールを|受け取れる機器', more: '予約のご案内を|お送りします。' },
    },
    takes: '入力は|5分ほどで|終わります。|24時間|いつでも|予約できます。|当日は、|予約時刻の|5分前までに|お越しください。',
    bringTitle: '当日|お持ちいただくもの',
    lookTitle: '窓口の|空き状況',
    look: '予約の前に、|窓口の空き状況を|ご覧いただけます。',
    lookLink: '窓口の空き状況を見る',
  },
};
