import { clockTime } from '../../lib/dates/format.ts';
import type { Setting } from './setting.ts';

/** 16:00, 16:15, … as a setting counts them from 0. */
const quarters = (hour: number, count: number): string[] =>
  Array.from({ length: count }, (_, n) => clockTime(hour * 60 + n * 15));

/** As `calendar.usual_end` counts them. */
const ENDS = quarters(16, 17);
/** As `waiting.term` counts them. */
const CALLS_BEGIN = quarters(8, 17);
const CALLS_END = quarters(15, 21);

/** How citizens book: holds, links, wrong entries, limits for one address and one mail. */
export const BOOKING = {
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
  'arrive-minutes': {
    usual: 0,
    least: 0,
    most: 30,
    unit: '分',
    label: '窓口に来ていただく時刻の目安',
    means:
      '予約した時間の何分前までに窓口へ来ていただくか。日にちと時間を選ぶ画面、予約の内容の画面、予約・変更・前日などのメール、カレンダーのファイル、電話予約の読み上げに表示します。0にすると、表示しません。',
  },
  'counter-word': {
    usual: 0,
    least: 0,
    most: 1,
    unit: '',
    choices: ['表示しない', '表示する'],
    label: '窓口の混みぐあいの表示',
    means:
      '予約サイトの日にちと時間を選ぶ画面、空き状況の画面、ほかのサイト向けの空き状況（JSON、埋め込み）に、受付中の場所の混みぐあいを「すいています」「少し混んでいます」「混んでいます」の言葉で表示するか。人数は表示しません。予約した方と「窓口受付」で受付した方だけを数えます（ほかの方は入りません）。「本日の予約」で受付を記録している場所だけ、10分ごとに、その時刻とともに表示します。',
  },
  'usual-end': {
    usual: 5,
    least: 0,
    most: ENDS.length - 1,
    unit: '',
    choices: ENDS,
    label: '通常の受付の終わり',
    means:
      'この時刻より後に終わる枠を、夕方・夜間の枠とします。予約サイトの「夜間」、空き待ちの時間帯、夜間・休日の回の一覧で使います。',
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
  'code-minutes': {
    usual: 30,
    least: 5,
    most: 120,
    unit: '分',
    label: 'メールの番号の期限',
    means: '予約の続きのメールに書く6桁の番号が使える時間。番号は1回だけ使えます。',
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
    means:
      '同じ交付通知書IDで続けて間違えると、予約の入力を休止する回数。予約の確認・変更のメールの申し込みは、正しいものも含めて、同じIDまたは予約番号で別に数え、この回数で休止します。',
  },
  'tries-rest-minutes': {
    usual: 30,
    least: 5,
    most: 1440,
    unit: '分',
    label: '入力の休止時間',
    means: '間違いなどが続いたあと、入力を休止する時間。回数を数える期間も同じ。',
  },
  'tries-per-address': {
    usual: 200,
    least: 50,
    most: 100_000,
    unit: '回',
    label: '入力間違いの上限（接続元）',
    means:
      '同じ接続元からの間違いがこの回数になると、その接続元からの入力を、正しいものも含めて休止します。半分に達すると、職員に知らせます。予約の確認・変更のメールの申し込みは、正しいものも含めて別に数え、この回数でその申し込みを休止します（職員には知らせません）。携帯電話会社の接続元は多くの方が共有します。',
  },
  'tries-site-pressure': {
    usual: 1000,
    least: 100,
    most: 1_000_000,
    unit: '回',
    label: 'サイト全体の入力間違い',
    means: 'この回数を超えると、生まれた年もたずね、職員に知らせます。入力は止めません。',
  },
  'work-per-address': {
    usual: 50,
    least: 10,
    most: 1_000_000,
    unit: '回',
    label: '自動入力の確認を始める回数（接続元）',
    means:
      '同じ接続元からの間違いがこの回数になると、次の入力のたびに、端末に計算をさせて、プログラムによる連続入力を遅くします。入力は止めません。予約の確認・変更のメールの申し込みは、正しいものも含めて別に数えます。',
  },
  'work-per-birthday': {
    usual: 50,
    least: 10,
    most: 1_000_000,
    unit: '回',
    label: '自動入力の確認を始める回数（誕生日）',
    means:
      'サイト全体で、同じ誕生日での間違いがこの回数になると、その誕生日の入力に同じ確認をし、職員に知らせます。IDを次々に試すプログラムを見つけるためのものです。予約の確認・変更のメールの申し込みは、正しいものも含めて別に数え、職員には知らせません。',
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
    usual: 30,
    least: 5,
    most: 1000,
    unit: '人',
    label: 'カードのない手続きの仮押さえ（接続元）',
    means:
      '同じ接続元から始めた方が、予約を確定しないまま同時に押さえておける枠の数（人数）。携帯電話会社の接続元は多くの方が共有します。',
  },
  'live-per-mail': {
    usual: 6,
    least: 1,
    most: 50,
    unit: '人',
    label: '1つのメールアドレスの予約（カードのない手続き）',
    means: '1つのメールアドレスで、同時に予約できる人数。ご家族の分をまとめて予約できます。',
  },
  'turns-a-day': {
    usual: 20,
    least: 5,
    most: 200,
    unit: '回',
    label: 'ウェブでの予約・変更の上限',
    means:
      '同じ方（カードのない手続きでは、氏名とメールアドレスの組）が、予約サイトで24時間に予約、日時の変更、一緒に来る方の追加、空き待ちの登録と変更をできる回数。超えた方には、電話を案内します。取消と空き待ちの取りやめは断りません。職員の操作は数えません。',
  },
  'few-places': {
    usual: 2,
    least: 2,
    most: 50,
    unit: '人',
    label: '△にする残り',
    means:
      '残りがこれ以下なら「△ 残りわずか」と示します。2人以上の予約では、2人目からの人数を加えて数えます。1にすると残りの数が分かるため、2以上です。',
  },
  'few-min-capacity': {
    usual: 5,
    least: 2,
    most: 100,
    unit: '人',
    label: '△を使う枠の大きさ',
    means:
      '定員がこれより少ない枠では△を使いません（残りの数が分かってしまうため）。定員が「△にする残り」と予約の人数の合計以下の枠でも使いません。',
  },
  'priority-hours': {
    usual: 48,
    least: 1,
    most: 336,
    unit: '時間',
    label: '臨時閉庁のときの優先',
    means: '臨時閉庁にしたとき、予約をしていた方が、振替優先枠をほかの方より先に選べる時間。臨時閉庁にするときに変更できます。',
  },
  'waiting-hold-hours': {
    usual: 3,
    least: 0,
    most: 24,
    unit: '時間',
    label: '空き待ちの方のために枠を確保する時間',
    means:
      '空いた枠を、空き待ちの順に1人ずつ確保する時間。メールで案内する方は午前8時から午後8時まで、電話で案内する方は開庁日の「空き待ちの方への電話の始まり」から「空き待ちの方への電話の終わり」までの時間だけを数えます。0にすると、空き待ちを受け付けません。',
  },
  'waiting-call-begins': {
    usual: 4,
    least: 0,
    most: CALLS_BEGIN.length - 1,
    unit: '',
    choices: CALLS_BEGIN,
    label: '空き待ちの方への電話の始まり',
    means:
      'メールのない空き待ちの方のために枠を確保する時間を、開庁日（どこかの交付場所が開いている日）のこの時刻から数えます。電話の受付時間に合わせてください。',
  },
  'waiting-call-ends': {
    usual: 8,
    least: 0,
    most: CALLS_END.length - 1,
    unit: '',
    choices: CALLS_END,
    label: '空き待ちの方への電話の終わり',
    means: 'メールのない空き待ちの方のために枠を確保する時間を、この時刻からは数えず、次の開庁日に続けます。',
  },
  'waiting-ahead-hours': {
    usual: 24,
    least: 1,
    most: 168,
    unit: '時間',
    label: '空き待ちの案内の終わり',
    means: '空き待ちの方への確保は、予約の時刻のこの時間前までに終えます。',
  },
} as const satisfies Record<string, Setting>;
