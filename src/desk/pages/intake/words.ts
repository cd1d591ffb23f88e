import type { ImportReport } from '../../../intake/import-report.ts';
import type { UploadState } from '../../../intake/uploads.ts';
import { ENCODING_NAMES } from '../../../lib/csv/inspect.ts';
import { optionsOf } from '../../../lib/form/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';

export const STATE_WORDS: Readonly<Record<UploadState, string>> = {
  choosing: '読み方の確認待ち',
  judging: '確認中',
  judged: '登録待ち',
  storing: '登録中',
  done: '登録済',
  undoing: '取消中',
  refused: '取り込めません',
  dropped: '取りやめ',
};

export const encodings = optionsOf(ENCODING_NAMES);

/** What is said of the columns that are not taken: all of them by name. */
export const leftOutWords = (unused: readonly string[]): string =>
  unused.length === 0 ? 'ファイルの列は、すべて取り込みます。' : `取り込まない列（${unused.length}列）：${unused.join('、')}。`;

/** What a report counts, in the order staff ask for it; what is none is left out but for the first five. */
export const countsOf = (report: ImportReport): { words: string; count: number }[] => {
  const first = [
    { words: '新しいカード', count: report.fresh },
    { words: '内容が変わるカード', count: report.changed },
    { words: '変わらないカード', count: report.unchanged },
    { words: '氏名相違（職員が判断する行）', count: report.conflicts + report.waiting },
    { words: '受け付けられない行', count: report.rejected },
  ];
  const more = [
    { words: '判断の結果、そのままにした行', count: report.dropped },
    // A report of before this was counted says nothing of it.
    { words: '一覧と異なるため、職員が確かめた住所を残したカード', count: report.addressesKept ?? 0 },
    { words: '交付場所が変わったが、所在は変更していないカード', count: report.officesKept ?? 0 },
    { words: '交付済・廃棄済のカード（変更しません）', count: report.over },
    { words: '同じ内容の行', count: report.repeated },
    { words: '生年月日の一部が不明のカード（職員だけが予約できます）', count: report.birthUnknown },
    { words: 'カナのないカード', count: report.kanaMissing },
    { words: '失われた先頭の0を補った電話番号', count: report.phonesMended },
    { words: '失われた先頭の0を補った郵便番号', count: report.postalsMended ?? 0 },
    { words: '表示できない文字（外字）のあるカード', count: report.unprintable },
    { words: '空の行', count: report.blank },
  ];
  return [...first, ...more.filter(({ count }) => count > 0)];
};

export const STOPPED = '止まっています';
/** A step whose work failed as often as it is tried. */
export const FAILED_STATE: Readonly<Partial<Record<UploadState, string>>> = {
  judging: '確認が止まっています',
  storing: '登録が止まっています',
  undoing: '取り消しが止まっています',
};

/** What a list came to, in a line. `knownBefore`: the same file had been taken in. */
export const storedWords = (
  {
    fresh,
    changed,
    unchanged,
    conflicts,
    rejected,
  }: Pick<ImportReport, 'fresh' | 'changed' | 'unchanged' | 'conflicts' | 'rejected'>,
  knownBefore: boolean,
): string =>
  knownBefore
    ? '取込み済みのファイル（変更なし）'
    : `新規 ${grouped(fresh)}、変更 ${grouped(changed)}、不変 ${grouped(unchanged)}、相違 ${grouped(conflicts)}、不可 ${grouped(rejected)}`;
