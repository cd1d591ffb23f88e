import { clockTime, longDate } from '../lib/dates/format.ts';
import type { Fact } from './change.ts';

/** The languages of the citizens' site besides Japanese, as staff read them. */
export const OTHER_LANGUAGES = [
  ['easy', 'やさしい日本語'],
  ['en', '英語'],
  ['zh', '中国語'],
  ['ko', '韓国語'],
  ['vi', 'ベトナム語'],
] as const;
const OTHERS = new Map<string, string>(OTHER_LANGUAGES);

/** How staff call a language other than Japanese; null: Japanese, which needs no word. */
export const otherLanguage = (code: string): string | null => OTHERS.get(code) ?? null;

/** What somebody may say of how they come (§8(3)⑥⑨), as staff read it; a text may depend on it. */
export const NEED_WORDS = {
  'proxy-care': '代理人（病気・けが・障害・施設など）',
  'proxy-guardian': '代理人（成年後見人などの法定代理人）',
  'proxy-away': '代理人（海外・長期の出張など）',
  'lost-notice': '交付通知書（はがき）を紛失',
  'lost-card': '通知カード・以前のカードを紛失',
} as const;
const BY_NEED: Record<string, string> = { proxy: '代理人（理由を問わない）', ...NEED_WORDS };

/** What staff set, by the names the log uses. */
const NAMES: Record<string, string> = {
  name: '名称',
  staffName: '氏名',
  belongs: '所属',
  bounds: '担当する場所',
  roles: '役割',
  ...Object.fromEntries(OTHER_LANGUAGES),
  ...Object.fromEntries(OTHER_LANGUAGES.map(([code, words]) => [`names.${code}`, `名称（${words}）`])),
  address: '所在地',
  directions: '交通案内',
  phoneHours: '電話の受付時間',
  postalCode: '郵便番号',
  senderName: 'メールの差出人の名称',
  embedFrom: '空き状況を埋め込めるサイト',
  phone: '電話',
  facilities: '設備',
  area: '地区',
  isStorage: 'カードの保管場所',
  isPickup: '市民が来庁する場所',
  position: '並び順',
  citizensFrom: '市民が選べる最初の日',
  citizensTo: '市民が選べる最後の日',
  needsCard: 'カードの登録が必要',
  counts: '数え方',
  slotsLong: '1人の予約が使う枠の数',
  slotEvery: '枠を1つ増やす人数',
  takesMinutes: '窓口でかかる時間の目安（分）',
  takesMore: '1人増えるごとの時間（分）',
  partyMax: '一度に予約できる人数',
  who: 'ご利用いただける方',
  bring: '持ち物',
  bringUnder15: '15歳未満の方の持ち物',
  concerns: '対象',
  shown: '表示',
  ages: '年齢',
  need: '来庁の事情',
  body: '文',
  from: '開始',
  until: '終了',
  value: '値',
  next: '日を置いて反映する値',
  reasons: '理由',
  earliestOpenDays: '予約可能な最短日（開庁日前）',
  cutoffMinute: '当日の受付締切時刻',
  latestKind: '予約可能な最長日の指定方法',
  latestDays: '予約可能な最長日（日数）',
  latestDate: '予約可能な最長日（年月日）',
  sameDayBooking: '当日の予約',
  sameDayChange: '当日の変更・取消',
  changeOpenDays: '変更・取消の締切（開庁日前）',
  boxes: '箱の数',
  size: '1箱に入る枚数',
  officeCode: '事業所コード',
  lotFrom: 'ロット番号（から）',
  lotTo: 'ロット番号（まで）',
  serialFrom: '製造番号（から）',
  serialTo: '製造番号（まで）',
  arrivedFrom: '到着日（から）',
  arrivedTo: '到着日（まで）',
  place: '箱',
  filter: '条件の名称',
  columns: '列',
  category: '区分',
  bookableBy: '予約',
  changeMinute: '変更・取消の締切の時刻',
};
/** Categories of a card's status. */
export const CATEGORY_WORDS = {
  preparing: '準備中',
  notified: '通知発送済',
  booked: '予約済',
  'handed-over': '交付済',
  incomplete: '不備再手続',
  'no-show': '未来庁',
  returned: '通知返戻',
  'on-hold': '保留',
  'to-destroy': '廃棄予定',
  destroyed: '廃棄済',
  'out-of-scope': '対象外',
} as const;
/** Categories of a card's status, and who may book in it, as staff read them. */
export const CARD_CHOICES: Readonly<Record<string, string>> = {
  ...CATEGORY_WORDS,
  citizen: 'ご本人と職員が予約できる',
  staff: '職員だけが予約を受ける',
  nobody: '予約を受けない',
};
const SIDES: Record<string, string> = { citizen: '市民', staff: '職員' };
const DAYS = new Set(['citizensFrom', 'citizensTo', 'latestDate', 'arrivedFrom', 'arrivedTo']);
/** Words for what is chosen from a list; whatever is typed is shown as it was typed: a service may be called `date`, or 2026-02-30. */
const CHOICES: Record<string, string> = {
  people: '人数で数える',
  parties: '組で数える',
  days: '日数',
  'open-days': '開庁日の数',
  date: '年月日を指定',
  all: '年齢を問わない',
  'under-15': '15歳未満',
  'from-15': '15歳以上',
  self: 'ご本人が来庁する',
  ...BY_NEED,
};

/** What was set, in words: `citizen.earliestOpenDays`, `names.en`, `honcho.here` (days from there to here). */
export function factName(name: string): string {
  const known = NAMES[name];
  if (known !== undefined) return known;
  const at = name.lastIndexOf('.');
  const [before, last] = [name.slice(0, Math.max(at, 0)), name.slice(at + 1)];
  if (last === 'here') return `${before}から`;
  if (last === 'there') return `${before}へ`;
  if (before === 'rights') return `権限「${last}」`;
  const need = BY_NEED[before];
  if (need !== undefined) return `${need}の${last === 'add' ? '追加の持ち物' : '不要な持ち物'}`;
  const side = SIDES[before];
  return side === undefined ? name : `${side}：${NAMES[last] ?? last}`;
}

/** What it was set to, in words. */
export function factWords(name: string, fact: Fact): string {
  if (fact === null || fact === '') return 'なし';
  if (Array.isArray(fact)) return fact.length === 0 ? 'なし' : fact.map((one) => factWords(name, one)).join('、');
  if (typeof fact === 'boolean') return fact ? 'はい' : 'いいえ';
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (typeof fact === 'number' && last.endsWith('Minute')) return clockTime(fact);
  if (typeof fact !== 'string') return JSON.stringify(fact);
  if (DAYS.has(last)) return longDate(fact);
  if (last === 'category' || last === 'bookableBy') return CARD_CHOICES[fact] ?? fact;
  return (last === 'counts' || last === 'latestKind' || last === 'ages' || last === 'need' ? CHOICES[fact] : undefined) ?? fact;
}

/** 電話：0942-30-9000 → 0942-30-9001 */
export const changeWords = (changes: Readonly<Record<string, readonly [Fact, Fact]>>): string =>
  Object.entries(changes)
    .map(([name, [before, after]]) => `${factName(name)}：${factWords(name, before)} → ${factWords(name, after)}`)
    .join('　');
