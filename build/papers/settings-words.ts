import * as kinds from '../../src/config/kinds.ts';
import type { SETTINGS } from '../../src/config/settings.ts';

/** What each setting of a process means, for the city's papers. One that lacks does not compile. */
export const MEANS: Readonly<Record<keyof typeof SETTINGS, string>> = {
  databaseUrl: '`migrate` の接続先。これがあると練習用のデータを作らない',
  citizenDatabaseUrl: '予約サイトの接続先（役割 madoguchi_citizen）',
  deskDatabaseUrl: '職員画面と命令の接続先（役割 madoguchi_desk）',
  workerDatabaseUrl: '定時の処理の接続先（役割 madoguchi_worker）',
  sealerDatabaseUrl: '操作履歴の封印と検証の接続先（役割 madoguchi_sealer）。定時の処理だけが持つ',
  citizenHost: '予約サイトの受け口のアドレス',
  citizenPort: '予約サイトの受け口のポート',
  citizenOrigin: 'ブラウザから見た予約サイトのアドレス。メールにも書かれる',
  deskHost: '職員画面の受け口のアドレス',
  deskPort: '職員画面の受け口のポート',
  deskOrigin: 'ブラウザから見た職員画面のアドレス',
  mailPort: '練習用のメールの画面のポート（本番では使わない）',
  healthHost: '状態と数値の受け口のアドレス',
  healthPort: '状態と数値の受け口のポート。プロセスごとに別にする',
  standInHost: '停止中の案内の受け口のアドレス',
  standInPort: '停止中の案内の受け口のポート',
  standInDir: '停止中の案内が、計画停止と市の情報を控える場所',
  trustedProxies: 'X-Forwarded-For を信じる前段のアドレス',
  secureCookies: 'クッキーをTLSだけで送るか。noは自分の機器での試用だけ',
  cookieSecret: 'クッキーと合言葉の署名の鍵。同じ入口のプロセスで同じにする',
  factorKeys: '職員の二段階認証の鍵を暗号にする鍵。最初の鍵で暗号にし、全部で読む。無いときは COOKIE_SECRET を使う',
  smtpUrl: 'メールを渡すメールサーバー',
  mailFrom: 'メールの差出人',
  auditKey: '操作履歴の封印の鍵。定時の処理だけが持つ',
  auditNewKey: '`rekey` で次に使う鍵',
  auditOldKeys: '以前の封印の鍵（検証に使う）',
  auditHeads: '封印の先頭を書き足すファイル。別の機器か媒体に置く',
  backupDatabaseUrl: 'バックアップの接続先（役割 madoguchi_backup）',
  backupDirs: 'バックアップの置き場所。2つ目からは写し。1つは別の拠点の機器に置く',
  backupKey: 'バックアップの暗号の鍵。控えを別に保管する',
  backupOldKeys: '以前のバックアップの鍵',
  backupKeepDays: 'バックアップを残す日数。最新は必ず残る',
  knownDatabaseRoles: '警告しないデータベースの役割（監視など）',
  citizenPool: '予約サイト1プロセスのデータベース接続数',
  citizenLanes: '混雑時に仮押さえと予約をまとめて送る列の数。0でまとめない',
  uploadMb: '職員画面で受け付けるファイルの大きさの上限（MB）。変えたら、リバースプロキシの設定も作り直す',
  deskPool: '職員画面1プロセスのデータベース接続数',
  workerPool: '定時の処理1プロセスのデータベース接続数',
  dataDir: '練習用のデータと、命令が書くファイルの場所',
  demoCards: '練習用の街を初めて作るときの、架空のカードの枚数',
  rateLimit: '予約サイトが1つの接続元から1分に受ける要求の数',
  lineDelay: '順番待ちを始める、処理の遅れか待ち時間（ミリ秒）',
  lineUnderWay: '順番待ちを始める、同時に処理中の要求の数',
  advisoriesDaily: '部品の脆弱性を毎朝確かめるか',
  advisoriesNpm: '確かめる先：パッケージ',
  advisoriesNode: '確かめる先：Node',
  advisoriesPostgresql: '確かめる先：PostgreSQL',
  logDir:
    'アプリケーションログを書くフォルダー。1日1ファイルで、封印し、バックアップし、市が定める年数残す。ないときは標準出力だけに書く',
  logLevel: 'ログの細かさ',
};

const ALLOWED: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [kinds.PORT, '0〜65535（0は空いているもの）'],
  [kinds.COUNT, '1〜100000000'],
  [kinds.DEMO_CARDS, '1500〜1000000'],
  [kinds.LANES, '0〜64'],
  [kinds.MEGABYTES, '1〜500'],
  [kinds.CONNECTIONS, '1〜500'],
  [kinds.POSTGRES_URL, 'PostgreSQLの接続先（役割、パスワード、ホスト、ポート、名前。ホストは複数可）'],
  [kinds.SMTP_URL, 'smtp:// または smtps://'],
  [kinds.SECRET, '32文字以上（10種類以上の文字）'],
  [kinds.SECRETS, '32文字以上。複数はコンマで区切る'],
  [kinds.HOST, 'IPアドレスまたはこの機器のホスト名'],
  [kinds.ORIGIN, 'https://ホスト[:ポート]'],
  [kinds.ADDRESS, 'https:// のアドレス'],
  [kinds.ADDRESSES, 'IPアドレスまたはネットワーク。複数はコンマで区切る'],
  [kinds.NAMES, '役割の名前。複数はコンマで区切る'],
  [kinds.MAILBOX, 'メールアドレス'],
  [kinds.YES_OR_NO, 'yes または no'],
  [kinds.FILE, 'ファイル'],
  [kinds.FOLDER, 'フォルダー'],
  [kinds.FOLDERS, 'フォルダー。複数はコンマで区切る'],
  [kinds.LEVEL, 'fatal、error、warn、info、debug、trace'],
]);

/** What may be given, in Japanese. @throws for a kind without words */
export function allowedWords(kind: { allowed: string }): string {
  const words = ALLOWED.get(kind);
  if (words === undefined) throw new Error(`build/papers/settings-words.ts has no words for "${kind.allowed}"`);
  return words;
}
