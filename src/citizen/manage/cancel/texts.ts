import type { Words } from '../../language.ts';

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  number: string;
  when: string;
  office: string;
  cancel: string;
  keep: string;
  doneTitle: string;
  done: string[];
  again: string;
  finish: string;
}> = {
  ja: {
    title: '取り消しの確認',
    heading: 'この予約を|取り消しますか',
    lead: '取り消すと、|元には|戻せません。|日時や場所を|変えるだけなら、|「変更する」を|お使いください。',
    number: '予約番号',
    when: '日時',
    office: '受け取る場所',
    cancel: '取り消す',
    keep: '取り消さない',
    doneTitle: '予約を|取り消しました',
    done: ['ご連絡を|メールで|お送りします。|カードは、|あらためて|予約すると|受け取れます。'],
    again: 'もう一度予約する',
    finish: 'はじめのページへ',
  },
};
