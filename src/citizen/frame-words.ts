import type { Words } from './language.ts';
import { paths } from './paths.ts';

type FrameWords = {
  finish: string;
  back: string;
  start: string;
  underWay: string;
  goOn: string;
  helpTitle: string;
  helpLead: string;
  helpLink: string;
  foot: { href: string; text: string }[];
  step: (step: number, steps: number) => string;
  steps: Record<'who' | 'person' | 'mail' | 'day' | 'time' | 'cautions' | 'check', string>;
};

export const frameWords: Words<FrameWords> = {
  ja: {
    finish: '終了する',
    back: '前のページへ戻る',
    start: 'トップページへ',
    underWay: '予約の|途中の方は、',
    goOn: '続きへ戻る',
    helpTitle: 'お困りの|ときは',
    helpLead: 'お電話でも|予約できます。',
    helpLink: 'IDが分からない方・|メールがない方',
    foot: [
      { href: paths.privacy, text: '個人情報の取り扱い' },
      { href: paths.using, text: '使い方と動作環境' },
      { href: paths.accessibility, text: 'アクセシビリティ' },
    ],
    step: (step, steps) => `手順 ${step}／${steps}`,
    steps: {
      who: 'ご本人の確認',
      person: 'お名前など',
      mail: 'メールアドレス',
      day: '場所と日にち',
      time: '時間',
      cautions: '当日までのお願い',
      check: '内容の確認',
    },
  },
};
