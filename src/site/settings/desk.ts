import type { Setting } from './setting.ts';

/** How long staff stay signed in, wrong passwords, and who needs a second factor. */
export const DESK = {
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
  'sign-in-second': {
    usual: 0,
    least: 0,
    most: 2,
    unit: '',
    choices: ['求めない', '管理者に求める', '全員に求める'],
    label: '二段階認証',
    means:
      'パスワードのほかに、認証アプリのコードを求める職員。次のログインから、設定していない職員は、最初に設定します。管理者は、アカウント、設定、市の設定のどれかを管理できる職員です。求めないときも、職員は自分で設定できます。',
  },
} as const satisfies Record<string, Setting>;
