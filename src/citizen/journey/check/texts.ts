import type { Words } from '../../language.ts';

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  when: string;
  from: string;
  office: string;
  who: string;
  notice: string;
  mail: string;
  service: string;
  book: string;
  closed: string;
}> = {
  ja: {
    title: '内容の確認',
    heading: 'この内容で|予約します',
    lead: 'まだ|予約は|完了していません。|内容を|お確かめください。',
    when: '日時',
    from: 'から',
    office: '受け取る場所',
    who: '来られる方',
    notice: '交付通知書ID',
    mail: 'メールアドレス',
    service: '手続き',
    book: 'この内容で予約する',
    closed: '選ばれた|時間は、|窓口を|お休みすることに|なりました。',
  },
};
