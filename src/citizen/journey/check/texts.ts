import type { Words } from '../../language.ts';
import type { ByKind } from '../../offers.ts';

export const texts: Words<{
  title: string;
  heading: string;
  changed: string;
  lead: string;
  when: string;
  from: string;
  office: ByKind<string>;
  who: string;
  notice: string;
  typedElsewhere: string;
  birth: string;
  phone: string;
  mail: string;
  service: string;
  changing: string;
  changeUntil: (day: string, time: string) => string;
  changeByPhone: string;
  book: string;
}> = {
  ja: {
    title: '内容の確認',
    heading: '予約の|内容を|ご確認ください',
    changed: '別の|画面で、|場所か|日時が|選び直されて|いました。|下の|内容を|確かめて、|もう一度|押してください。',
    lead: 'この時点では、|予約は|まだ|完了していません。|内容を|お確かめの|うえ、|「この内容で予約する」を|押してください。',
    when: '日時',
    from: 'から',
    office: { card: '受け取る場所', person: '手続きの場所' },
    who: '来られる方',
    notice: '交付通知書ID',
    typedElsewhere: '最初に|入力した方|（この画面には|表示しません）',
    birth: '生年月日',
    phone: '電話番号',
    mail: 'メールアドレス',
    service: '手続き',
    changing: '変更・取り消し',
    changeUntil: (day, time) => `${day}の|${time}まで|できます`,
    changeByPhone: 'お電話で|お受けします',
    book: 'この内容で予約する',
  },
};
