// Finds words in the product's texts that docs/wording.md has replaced, and says which word to use instead.
// It reads the texts of the program, not its comments and not its tests, and what staff read of it: the manual and the training.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

/** A retired word, and what is written instead. What else the letters may mean is left out by what stands before and after them. */
type Retired = readonly (readonly [word: RegExp, instead: string])[];
const RETIRED: Retired = [
  [/サインイン|サインアウト/u, 'ログイン・ログアウト'],
  [/席を離れ/u, 'ログアウトする'],
  [/(?<![きけ])つぎ/u, '次'],
  [/えら[んびぶべ]/u, '選ぶ'],
  [/さが[しすせ]/u, '検索する・探す'],
  [/(?<!らっ)きょう(?!だい)/u, '本日'],
  [/いちばん/u, '最短・最長・最も'],
  [/(?<!な|ただ)いま(?![すせしま])/u, '現在'],
  [/はじめ/u, '最初・初期値・始める'],
  [/変え/u, '変更する'],
  [/(?<![不補充満])足[すしさそ]/u, '追加する'],
  [/加え(?!て(?!ください))/u, '追加する'],
  [/入れてください/u, '入力してください'],
  [/決め/u, '設定する・指定する'],
  [/(?<!お)名前/u, '氏名（人）・名称（もの）'],
  [/(?<![お昼])休み/u, '閉庁'],
  [/(?<!画面を\|?|引用符が)閉じ/u, '臨時閉庁にする・閉庁'],
  [/急に閉/u, '臨時閉庁にする'],
  [/一日じゅう/u, '終日'],
  [/とびとび/u, '個別の日付'],
  [/どうしますか/u, '区分'],
  [/(?<![複描])写[しすせ]/u, '複製する（同じ中で）・複写する（ほかへ）'],
  [/来所/u, 'この日時のまま受け付ける'],
  [/窓口で受け付け|「窓口受付」で受け付け|重ねて受け付け/u, '受付する'],
  [/番地/u, 'IPアドレス'],
  [/操作の記録/u, '操作履歴'],
  [/くわし/u, '詳細'],
  [/(?<!手)しぼ[りるっら]/u, '絞り込む'],
  [/送る前/u, '送信待ち'],
  [/届けられな|送れなかった/u, '不達'],
  [/食い違/u, '不一致・氏名相違'],
  [/とってお[いくけ]/u, '振替優先枠'],
  [/使うのをやめ|使わなく/u, '廃止する'],
  [/行き方/u, '交通案内'],
  [/だれ(?!でも)/u, '操作者・担当者'],
  [/見くらべ/u, '比較する'],
  [/とど[いき]/u, '届く'],
  [/ためす|ためして(?!い)/u, '試す'],
  [/いりません|[はのが]\|?いらな/u, '必要ありません・不要'],
  [/いっしょ/u, '一緒'],
  [/うまくいきません/u, '処理できませんでした'],
  [/所在不明/u, '所在確認中'],
  [/取り?込み?番号/u, '取込みの番号'],
  [/(?<![a-zA-Z|])Web(?!入力|[a-zA-Z])/u, 'ウェブ'],
  [/今日/u, '本日'],
  [/切替/u, '表示する（押しボタン）'],
  [/取消[すし]/u, '取り消す・取り消し（名称と欄は「取消」）'],
  // A tick is taken off, and somebody of a party.
  [/(?<!印を|方を|--dry-run` を|付けるか|。)外[すしさせ]/u, '取り消す・取りやめる'],
];

/** What citizens do not read, in pages and mails; staff may. */
const RETIRED_FOR_CITIZENS: Retired = [
  [/お席|席が/u, '時間・確保の期限'],
  [/のばし/u, '…まで延長しました'],
  [/たった今|埋ま[りっ]/u, 'ほかの方の予約が先に入りました'],
  [/形が違/u, '書き方に誤りがある'],
  [/アドレスを直/u, 'メールアドレスを変更する'],
  [/もう一度送/u, 'メールを再送する'],
  [/まだ完了しません/u, 'この時点では、予約はまだ完了していません'],
  [/予約の続きへ進みます/u, 'メールアドレスを確認できました'],
  [/この内容で予約します/u, '予約の内容をご確認ください'],
  [/予約は、?終わって/u, 'この予約は、終了または取り消し済みです'],
  [/開けられなく/u, '窓口をお休みすることになりました'],
  [/おたずね/u, 'お問い合わせください'],
  [/住所：/u, '所在地：'],
  [/空き状況だけ/u, '窓口の空き状況'],
  // The frame that is printed on the postcard is one.
  [/(?<!右上の)枠|仮押さえ|要振替/u, '時間・確保・お休み'],
];
const CITIZENS = 'src/languages/ja/';

/** What the desk's pages and the manual do not say; citizens' pages may. */
const RETIRED_FOR_STAFF: Retired = [
  [/来られる方/u, '来庁者'],
  [/(?<=<Button[^<]*>)表示(?=<)|「表示」/u, '表示する（押しボタン）'],
  // Alone it leads back, and nothing was done.
  [/をやめ/u, '取りやめる'],
];
const STAFF = /^(?:src\/desk|docs\/manual)\//u;

/** Files in which letters of the list are something else, each with why. */
const ALLOWED: ReadonlyMap<string, string> = new Map([
  ['src/demo/', 'addresses and texts of a made-up city'],
  ['src/languages/easy/', 'やさしい日本語 takes the plainest word, and spells readings out'],
]);

/** Where citizens' texts may break a line; a word is one word across it. */
const BREAK = /\|/gu;

/** A line without its comment. Addresses (`https://…`) are no comments. */
const withoutComment = (line: string): string => (/^\s*(?:\/\/|\/?\*)/u.test(line) ? '' : line.replace(/(?<!:)\/\/ .*$/u, ''));

/** Texts that use a retired word, a sentence each with what to write. */
export function retiredWords(path: string, text: string, allowed: ReadonlyMap<string, string> = ALLOWED): string[] {
  if ([...allowed.keys()].some((part) => path.startsWith(part))) return [];
  const citizens = path.startsWith(CITIZENS);
  return text.split('\n').flatMap((whole, at) => {
    const line = path.endsWith('.md') ? whole : citizens ? withoutComment(whole).replace(BREAK, '') : withoutComment(whole);
    return [...RETIRED, ...(citizens ? RETIRED_FOR_CITIZENS : []), ...(STAFF.test(path) ? RETIRED_FOR_STAFF : [])].flatMap(
      ([word, instead]) => {
        const found = word.exec(line)?.[0];
        return found === undefined ? [] : [`${path}:${at + 1} says 「${found}」: write ${instead} (docs/wording.md)`];
      },
    );
  });
}

function main(): number {
  const files = globSync(['src/**/*.{ts,tsx}', 'docs/manual/*.md', 'docs/training/*.md'], { cwd: ROOT }).filter(
    (path) => !/\.test\.tsx?$/u.test(path),
  );
  const found = files.flatMap((path) => retiredWords(path, readFileSync(join(ROOT, path), 'utf8')));
  for (const line of found) console.error(line);
  console.log(`${files.length} files, ${found.length} wrong`);
  return found.length > 0 || files.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
