import type { Fact } from '../../audit/change.ts';
import { changeWords, OTHER_LANGUAGES } from '../../audit/facts.ts';
import { cardLabel } from '../../cards/scan.ts';
import { ITEM_WORDS, RECEIVER_WORDS } from '../../counter/handing.ts';
import { OUTCOME_WORDS } from '../../counter/words.ts';
import { longDate } from '../../lib/dates/format.ts';
import { deskMoment } from '../../lib/dates/jst.ts';
import { dayParam } from '../../lib/values/days.ts';
import { mailName } from '../../outbox/names.ts';
import { CHANNEL_WORDS, STATE_WORDS } from '../../reservations/words.ts';
import { kindWords } from '../../running/kinds.ts';
import { ruleWords, verdictWords } from '../../running/rules.ts';
import { alarmFacts, alarmWords } from '../../site/alarms.ts';
import { amountOf, SETTINGS, type Setting, type SettingKey } from '../../site/settings.ts';
import { RIGHTS } from '../../staff/rights.ts';
import type { AuditEvent, Names } from './event.ts';

/** What each entry of an act's detail is called; each there is has a word (acts.test.ts). */
export const DETAILS: Record<string, string> = {
  slot: '枠',
  cards: 'カード',
  files: 'ファイル',
  more: '続きの枠',
  kind: '種類',
  why: '理由',
  attempts: '試した回数',
  conflict: '氏名相違',
  decision: '判断',
  rows: '件数',
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
  mail_changed: 'メールの変更',
  phone_changed: '電話番号の変更',
  sent: '送信',
  purpose: '目的',
  tries: '何件目',
  position: '何人目',
  positions: '何人目',
  throttled: '接続元の制限',
  login: '職員ID',
  second: '二段階認証',
  hits: '件数',
  day: '日',
  scope: '種類',
  draft: '下書き',
  added: '追加した変更',
  removed: '取りやめた変更',
  opens: '公開時期',
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
  cautions: '注意の番号と版',
  papers: '持ち物の行数',
  language: '言語',
  setting: '項目',
  code: 'コード',
  pairs: '組',
  days: '開庁日',
  copied: '複写元',
  notice_id: 'お知らせ',
  version: '版',
  since: '使い始める日時',
  stop: '計画停止',
  until: '終了',
  presented: '市への提示日',
  noticeDays: '提示日から開始までの日数',
  shortNotice: '2週間前までに示せなかった理由',
  changes: '変更箇所',
  changed: '住所の変更',
  collected: '回収',
  lost: '紛失',
  due: '手数料（円）',
  paid: '受領（円）',
  receiver: '受け取った方',
  closing: '臨時閉庁',
  slots: '枠',
  mailed: 'メール',
  aside: '振替優先枠',
  terminal: '端末',
  import: '取り込み番号',
  booked: '登録',
  waiting: 'カード待ち',
  there: '登録済み',
  refused: '登録していない',
  failed: '登録できなかった',
  undone: '取消',
  faults: 'だめな項目',
  list: '一覧',
  filter: '条件の名称',
  event: '入出庫',
  bulk: '一括変更',
  mailing: '一斉メール',
  cabinet: '棚',
  box: '箱',
  rule: '保管規則',
  stocktake: '棚卸',
  parcel: '便',
  told: 'J-LISの枚数',
  taken: '一覧の住所にした',
  counted: '数えた枚数',
  command: 'コマンド',
  user: '実行者',
  host: 'サーバー',
  role: 'データベースの利用者',
  program: 'プログラム',
  finding: '点検番号',
  verdict: '結果',
  upload: '取込みファイル',
  profile: '形式',
  entry: '記録番号',
  report: '報',
  mails: 'メール',
  addresses: '報告先',
  of: '条件',
  month: '月',
  parts: '内訳の件数',
  years: '年数',
  digest: '照合値',
  as: '形式',
  backup: 'バックアップ',
  bytes: '大きさ（バイト）',
  fault: '失敗した理由',
  matter: '承認の番号',
  upTo: 'この日まで',
  count: '件数',
  before: '前',
  after: '後',
  where: '場所',
  languages: '言語',
  file: 'ファイルの番号',
  people: '人数',
  joined: '追加できた',
};

/** As they are listed here, 前 before 後: the database keeps no order. */
const ORDER = Object.keys(DETAILS);

const VALUES: Record<string, string> = {
  ...CHANNEL_WORDS,
  ...OUTCOME_WORDS,
  ...STATE_WORDS,
  ...RIGHTS,
  ...ITEM_WORDS,
  ...RECEIVER_WORDS,
  ...Object.fromEntries(OTHER_LANGUAGES),
  true: 'はい',
  false: 'いいえ',
  counter: '窓口',
  admin: '管理者',
  book: '予約',
  manage: '確認・変更',
  join: '家族の追加',
  citizen: 'ご本人',
  'corrected-name': '同じ方の氏名が直った',
  'another-person': '別の方',
  dropped: '取り込まない',
  wrong: 'パスワードの違い',
  'unknown-login': '登録のない職員ID',
  retired: '停止中のアカウント',
  locked: '制限中のアカウント',
  throttled: '接続元の制限',
  'wrong-code': '認証コードか回復コードの違い',
  'used-code': '使用済みの認証コードか回復コード',
  'factor-unreadable': '二段階認証の鍵を読めない',
  'app-code': '認証コード',
  'recovery-code': '回復コード',
  kept: 'この端末で確認済み',
};

