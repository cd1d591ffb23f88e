import type { Fact } from '../../../audit/change.ts';
import type { AuditEvent } from '../../../audit/read.ts';
import { SETTINGS, type SettingKey } from '../../../site/settings.ts';
import { RIGHTS } from '../../../staff/rights.ts';
import { changeWords } from '../../parts/facts.ts';
import { CHANNEL_WORDS, OUTCOME_WORDS, STATE_WORDS } from '../../parts/words.ts';

export const KINDS: { value: string; label: string }[] = [
  { value: '', label: 'すべて' },
  { value: 'reservation.', label: '予約' },
  { value: 'counter.', label: '窓口' },
  { value: 'calendar.', label: '予約枠' },
  { value: 'closing.', label: '臨時閉庁' },
  { value: 'card.', label: 'カード' },
  { value: 'citizen.', label: 'ウェブの利用' },
  { value: 'staff.', label: '職員・サインイン' },
  { value: 'tries.', label: '入力の制限' },
  { value: 'mail.', label: 'メール' },
  { value: 'intake.', label: '取り込み' },
  { value: 'office.', label: '交付場所' },
  { value: 'service.', label: '手続き' },
  { value: 'calendar.', label: '予約可能期間・開庁' },
  { value: 'site.', label: '市の設定・お知らせ' },
  { value: 'desk.', label: '閲覧・拒否' },
];

export const ACTS: Record<string, string> = {
  'reservation.held': '枠をおさえた',
  'reservation.booked': '予約した',
  'reservation.extended': '仮押さえを延ばした',
  'reservation.moved': '予約を変えた',
  'reservation.cancelled': '予約を取り消した',
  'reservation.released': '仮押さえを放した',
  'reservation.mail-set': 'メールアドレスを登録した',
  'reservation.mail-removed': 'メールアドレスを消した',
  'calendar.draft-begun': '予約枠の下書きを作った',
  'calendar.draft-changed': '予約枠の下書きを変えた',
  'calendar.draft-dropped': '予約枠の下書きをやめた',
  'calendar.published': '予約枠の変更を公開した',
  'calendar.publish-finished': '予約枠の公開が終わった',
  'counter.arrived': '受付した',
  'counter.handed-over': '交付済・完了にした',
  'counter.incomplete': '不備にした',
  'counter.no-show': '未来庁にした',
  'counter.undone': '窓口の記録を取り消した',
  'reservation.needs-moving': '要振替になった',
  'reservation.place-back': '窓口の再開で、元の予約に戻った',
  'reservation.kept': '来所扱いにした',
  'closing.closed': '臨時に閉じた',
  'closing.reopened': '臨時閉庁を終えて再開した',
  'closing.reached': '電話で連絡した',
  'closing.not-reached': '電話の連絡を取り消した',
  'desk.saw-closing': '臨時閉庁の一覧を見た',
  'desk.saw-moved': '開庁時間の変更で要振替になった方の一覧を見た',
  'card.status-changed': '交付状況を変えた',
  'card.remarked': '備考を書いた',
  'citizen.proved': '本人確認が通った',
  'citizen.began': 'カードのない手続きを始めた',
  'citizen.begun-too-often': '同じ接続元から始めすぎて断った',
  'citizen.refused': '本人確認が通らなかった',
  'citizen.year_needed': '生まれた年をたずねた',
  'citizen.asked-for-link': '変更のリンクを求めた',
  'citizen.asked-for-registration-link': '確認メールを求めた',
  'citizen.asked-for-mail-again': '案内メールを求めた',
  'staff.signed-in': 'サインインした',
  'staff.signed-out': '席を離れた',
  'staff.sign-in-failed': 'サインインできなかった',
  'staff.password-changed': 'パスワードを変えた',
  'staff.password-given': '仮のパスワードを渡した',
  'staff.link-made': 'サインインのリンクを作った',
  'staff.link-used': 'サインインのリンクを使った',
  'staff.account-made': 'アカウントを作った',
  'staff.account-changed': 'アカウントを変えた',
  'staff.account-retired': 'アカウントを止めた',
  'staff.account-restored': 'アカウントを戻した',
  'staff.lock-lifted': 'アカウントの制限を解除した',
  'staff.sessions-ended': '端末のサインインを終えた',
  'tries.lifted': '入力の制限を解除した',
  'mail.retried': 'メールを送り直した',
  'desk.saw-person': '本人の画面を見た',
  'desk.saw-reservation': '予約の画面を見た',
  'desk.saw-day': '一日の予約を見た',
  'desk.saw-search': '検索の結果を見た',
  'desk.refused': '権限のない画面を開いた',
  'office.added': '交付場所を加えた',
  'office.changed': '交付場所を変えた',
  'office.retired': '交付場所を使うのをやめた',
  'office.restored': '交付場所を使うように戻した',
  'office.transfers-filled': '回送の日数をはじめの値にした',
  'office.transfers-changed': '回送の日数を変えた',
  'service.added': '手続きを加えた',
  'service.changed': '手続きを変えた',
  'service.retired': '手続きの受付をやめた',
  'service.restored': '手続きの受付を戻した',
  'service.caution-added': '注意を加えた',
  'service.caution-changed': '注意を変えた',
  'service.caution-retired': '注意を出すのをやめた',
  'service.caution-restored': '注意を出すように戻した',
  'calendar.windows-changed': '予約可能期間を変えた',
  'site.setting-changed': '市の設定を変えた',
  'site.notice-added': 'お知らせを出した',
  'site.notice-ended': 'お知らせを終えた',
  'site.stop-planned': '計画停止を予定した',
  'site.stop-cancelled': '計画停止を取りやめた',
  'intake.decided': '取り込みの食い違いを判断した',
  'intake.cards-imported': 'カードを取り込んだ',
  'intake.cards-refused': 'カードの取り込みを断った',
};

