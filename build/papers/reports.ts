import { RIGHTS } from '../../src/staff/rights.ts';
import { tableOf } from './markdown.ts';

/** 別紙5: every list of the desk with its columns. Lists have boxes to draw (.tsx), which Node loads with build/tsx.mjs alone. */
export async function reportsList(): Promise<string> {
  await import('../tsx.mjs' as string);
  const { LISTS } = await import('../../src/lists/all.ts');
  const { MOST_ON_PAPER } = await import('../../src/lists/files.ts');
  const rows = LISTS.map(({ title, about, right, columns }) => [
    title,
    about,
    columns.map(({ head }) => head).join('、'),
    RIGHTS[right],
  ]);
  return `# 別紙5 一覧・帳票（システム設計書の別紙）

プログラムから作った一覧です（\`npm run papers\`）。どの一覧も、画面で絞り込み、A4のPDF、CSV、Excelで取り出せます。PDFは${MOST_ON_PAPER.toLocaleString('ja')}件までです。それより多いときは、条件で絞り込むか、CSVかExcelで取り出します。列は職員が選べます。

${tableOf(['名称', '内容', '列', '要る権限'], rows)}

ほかの帳票：予約の控え、ラベル、宛名ラベル、差出票、臨時閉庁の貼り紙、動作確認の結果、障害の初報と障害報告書、業務運用報告書、復元の報告。
`;
}
