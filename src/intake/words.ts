import { FILE_REFUSALS, type FileRefusal } from '../lib/csv/inspect.ts';
import type { ColumnRefusal } from './watch-columns.ts';

/** Why a whole file was not taken. */
export type ImportRefusal =
  | FileRefusal
  | 'profile_unknown'
  | 'profile_wrong'
  | 'encoding_differs'
  | 'undecodable'
  | 'columns_missing'
  | 'columns_twice'
  | 'first_is_card'
  | 'no_rows'
  | ColumnRefusal
  | 'strict'
  | 'rejected_is_folder'
  | 'rejected_is_source'
  | 'rejected_unwritable'
  | 'database_full'
  | 'other_import_running';

const WORDS: Record<Exclude<ImportRefusal, FileRefusal>, (detail: string) => string> = {
  profile_unknown: (known) => `その名称の形式はありません。あるもの: ${known}。JSONファイルの場所でも指定できます。`,
  profile_wrong: (why) => `形式のJSONファイルに誤りがあります。\n${why}`,
  encoding_differs: (found) => `ファイルの文字コードが、形式で指定したものと違います。ファイルは${found}のようです。`,
  undecodable: (where) => `文字コードが合わないため読めません（${where}）。`,
  columns_missing: (missing) => `必要な列がありません: ${missing}。ファイルか形式（--profile）を確かめてください。`,
  columns_twice: (twice) => `同じ名称の列が2つ以上あります: ${twice}。`,
  first_is_card: () =>
    '1行目が、項目名ではなくカードの行です。項目名として読むと1行目の方が抜けるため、取り込みませんでした。画面では、「読み方を変更する」で「1行目」を「カードの行」にしてください。形式のJSONファイルでは、"header": false にして、列を番号で指定してください。',
  no_rows: () => 'カードの行がありません。',
  individual_numbers: (columns) =>
    `個人番号（マイナンバー）の列があるため、ファイル全体を取り込みませんでした。列: ${columns}。この列を除いたファイルを作り直してください。`,
  application_ids: (columns) =>
    `申請書ID（23桁）の列があるため、ファイル全体を取り込みませんでした。列: ${columns}。この列を除いたファイルを作り直してください。`,
  passwords: (columns) =>
    `暗証番号などのパスワードの列があるため、ファイル全体を取り込みませんでした。列: ${columns}。この列を除いたファイルを作り直してください。`,
  strict: (count) => `受け付けられない行が${count}行あるため、何も取り込みませんでした（--strict）。`,
  rejected_is_folder: (path) => `受け付けられない行を書くファイル名が、フォルダ名です: ${path}。何も取り込んでいません。`,
  rejected_is_source: (path) =>
    `受け付けられない行を書くファイルが、取り込むファイルそのものです: ${path}。別のファイル名を指定してください。何も取り込んでいません。`,
  rejected_unwritable: (where) => `受け付けられない行のファイルを書けません: ${where}。何も取り込んでいません。`,
  database_full: () =>
    'データベースのディスクに空きがありません。何も取り込んでいません。空きを作ってから、もう一度実行してください。',
  other_import_running: () => 'ほかの取り込みが進んでいます。終わってから、もう一度実行してください。',
};

/** What to tell the person who gave the file. */
export const refusalWords = (reason: ImportRefusal, detail = ''): string => {
  const words = Object.entries(WORDS).find(([known]) => known === reason)?.[1];
  return words === undefined ? (Object.entries(FILE_REFUSALS).find(([known]) => known === reason)?.[1] ?? reason) : words(detail);
};
