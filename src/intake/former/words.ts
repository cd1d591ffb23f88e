import { isTableRefusal, type TableRefusal, tableRefusal } from '../../lib/csv/table.ts';
import type { ColumnRefusal } from '../watch-columns.ts';

/** Why a whole file was not read. */
export type FormerRefusal = TableRefusal | 'columns_missing' | 'columns_twice' | 'no_rows' | ColumnRefusal;

const WORDS: Record<Exclude<FormerRefusal, TableRefusal>, (detail: string) => string> = {
  columns_missing: (missing) => `必要な列がありません: ${missing}。ひな型の見出しに合わせてください。`,
  columns_twice: (twice) => `同じ名称の列が2つ以上あります: ${twice}。`,
  no_rows: () => '予約の行がありません。',
  application_ids: (columns) =>
    `申請書ID（23桁）の列があるため、ファイル全体を読み込みませんでした。列: ${columns}。この列を除いたファイルを作り直してください。`,
  passwords: (columns) =>
    `暗証番号などのパスワードの列があるため、ファイル全体を読み込みませんでした。列: ${columns}。この列を除いたファイルを作り直してください。`,
  individual_numbers: (columns) =>
    `個人番号（マイナンバー）と思われる列があるため、ファイル全体を読み込みませんでした。列: ${columns}。この列を除いたファイルを作り直してください。`,
};
export const formerRefusal = (reason: FormerRefusal, detail = ''): string =>
  isTableRefusal(reason) ? tableRefusal(reason, detail) : WORDS[reason](detail);

/** What becomes of a visit, before the press. */
export const VERDICTS = {
  new: '登録する',
  over: '定員を超える',
  waits: 'カードを待つ',
  there: '登録済み',
  refused: '登録できない',
} as const;
export type Verdict = keyof typeof VERDICTS;

/** What became of it since. */
export const STATES = {
  judged: '確認前',
  queued: '登録中',
  booked: '登録した',
  waiting: '登録した（カードを待っている）',
  there: '登録済み（以前の取り込み）',
  refused: '登録していない',
  failed: '登録できなかった',
  undoing: '取消中',
  undone: '取り消した',
} as const;
export type State = keyof typeof STATES;

/** Why a visit is not taken. */
const REASONS: Record<string, string> = {
  waits: 'カードがまだ届いていません',
  not_out: 'カードは届いています。通知を発送すると、予約に結び付きます',
  begun:
    '予約の時刻を過ぎてからは、カードが届いても結び付きません。予約を取り消して「窓口受付」で受付するか、別の日に変更してください',
  never_came: 'カードが届かないまま、予約の日が過ぎました',
  number_taken: 'この番号は、別の予約で使われています。台帳ごとに違う番号にして、もう一度読み込んでください',
  moved: '日時が変わっています。予約の画面で変更してください',
  party_changed: '来庁する方が変わっています。予約の画面の「来庁者の追加・取り消し」で変更してください',
  past: '予約の日時が過ぎています',
  no_slot: 'この日時に予約枠がありません。予約カレンダーで枠を公開してから、もう一度読み込んでください',
  closed: 'この枠は閉庁になっています',
  too_short: 'この人数に必要な続きの枠が、ありません（受付の終わりか、閉庁です）',
  name_differs: '同じ交付通知書IDと生年月日のカードの氏名が違います',
  card_not_bookable: 'カードの交付状況が、予約できる状況ではありません',
  already_booked: '同じ方に、別の予約があります',
  held_elsewhere: '同じ方に、手続き中の予約があります',
  full: '定員を超えています',
  twice_in_party: '同じ方が2人分あります',
  lapsed: '登録の途中で期限が切れました',
  touched: '登録のあとに変更や来庁があったため、残しました',
};
export const reasonWords = (reason: string): string => REASONS[reason] ?? reason;
