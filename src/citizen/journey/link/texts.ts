import type { Words } from '../../language.ts';

type Over = { title: string; says: string[]; next: string };

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  go: string;
  expired: Over;
  finished: Over;
  unknown: Over;
  /** The way to a booking that is there. */
  manage: string;
  manageTitle: string;
  manageHeading: string;
  manageLead: string;
  manageGo: string;
  over: Over;
}> = {
  ja: {
    title: '予約の続き',
    heading: 'メールアドレスを|確認できました',
    lead: 'ボタンを|押して、|予約の続きへ|進んでください。|この時点では、|予約は|まだ|完了していません。',
    go: '予約の続きへ進む',
    expired: {
      title: 'リンクの|期限が|過ぎました',
      says: [
        '予約が|まだの方は、|お手数ですが、|最初から|予約してください。',
        '予約が|完了した方は、|完了の|お知らせの|メールの|リンクから|ご覧ください。',
      ],
      next: '最初から予約する',
    },
    finished: {
      title: 'この手続きは|終了しています',
      says: [
        'この|リンクを|開いた|画面で|「終了する」が|押されたため、|リンクは|使えなくなりました。',
        '完了した|予約は、|そのまま|残っています。|見るときは、|「予約の確認・変更・取り消し」から|新しい|メールを|受け取ってください。',
      ],
      next: '最初から予約する',
    },
    unknown: {
      title: 'この|リンクは|使えません',
      says: ['リンクが|途中で|切れているか、|新しい|メールが|届いています。|一番|新しい|メールの|リンクを|押してください。'],
      next: '最初から予約する',
    },
    manage: '予約の確認・変更・取り消し',
    manageTitle: '予約の確認・変更・取り消し',
    manageHeading: '予約の|確認・変更・取り消し',
    manageLead: 'ボタンを|押すと、|予約の|内容を|表示します。',
    manageGo: '予約を見る',
    over: {
      title: 'この予約は、|終了または|取り消し済みです',
      says: ['手続きが|終わったか、|予約の|日が|過ぎたか、|予約が|取り消されています。'],
      next: 'あらためて予約する',
    },
  },
};
