import { renderPage } from '../lib/html/index.ts';
import type { Problem } from '../lib/http/problems.ts';
import { type City, cityNow } from '../site/city.ts';
import type { Language, Words } from './language.ts';
import { Ended } from './parts/ended.tsx';
import { paths } from './paths.ts';

/** What went wrong and what to do, in words; nothing of what was sent is shown again. */
export const texts: Words<Record<Problem, { title: string; says: string[] }> & { start: string }> = {
  ja: {
    'bad-request': {
      title: '読み取れませんでした',
      says: ['送られた|内容を|読み取れませんでした。|前のページに|戻って、|もう一度|入力してください。'],
    },
    'foreign-form': {
      title: 'もう一度|お願いします',
      says: [
        '画面を|開いてから|時間が|たったか、|クッキーが|使えない|設定に|なっています。',
        '前のページに|戻って|読み込み直し、|もう一度|押してください。|クッキーを|使える|設定に|してください。',
      ],
    },
    'not-found': {
      title: 'ページが|見つかりません',
      says: [
        'アドレスが|途中で|切れているか、|ページが|なくなっています。|メールの|リンクを|使ったときは、|もう一度|押してください。',
      ],
    },
    'too-large': {
      title: '入力が|長すぎます',
      says: ['送られた|内容が|長すぎます。|前のページに|戻って、|短く|入力してください。'],
    },
    'too-many': {
      title: '少し|お待ちください',
      says: ['短い|間に、|何度も|操作が|ありました。|1分ほど|待ってから、|もう一度|お願いします。'],
    },
    busy: {
      title: 'ただいま、|混み合っています',
      says: ['少し|待ってから、|もう一度|お願いします。|すでに|完了した|予約は、|そのまま|残っています。'],
    },
    away: {
      title: 'ただいま、|予約サイトが|使えません',
      says: [
        'こちらの|不具合です。|申し訳ありません。|しばらく|待ってから、|もう一度|お願いします。',
        'お急ぎの|ときは、|お電話ください。|すでに|完了した|予約は、|そのまま|残っています。',
      ],
    },
    fault: {
      title: 'うまく|いきませんでした',
      says: [
        'こちらの|不具合です。|申し訳ありません。|少し|待ってから、|もう一度|お願いします。',
        '続くときは、|お電話ください。|すでに|完了した|予約は、|そのまま|残っています。',
      ],
    },
    start: 'トップページへ',
  },
};

const pages = new Map<string, string>();
let drawnFor: City | undefined;

/** The page of a problem; drawn once for a city, since it must also be there when nothing else is. */
export function problemPage(problem: Problem, language: Language = 'ja'): string {
  if (drawnFor !== cityNow()) pages.clear();
  drawnFor = cityNow();
  const key = `${language} ${problem}`;
  const known = pages.get(key);
  if (known !== undefined) return known;
  const words = texts[language];
  const html = renderPage(
    <Ended language={language} {...words[problem]} finish={false} next={[{ text: words.start, href: paths.start }]} />,
  );
  pages.set(key, html);
  return html;
}