const SCOPES: Record<string, string> = { notice: '交付通知書ID', address: '接続元', site: 'サイト全体' };

type Changes = Record<string, [Fact, Fact]>;
/** Entries that are days; a reason or a name is shown as it was typed, whatever it looks like. */
const DAYS = new Set(['day', 'from', 'to', 'until', 'presented', 'opens']);

/** Which entries of an act's detail are slots. */
const SLOTS: Record<string, readonly string[]> = {
  'reservation.held': ['slot', 'more'],
  'reservation.booked': ['slot'],
  'reservation.released': ['slot'],
  'reservation.member-added': ['slot'],
  'reservation.card-joined': ['slot'],
  'reservation.member-removed': ['slot'],
  'reservation.cancelled': ['slot'],
  'reservation.kept': ['slot'],
  'reservation.kept-no-more': ['slot'],
  'reservation.needs-moving': ['slot'],
  'reservation.moved': ['from', 'to'],
};
type Said = Pick<AuditEvent, 'act' | 'detail'>;

const isSlot = ({ act }: Said, key: string): boolean => SLOTS[act]?.includes(key) ?? false;

/** The slots that a page of the log speaks of. */
export const slotsIn = (events: readonly Said[]): number[] => [
  ...new Set(
    events.flatMap((event) =>
      Object.entries(event.detail).flatMap(([key, value]) => (isSlot(event, key) && typeof value === 'number' ? [value] : [])),
    ),
  ),
];

/** The changes of a setting that is a choice, in its words instead of their numbers. */
function inWords({ detail }: Said, changes: Changes): Changes {
  const { setting } = detail;
  if (typeof setting !== 'string' || !Object.hasOwn(SETTINGS, setting)) return changes;
  const one: Setting = SETTINGS[setting as SettingKey];
  const said = (fact: Fact): Fact => (one.choices !== undefined && typeof fact === 'number' ? amountOf(one, fact) : fact);
  return Object.fromEntries(Object.entries(changes).map(([name, [before, after]]) => [name, [said(before), said(after)]]));
}

/** One entry of an act's detail, in words; what has no word of its own is shown as it is. */
function words(event: Said, names: Names, key: string, value: unknown): string {
  if (event.act === 'logs.sealed' && Array.isArray(value)) return `${value.length}件`;
  if (event.act === 'reservation.booked' && key === 'cards' && Array.isArray(value))
    return value.map((id) => cardLabel(Number(id))).join('・');
  if (Array.isArray(value)) return value.map((one) => words(event, names, key, one)).join('・');
  if (key === 'changes' && typeof value === 'object' && value !== null) return changeWords(inWords(event, value as Changes));
  if (typeof value === 'number') {
    if (key === 'account') return names.accounts.get(value) ?? String(value);
    if (isSlot(event, key)) return names.slots.get(value) ?? `枠${value}`;
  }
  if (typeof value !== 'string') return VALUES[JSON.stringify(value)] ?? JSON.stringify(value);
  if (key === 'setting' && Object.hasOwn(SETTINGS, value)) return SETTINGS[value as SettingKey].label;
  if (event.act.startsWith('running.') && key === 'kind') return kindWords(value);
  if (event.act === 'running.finding-reviewed' && key === 'rule') return ruleWords(value);
  if (key === 'since') return deskMoment(new Date(value));
  if (key === 'verdict') return verdictWords(value);
  if (event.act.startsWith('mail.') && key === 'kind') return mailName(value);
  if (event.act.startsWith('card.') && (key === 'from' || key === 'to')) return names.statuses.get(value) ?? value;
  if (event.act === 'keeping.removed' && key === 'of') return value === 'cards' ? 'カード' : '予約';
  if (key === 'scope') return SCOPES[value] ?? value;
  const day = DAYS.has(key) ? dayParam(value) : undefined;
  if (day?.ok === true) return longDate(day.value);
  return VALUES[value] ?? value;
}

/** An alarm as the desk tells it, in its first sentence, with what its numbers add. */
const alarmDetails = ({ kind, ...facts }: Record<string, unknown>): string =>
  [alarmWords(String(kind)).split('。')[0] ?? '', alarmFacts(facts)].filter((part) => part !== '').join('　');

/** What the log adds to an act, in a few words. */
export const details = ({ names, ...event }: AuditEvent): string =>
  event.act.startsWith('alarm.') ? alarmDetails(event.detail) : entriesOf(event, names);

const entriesOf = (event: Said, names: Names): string =>
  Object.entries(event.detail)
    .filter(([key, value]) => value !== null && (key !== 'changes' || Object.keys(value ?? {}).length > 0))
    .toSorted(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other))
    .map(([key, value]) => `${DETAILS[key] ?? key}：${words(event, names, key, value)}`)
    .join('　');
