import type { Words } from '../../language.ts';
import type { ByKind } from '../../offers.ts';

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  number: string;
  when: string;
  office: ByKind<string>;
  who: string;
  people: (n: number) => string;
  cancel: string;
  cancelAll: (people: number) => string;
  one: string;
  change: string;
  keep: string;
  doneTitle: string;
  done: ByKind<string[]>;
  calendar: { says: string; file: string };
  again: string;
  finish: string;
}> = {
  ja: {
    title: '取り消しの確認',
    heading: 'この予約を|取り消しますか',
    lead: '取り消すと、|元には|戻せません。|日時や場所を|変更するだけなら、|「場所や日時を変更する」を|押してください。',
    number: '予約番号',
    when: '日時',
    office: { card: '受け取る場所', person: '手続きの場所' },
    who: '来られる方',
    people: (n) => `${n}人（全員）`,
    cancel: '取り消す',
    cancelAll: (people) => `${people}人全員を取り消す`,
    one: '1人だけ取り消す',
    change: '場所や日時を変更する',
    keep: '取り消さない',
    doneTitle: '予約を|取り消しました',
    done: {
      card: ['ご連絡を|メールで|お送りします。|カードは、|あらためて|予約すると|受け取れます。'],
      person: ['ご連絡を|メールで|お送りします。|手続きは、|あらためて|予約できます。'],
    },
    calendar: {
      says: 'カレンダーに|追加した予定は、|次のファイルを|開くと|取り消せます。',
      file: 'カレンダーの予定を取り消す',
    },
    again: 'もう一度予約する',
    finish: 'トップページへ',
  },
};
