import type { CheckItem } from '../../../site/terminal-checks.ts';

/** What the scanner reads: of the form of a card's label. */
export const TRIAL_CODE = 'MDG-012345';

/** The characters of names that terminals and printers get wrong, each with what it is called. */
export const TRIAL_NAMES = [
  ['髙', 'はしご高'],
  ['﨑', '立つ崎'],
  ['𠮷', '土吉'],
  ['邉', '渡邉の邉'],
  ['德', '旧字の徳'],
  ['〓', 'げた記号'],
] as const;

/** What to look at, item by item; the page shows what is looked at beneath. */
export const LOOK_AT: Record<CheckItem, string> = {
  screen: '文字やボタンが切れずに表示され、横に動かさなくても読める。',
  characters: '6つの文字が、説明のとおりの形で表示される（□や？にならない）。',
  font: '似た文字（0とO、1とlとI、一とー）を見分けられる。',
  keys: 'Tabキーで次の欄に移動し、移動した欄に枠が表示される。',
  cookies: '「一覧を開く」を押しても、ログインの画面に戻らない。',
  clock: '端末の時計が、この時刻と1分以上違わない。',
  scanner: 'バーコードを読み取ると欄に入力され、自動で確かめられる。印刷したバーコードも読み取れる。',
  csv: '保存したファイルをExcelで開くと、文字が正しく、先頭の0が残っている。',
  pdf: '見本のPDFが開き、文字が正しく表示される。',
  print: '「実際のサイズ」（100%）で印刷し、物差しの100mmが100mmで、10mmの枠が4辺とも切れない。',
  labels: '印刷した枠が、ラベル用紙の切れ目に合う。ずれるときは、プリンタの余白を調整する。',
};

/** A browser as a person calls it. */
export function browserName(agent: string): string {
  const named: [string, RegExp][] = [
    ['Internet Explorer', /rv:(\d+)\.\d+\) like Gecko/u],
    ['Internet Explorer', /MSIE (\d+)/u],
    ['Microsoft Edge', /Edge?\/(\d+)/u],
    ['Firefox', /Firefox\/(\d+)/u],
    ['Google Chrome', /(?:Chrome|CriOS)\/(\d+)/u],
    ['Safari', /Version\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari/u],
  ];
  for (const [name, pattern] of named) {
    const version = pattern.exec(agent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return '不明なブラウザ';
}
