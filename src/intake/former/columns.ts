import { folded } from '../../lib/csv/table.ts';
import { done, type Outcome, refused } from '../../lib/outcome.ts';

/** A column of the template: its head, other heads it is known by, whether it must be filled, and what stands in it. */
type FormerColumn = { head: string; also: readonly string[]; must: boolean; about: string; sample: string };

/** What a file of reservations taken before going live holds, in the order of the template (§8(1)⑬). */
export const FORMER_COLUMNS = {
  number: {
    head: '以前の予約番号',
    also: ['予約番号', '受付番号'],
    must: true,
    about: '予約ごとに違う番号。同じ番号の行は、一緒に来庁する方になります（6人まで）。番号がなければ、連番を付けてください',
    sample: '例-0001',
  },
  channel: {
    head: '受付経路',
    also: ['経路', '受けた方法'],
    must: false,
    about: 'ウェブ、電話、窓口。空欄は「移行」',
    sample: '電話',
  },
  office: {
    head: '交付場所',
    also: ['受付場所', '来庁場所', '窓口'],
    must: true,
    about: '交付場所の名称かコード',
    sample: '本庁',
  },
  service: {
    head: '手続き',
    also: ['業務'],
    must: false,
    about: '手続きの名称かコード。空欄は、カードを受け取る手続き',
    sample: '',
  },
  day: {
    head: '予約日',
    also: ['来庁日', '日付', '日'],
    must: true,
    about: '令和8年12月1日、2026/12/1 など',
    sample: '令和8年12月1日',
  },
  time: { head: '予約時刻', also: ['時刻', '時間'], must: true, about: '予約枠の始まる時刻。9:00、9時半 など', sample: '9:00' },
  noticeId: {
    head: '交付通知書ID',
    also: ['通知書ID', '交付通知書番号'],
    must: false,
    about: 'カードを受け取る手続きでは必須',
    sample: 'A1B-123456',
  },
  name: { head: '氏名', also: ['漢字氏名'], must: true, about: 'カードの一覧と同じ氏名', sample: '山川　花子' },
  kana: {
    head: 'フリガナ',
    also: ['氏名カナ', 'カナ'],
    must: false,
    about: 'カードのない手続きでは必須',
    sample: 'ヤマカワ　ハナコ',
  },
  birth: { head: '生年月日', also: [], must: true, about: '昭和60年4月1日、1985/4/1 など', sample: '昭和60年4月1日' },
  phone: {
    head: '電話番号',
    also: ['電話', '連絡先'],
    must: false,
    about: '最初の行の番号を、予約の電話番号にします。「090-1234-5678（母）」のように書き添えられます',
    sample: '03-1234-5678',
  },
  mail: {
    head: 'メールアドレス',
    also: ['メール', 'Eメール'],
    must: false,
    about: '最初の行のアドレスを、予約のアドレスにします。完了メールは、送ると指定したときだけ送ります',
    sample: '',
  },
  remark: {
    head: '備考',
    also: ['メモ'],
    must: false,
    about: '最初の行の備考を、その方の備考に書きます（職員のみ閲覧）',
    sample: '',
  },
} as const satisfies Record<string, FormerColumn>;
export type FormerField = keyof typeof FORMER_COLUMNS;
export const formerFields = Object.keys(FORMER_COLUMNS) as FormerField[];

/** Numbers of rows that only show how a row is written. */
export const SAMPLE = /^例/u;

export type FormerLayout = { titles: string[]; places: Partial<Record<FormerField, number>> };

/** Finds the columns in the head of a file. `detail` of a refusal: the columns that are missing, or that are there twice. */
export function formerLayout(first: readonly string[]): Outcome<FormerLayout, 'columns_missing' | 'columns_twice'> {
  const keys = first.map(folded);
  const places: FormerLayout['places'] = {};
  const twice: string[] = [];
  for (const field of formerFields) {
    const { head, also } = FORMER_COLUMNS[field];
    const key = [head, ...also].map(folded).find((one) => keys.includes(one));
    if (key === undefined) continue;
    places[field] = keys.indexOf(key);
    if (keys.indexOf(key) !== keys.lastIndexOf(key)) twice.push(head);
  }
  const missing = formerFields.filter((field) => FORMER_COLUMNS[field].must && places[field] === undefined);
  if (missing.length > 0) return refused('columns_missing', missing.map((field) => FORMER_COLUMNS[field].head).join('、'));
  if (twice.length > 0) return refused('columns_twice', twice.join('、'));
  return done({ titles: first.map((title, at) => (title.trim() === '' ? `${at + 1}列目` : title.trim())), places });
}
