import type { Words } from '../../language.ts';

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  before: string;
  after: string;
  change: string;
  keep: string;
  tooLateTitle: string;
  tooLate: string[];
  byPhone: string[];
  meanwhileTitle: string;
  meanwhile: string[];
  see: string;
}> = {
  ja: {
    title: '変更の確認',
    heading: 'この内容に|変更します',
    lead: 'まだ|変更は|完了していません。|現在の予約は、|変更が|終わるまで|そのままです。',
    before: '現在の予約',
    after: '新しい予約',
    change: 'この内容に変更する',
    keep: '変更しない',
    tooLateTitle: 'ウェブでは|変更できません',
    tooLate: ['変更と|取り消しの|期限を|過ぎました。|お手数ですが、|お電話ください。'],
    byPhone: ['この予約の|変更と|取り消しは、|お電話で|承ります。'],
    meanwhileTitle: '予約が|変わっています',
    meanwhile: ['別の画面か|お電話で、|予約の|内容が|変わりました。|現在の内容を|お確かめください。'],
    see: '予約の内容を見る',
  },
};