export const WHO: Record<string, string> = { citizen: '市民', clock: '自動', operator: '運用', staff: '職員' };

const DETAILS: Record<string, string> = {
  slot: '枠',
  units: '人数',
  channel: '方法',
  exceed: '枠超えの理由',
  person: '重ねた理由',
  from: '前',
  to: '後',
  state: '状態',
  reason: '理由',
  outcome: '記録',
  account: 'アカウント',
  roles: '役割',
  office: '所属',
  ended: '台数',
  notice: '交付通知書ID',
  right: '権限',
  mail: 'メール',
  sent: '送信',
  purpose: '目的',
  throttled: '接続元の制限',
  hits: '件数',
  day: '日',
  scope: '種類',
  draft: '下書き',
  added: '入れた変更',
  removed: '外した変更',
  opens: '見せる時期',
  affected: '要振替',
  appears: '増えた枠',
  goes: 'なくなった枠',
  grows: '定員が増えた枠',
  shrinks: '定員が減った枠',
  others: 'そのほかの枠',
  overfull: '定員より予約が多い枠',
  undoes: '取り消す変更',
  service: '手続き',
  caution: '注意',
  setting: '項目',
  code: 'コード',
  pairs: '組',
  days: '開庁日',
  copied: '写した元',
  notice_id: 'お知らせ',
  stop: '計画停止',
  until: '終わり',
  presented: '市への提示日',
  changes: '変わったところ',
  closing: '臨時閉庁',
  slots: '枠',
  mailed: 'メール',
  aside: 'とっておいた枠',
};

const VALUES: Record<string, string> = {
  ...CHANNEL_WORDS,
  ...OUTCOME_WORDS,
  ...STATE_WORDS,
  ...RIGHTS,
  true: 'はい',
  false: 'いいえ',
  counter: '窓口',
  admin: '管理者',
  book: '予約',
  manage: '確認・変更',
  citizen: 'ご本人',
};

type Changes = Record<string, [Fact, Fact]>;

/** What the log adds to an act, in a few words; what has no word of its own is shown as it is. */
export function details(event: AuditEvent, names: Map<number, string>): string {
  const words = (key: string, value: unknown): string => {
    if (key === 'account' && typeof value === 'number') return names.get(value) ?? String(value);
    if (key === 'changes' && typeof value === 'object' && value !== null) return changeWords(value as Changes);
    if (key === 'setting' && typeof value === 'string' && Object.hasOwn(SETTINGS, value))
      return SETTINGS[value as SettingKey].label;
    if (Array.isArray(value)) return value.map((one) => words(key, one)).join('・');
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return VALUES[text] ?? text;
  };
  return Object.entries(event.detail)
    .filter(([key, value]) => key !== 'changes' || Object.keys(value ?? {}).length > 0)
    .map(([key, value]) => `${DETAILS[key] ?? key}：${words(key, value)}`)
    .join('　');
}
