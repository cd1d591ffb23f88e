import type { Words } from '../../language.ts';

type Over = { title: string; says: string[]; next: string };

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  go: string;
  expired: Over;
  unknown: Over;
  manageTitle: string;
  manageHeading: string;
  manageLead: string;
  manageGo: string;
  over: Over;
}> = {
  ja: {
    title: '予約の続き',
    heading: '予約の|続きへ|進みます',
    lead: 'ボタンを|押して、|予約の続きへ|進んでください。',
    go: '予約の続きへ進む',
    expired: {
      title: 'リンクの|期限が|過ぎました',
      says: ['お手数ですが、|はじめから|予約してください。'],
      next: 'はじめから予約する',
    },
    unknown: {
      title: 'この|リンクは|使えません',
      says: ['リンクが|途中で|切れているか、|新しい|メールが|届いています。|一番|新しい|メールの|リンクを|押してください。'],
      next: 'はじめから予約する',
    },
    manageTitle: '予約の確認・変更・取り消し',
    manageHeading: '予約の|確認・変更・取り消し',
    manageLead: 'ボタンを|押すと、|予約の|内容を|表示します。',
    manageGo: '予約を見る',
    over: {
      title: 'この予約は|終わっています',
      says: ['予約の|日が|過ぎたか、|予約が|取り消されています。|あらためて|予約できます。'],
      next: '予約をはじめる',
    },
  },
};
