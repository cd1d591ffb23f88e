import type { Words } from '../../language.ts';

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  begin: string;
  manage: string;
  byPhone: string;
  caption: string;
  whoTitle: string;
  who: string[];
  prepareTitle: string;
  prepare: { head: string; more: string }[];
  takes: string;
  bringTitle: string;
  lookTitle: string;
  look: string;
  lookLink: string;
  newsTitle: string;
  stopTitle: (from: string) => string;
  stop: (from: string, to: string) => string;
}> = {
  ja: {
    title: 'はじめに',
    heading: 'マイナンバーカードの|受け取りを|予約する',
    lead: '「交付通知書」の|はがきが|届いた方は、|受け取る場所と|日時を|ここで|予約できます。',
    begin: '予約をはじめる',
    manage: '予約の確認・変更・取り消し',
    byPhone: 'お電話でも予約できます',
    caption: 'このはがきを|お手元に|ご用意ください。',
    whoTitle: 'ご利用いただける方',
    who: ['久留米市から|「交付通知書」の|はがきが|届いた方', '15歳未満の方や、|代理人が|受け取る方も|予約できます'],
    prepareTitle: '予約の前に|ご用意ください',
    prepare: [
      { head: '交付通知書のはがき', more: '書いてある|「交付通知書ID」を|入力します。' },
      { head: 'メールを|受け取れる機器', more: '予約のご案内を|お送りします。' },
    ],
    takes: 'かかる時間は|5分ほどです。|24時間|いつでも|予約できます。',
    bringTitle: '当日|お持ちいただくもの',
    lookTitle: '空き状況だけ|見る',
    look: '予約の前に、|窓口の空き状況を|ご覧いただけます。',
    lookLink: '窓口の空き状況を見る',
    newsTitle: 'お知らせ',
    stopTitle: (from) => `${from}から、|予約を|お休みします`,
    stop: (from, to) => `${from}から|${to}まで、|システムの点検を|します。|その間は、|予約や変更が|できません。`,
  },
};
