import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

export type Setting = {
  /** What the default is; the same stands in settings.sql (a test compares them). */
  usual: number;
  least: number;
  most: number;
  unit: '分' | '時間' | '時' | '日' | 'か月' | '年' | '回' | '人';
  /** How an administrator reads it. */
  label: string;
  means: string;
};

/** What the city sets. A row in site.settings goes before the default. */
export const SETTINGS = {
  'hold-minutes': {
    usual: 10,
    least: 3,
    most: 60,
    unit: '分',
    label: '仮押さえの時間',
    means: '時間を選んでから予約を確定するまで、枠を押さえておく時間。',
  },
  'hold-extensions': {
    usual: 10,
    least: 10,
    most: 50,
    unit: '回',
    label: '仮押さえの延長',
    means: '仮押さえを延長できる回数。10回より少なくはできません（WCAG 2.2.1）。',
  },
  'visit-minutes': {
    usual: 60,
    least: 20,
    most: 480,
    unit: '分',
    label: '予約サイトの利用時間',
    means: '本人確認をしてから、続けて操作できる時間。',
  },
  'link-hours': {
    usual: 24,
    least: 1,
    most: 168,
    unit: '時間',
    label: '登録用リンクの期限',
    means: 'メールでお送りする予約の続きへのリンクが使える時間。',
  },
  'link-mails': {
    usual: 5,
    least: 1,
    most: 20,
    unit: '回',
    label: '登録用メールの回数',
    means: '一度の利用で、登録用のメールを送れる回数。',
  },
  'tries-per-notice': {
    usual: 5,
    least: 3,
    most: 20,
    unit: '回',
    label: '入力間違いの上限（交付通知書ID）',
    means: '同じ交付通知書IDで続けて間違えると、入力を休止する回数。',
  },
  'tries-rest-minutes': {
    usual: 30,
    least: 5,
    most: 1440,
    unit: '分',
    label: '入力の休止時間',
    means: '間違いが続いたあと、入力を休止する時間。間違いを数える期間も同じ。',
  },
  'tries-per-address': {
    usual: 200,
    least: 50,
    most: 100_000,
    unit: '回',
    label: '入力間違いの上限（接続元）',
    means: '同じ接続元からの間違いの上限。携帯電話会社の接続元は多くの方が共有します。',
  },
  'tries-site-pressure': {
    usual: 1000,
    least: 100,
    most: 1_000_000,
    unit: '回',
    label: 'サイト全体の入力間違い',
    means: 'この回数を超えると、生まれた年もたずね、職員に知らせます。入力は止めません。',
  },
  'begun-per-address': {
    usual: 200,
    least: 50,
    most: 100_000,
    unit: '回',
    label: 'カードのない手続きの始まり（接続元）',
    means:
      '氏名を入力して予約を始められる、同じ接続元からの回数。休止時間のあいだに数えます。携帯電話会社の接続元は多くの方が共有します。',
  },
  'held-per-address': {
    usual: 10,
    least: 5,
    most: 1000,
    unit: '人',
    label: 'カードのない手続きの仮押さえ（接続元）',
    means: '同じ接続元から始めた方が、予約を確定しないまま同時に押さえておける枠の数（人数）。',
  },
  'live-per-mail': {
    usual: 6,
    least: 1,
    most: 50,
    unit: '人',
    label: '1つのメールアドレスの予約（カードのない手続き）',
    means: '1つのメールアドレスで、同時に持てる予約の数。ご家族の分をまとめて予約できます。',
  },
  'few-places': {
    usual: 2,
    least: 1,
    most: 50,
    unit: '人',
    label: '△にする残り',
    means: '残りがこれ以下なら「△ 残りわずか」と示します。',
  },
  'few-min-capacity': {
    usual: 5,
    least: 2,
    most: 100,
    unit: '人',
    label: '△を使う枠の大きさ',
    means: '定員がこれより少ない枠では△を使いません（残りの数が分かってしまうため）。',
  },
  'reminder-hour': {
    usual: 10,
    least: 0,
    most: 23,
    unit: '時',
    label: 'お知らせメールの時刻',
    means: '予約の日が近づいたお知らせを、この時刻から送ります。',
  },
  'reminder-days': { usual: 1, least: 1, most: 30, unit: '日', label: 'お知らせメールの日', means: '予約の日の何日前に送るか。' },
  'second-reminder-days': {
    usual: 0,
    least: 0,
    most: 30,
    unit: '日',
    label: '2回目のお知らせメールの日',
    means: 'もう一度送る日（何日前か）。0のときは送りません。',
  },
  'no-show-mail-minutes': {
    usual: 60,
    least: 0,
    most: 1440,
    unit: '分',
    label: '未来庁の案内メールまでの時間',
    means: '日締めで未来庁を確定してから、再度の来庁を促すメールを送るまでの時間。この間に日締めを取り消すと、送りません。',
  },
  'mail-give-up-hours': {
    usual: 24,
    least: 1,
    most: 168,
    unit: '時間',
    label: 'メールの再送',
    means: '一時的に断られたメールの再送を続ける時間。過ぎると「不達」になります。',
  },
  'desk-idle-minutes': {
    usual: 30,
    least: 5,
    most: 480,
    unit: '分',
    label: '職員画面の無操作',
    means: '操作がないまま過ぎると、もう一度パスワードをたずねる時間。',
  },
  'desk-session-hours': {
    usual: 12,
    least: 1,
    most: 24,
    unit: '時間',
    label: '職員のログインの有効時間',
    means: '操作していても、ログインが終了する時間。',
  },
  'sign-in-tries': {
    usual: 5,
    least: 3,
    most: 20,
    unit: '回',
    label: 'パスワード間違いの上限',
    means: '同じアカウントで続けて間違えると、ログインを休止する回数。',
  },
  'sign-in-rest-minutes': {
    usual: 15,
    least: 5,
    most: 1440,
    unit: '分',
    label: 'ログインの休止時間',
    means: 'パスワードの間違いが続いたあと、休止する時間。',
  },
  'sign-in-tries-per-address': {
    usual: 50,
    least: 10,
    most: 10_000,
    unit: '回',
    label: 'ログインの上限（接続元）',
    means: '休止時間のあいだに、同じ接続元から試せる回数。庁舎は接続元を共有します。',
  },
  'priority-hours': {
    usual: 48,
    least: 1,
    most: 336,
    unit: '時間',
    label: '臨時閉庁のときの優先',
    means: '臨時閉庁にしたとき、予約をしていた方が、振替優先枠をほかの方より先に選べる時間。臨時閉庁にするときに変更できます。',
  },
  'recovery-hours': {
    usual: 4,
    least: 1,
    most: 168,
    unit: '時間',
    label: '目標復旧時間',
    means: '災害や故障で使えなくなったとき、再び使えるようにするまでの時間の目標。復元の記録に、かかった時間と並べて示します。',
  },
  'recovery-loss-minutes': {
    usual: 60,
    least: 10,
    most: 1440,
    unit: '分',
    label: '目標復旧時点',
    means: 'データベースが失われたとき、さかのぼって失われてもよい時間の上限。バックアップがこれより古くなると警告します。',
  },
  'renotice-months': {
    usual: 3,
    least: 1,
    most: 24,
    unit: 'か月',
    label: '再通知までの期間',
    means: '通知発送日から、再通知の対象になるまでの月数。保留のあいだは数えません。',
  },
  'destroy-months': {
    usual: 3,
    least: 1,
    most: 24,
    unit: 'か月',
    label: '廃棄予定までの期間',
    means: '再通知の発送日から、廃棄予定の対象になるまでの月数。保留のあいだは数えません。',
  },
  'expires-near-days': {
    usual: 60,
    least: 1,
    most: 365,
    unit: '日',
    label: 'カードの有効期限のお知らせ',
    means: '未交付のカードの有効期限が近いことを、何日前から知らせるか。',
  },
  'keep-visits-days': {
    usual: 7,
    least: 2,
    most: 90,
    unit: '日',
    label: '予約サイトの利用の保存',
    means: '終わった利用の記録（入力されたメールアドレスを含む）と、予約にならなかった仮押さえを残す日数。',
  },
  'keep-searches-days': {
    usual: 7,
    least: 1,
    most: 90,
    unit: '日',
    label: '検索の保存',
    means: '職員が検索した言葉を残す日数。',
  },
  'keep-sessions-days': {
    usual: 90,
    least: 1,
    most: 1095,
    unit: '日',
    label: 'ログインの保存',
    means: '終わったログインの一覧を残す日数。',
  },
  'keep-mails-days': {
    usual: 730,
    least: 90,
    most: 3650,
    unit: '日',
    label: 'メール送信の保存',
    means: 'いつ、どのようなメールを送ったかと、その本文を残す日数。宛先と、本文の中のリンクは残りません。',
  },
  'keep-lists-days': {
    usual: 90,
    least: 7,
    most: 730,
    unit: '日',
    label: '印刷した一覧の控えの保存',
    means:
      '印刷した一覧に何が載っていたかの控えを残す日数。次に印刷するとき、変わったところを示すために使います。氏名は残りません。',
  },
  'keep-persons-days': {
    usual: 365,
    least: 30,
    most: 3650,
    unit: '日',
    label: 'カードのない手続きの氏名の保存',
    means: '来庁の日から、氏名・カナ・生年月日・電話番号・メールアドレスを消すまでの日数。日時と手続きの記録は残ります。',
  },
  'keep-book-years': {
    usual: 5,
    least: 1,
    most: 30,
    unit: '年',
    label: '運用の記録の保存',
    means: '完了した問合せ・点検・障害の記録と、その報告を残す年数。月次報告書は残ります。',
  },
  'keep-beats-days': {
    usual: 400,
    least: 62,
    most: 3650,
    unit: '日',
    label: '稼働の記録の保存',
    means: '予約サイト、職員画面、定時の処理が動いていた分ごとの記録を残す日数。月次報告書は残ります。',
  },
  'keep-log-years': { usual: 5, least: 1, most: 30, unit: '年', label: '操作履歴の保存', means: '操作履歴を残す年数。' },
  'keep-cards-years': {
    usual: 5,
    least: 1,
    most: 30,
    unit: '年',
    label: 'カードの保存',
    means:
      '交付済、廃棄済、対象外になった日から、カードの記録を残す年数。予約が残っているカードと、残すことにしたカードは消えません。',
  },
  'keep-reservations-years': {
    usual: 5,
    least: 1,
    most: 30,
    unit: '年',
    label: '予約の保存',
    means: '予約の日から、予約の記録を残す年数。交付の終わっていないカードの予約は消えません。日ごとの件数は残ります。',
  },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;

/** The value of a setting now. */
export const readSetting = async (tx: Tx, key: SettingKey): Promise<number> =>
  (await tx.one<{ value: number }>(sql`SELECT site.number(${key}) AS value`)).value;

/** The manual's table of what the city sets, as markdown. */
export function citySettingsTable(): string {
  const rows = Object.entries(SETTINGS).map(
    ([key, { label, means, usual, least, most, unit }]) =>
      `| ${label} | ${means} | ${usual}${unit} | ${least}〜${most} | \`${key}\` |`,
  );
  return ['| 項目 | 内容 | 初期値 | 範囲 | キー |', '|---|---|---|---|---|', ...rows].join('\n');
}
