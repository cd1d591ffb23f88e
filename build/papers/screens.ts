import { paths as sitePaths } from '../../src/citizen/paths.ts';
import type { Feature } from '../../src/desk/feature.ts';
import type { Route } from '../../src/desk/route.ts';
import { RIGHTS } from '../../src/staff/rights.ts';
import { tableOf } from './markdown.ts';

const rightWords = (right: Route['right']): string =>
  right === 'anyone' ? '（ログインの前も）' : right === 'signed-in' ? '（ログインした全員）' : RIGHTS[right];

/** What a page is called in the menu, or what a form does; empty for a page that another leads to. */
function called(route: Route, menu: ReadonlyMap<string, string>): string {
  if (route.method === 'GET') return menu.get(route.path) ?? '';
  const kept = 'kept' in route ? route.kept : undefined;
  const words = typeof kept === 'object' ? kept.words : kept;
  return typeof words === 'string' ? words : '';
}

/** 別紙7: every address of both sites, and at the desk the right it asks for (§13(1)). Pages are .tsx, which Node loads with build/tsx.mjs alone. */
export async function screensList(): Promise<string> {
  await import('../tsx.mjs' as string);
  const { features }: { features: readonly Feature[] } = await import('../../src/desk/app.tsx');
  const menu = new Map(
    features.flatMap((feature) => (feature.menu ?? []).map(({ href, words }): [string, string] => [href, words])),
  );
  const desk = features.flatMap(({ routes }) => routes);
  const site = [...new Set<string>(Object.values(sitePaths))].sort();
  return `# 別紙7 画面の一覧（システム設計書の別紙）

プログラムから作った一覧です（\`npm run papers\`）。\`:id\` などは、番号や符号が入るところです。GETは画面、POSTは操作（フォームの送信）です。

## 1 職員画面（${desk.length}）

${tableOf(
  ['アドレス', '方法', '画面・操作', '必要な権限'],
  desk.map((route) => [
    `\`${route.path}\``,
    route.method,
    called(route, menu),
    [rightWords(route.right), ...('also' in route ? (route.also ?? []).map((right) => RIGHTS[right]) : [])].join('、'),
  ]),
)}

## 2 予約サイト（${site.length}）

予約サイトの画面に、権限はありません。途中の画面は、本人の確認をしたブラウザーだけに出ます。ほかの言語は、前に \`/en\` などが付きます。

${tableOf(
  ['アドレス'],
  site.map((path) => [`\`${path}\``]),
)}
`;
}
