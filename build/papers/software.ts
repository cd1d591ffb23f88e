import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { tableOf } from './markdown.ts';

/** What each package that the product names is for. */
const USES: Readonly<Record<string, string>> = {
  '@digital-go-jp/design-tokens': '色と寸法（デジタル庁のデザインシステム）',
  '@expo-google-fonts/biz-udgothic': '印刷の文字（BIZ UDゴシック）',
  '@expo-google-fonts/biz-udpgothic': '画面の文字（BIZ UDPゴシック）',
  '@expo-google-fonts/noto-sans-jp': 'ほかの文字にない漢字',
  '@expo-google-fonts/noto-sans-kr': '印刷の文字（韓国語のお知らせ）',
  '@expo-google-fonts/noto-sans-sc': '印刷の文字（中国語のお知らせ）',
  '@fastify/cookie': 'クッキー',
  '@fastify/csrf-protection': '画面ごとの合言葉',
  '@fastify/formbody': 'フォームの読取り',
  '@fastify/helmet': '守りのヘッダー',
  '@fastify/rate-limit': '接続元ごとの上限',
  '@fastify/static': '画像等の配布',
  '@fastify/under-pressure': '処理の遅れの監視',
  '@holiday-jp/holiday_jp': '国民の祝日',
  '@zxcvbn-ts/core': 'パスワードの推測されにくさの判定',
  '@zxcvbn-ts/language-common': '同じ判定の、よく使われるパスワードの一覧',
  'altcha-lib': '自動入力の確認の計算',
  dataloader: '読取りのまとめ',
  esbuild: '組立て',
  fastify: 'ウェブの受け口',
  'graphile-worker': '定時の処理',
  'iconv-lite': '文字コードの変換（CP932等）',
  kysely: '表の移行',
  mailparser: '練習用のメールの読取り',
  node: '実行環境（Node）',
  nodemailer: 'メールの組立てと引渡し',
  otpauth: '二段階認証の認証コードの計算',
  pdfkit: 'PDF',
  pg: 'データベースとの通信',
  'pg-copy-streams': '一括の読み書き',
  pino: 'ログ',
  postcss: '画面の体裁の組立て',
  'postcss-calc': '同上',
  'postcss-import': '同上',
  'postcss-preset-env': '同上',
  preact: '画面の部品',
  'preact-render-to-string': '画面の組立て',
  'prom-client': '数値の受け口',
  qrcode: 'QRコード',
  saxes: 'XMLの読取り（Excel）',
  semver: '版の比較',
  'smtp-server': '練習用のメールの受取り',
  'sql-template-tag': 'SQLの値の受渡し',
  'subset-font': '文字の切出し',
  yauzl: 'ZIPの読取り（Excel）',
  yazl: 'ZIPの書出し（Excel）',
  zod: '値の検査',
};

type Locked = { version?: string; license?: string; dev?: boolean; optional?: boolean };
type Lock = { packages: Readonly<Record<string, Locked>> };

/** The packages that the product names, each with version, licence and use. @throws for one whose use nobody wrote */
export function namedPackages(names: readonly string[], { packages }: Lock, uses = USES): string[][] {
  return names.map((name) => {
    const use = uses[name];
    if (use === undefined) throw new Error(`build/papers/software.ts does not say what ${name} is for`);
    const { version = '', license = '' } = packages[`node_modules/${name}`] ?? {};
    return [name, version, license, use];
  });
}

/** 別紙4: what the product is made of. */
export function softwareList(): string {
  const read = <T>(file: string): T => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
  const { dependencies }: { dependencies: Record<string, string> } = read('package.json');
  const lock: Lock = read('package-lock.json');
  const running = Object.entries(lock.packages).filter(
    ([path, { dev, optional }]) => path !== '' && dev !== true && optional !== true,
  );
  return `# 別紙4 ソフトウェアの一覧（機器設定書の別紙）

プログラムから作った一覧です（\`npm run papers\`）。版は固定しています。本システムの版とライセンス：Apache-2.0。

## 1 受託者が用意するもの

| ソフトウェア | 版 | 実際の版 |
|---|---|---|
| OS（Linux。試したもの：Debian 12） | 保守されている版 | （記入欄） |
| PostgreSQL | 15〜18 | （記入欄） |
| nginx | 1.22以上 | （記入欄） |
| Patroni、etcd、keepalived | 保守されている版 | （記入欄） |
| メールサーバー（postfix等） | 保守されている版 | （記入欄） |
| ウイルス対策（公開側、内部側で別の製品） | （記入欄） | （記入欄） |

## 2 本システムが使うもの

下のものと、それらが使うものを合わせて${running.length}個のパッケージです。全部の一覧は \`madoguchi components --json\`（CycloneDX 1.6）、既知の脆弱性は \`madoguchi components --vulnerabilities\` で出ます。ライセンスは \`npm run check\` が全部について確かめます。

${tableOf(['名称', '版', 'ライセンス', '用途'], namedPackages(Object.keys(dependencies), lock))}
`;
}
