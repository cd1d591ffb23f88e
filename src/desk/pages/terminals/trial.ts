import { type LabelSheet, SHEETS, type TrialPaper } from '../../../lib/pdf/paper.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { type Answer, csv, file } from '../../route.ts';
import { TRIAL_CODE, TRIAL_NAMES } from './words.ts';

/** Sheets of labels as they are sold (A-one): 70 × 33.9 mm, 48.3 × 25.4 mm. */
const FRAMES: ReadonlyMap<string, LabelSheet> = new Map([
  ['labels-24.pdf', SHEETS['24']],
  ['labels-44.pdf', SHEETS['44']],
]);

const PAGE: TrialPaper = {
  kind: 'trial',
  title: '試し刷り',
  lines: [
    { text: '「実際のサイズ」（100%）で印刷してください。', size: 12 },
    { text: '上と左の物差しの0から100までが100mmなら、大きさは正しく印刷されています。', size: 12 },
    { text: '外側の枠は紙の端から5mm、内側の枠は10mmです。内側の枠が4辺とも見えれば、一覧は切れません。', size: 12 },
    { text: TRIAL_NAMES.map(([sign, name]) => `${sign}（${name}）`).join('　'), size: 16 },
    { text: '8ポイント　交付通知書ID　氏名　生年月日　0123456789', size: 8 },
    { text: '10.5ポイント　交付通知書ID　氏名　生年月日　0123456789', size: 10.5 },
    { text: '下のバーコードを、動作確認の画面の「読み取りの欄」に読み取ってください。', size: 12 },
  ],
  code: TRIAL_CODE,
};

/** Made-up rows in which a spreadsheet would spoil zeros, hyphens and characters. */
const ROWS = [
  ['番号', '交付通知書ID', '氏名', '電話'],
  ['0001', TRIAL_CODE, '髙﨑　花子（見本）', '03-1234-5678'],
  ['0002', '0E1-000002', '𠮷田　太郎（見本）', '06-1234-5678'],
];

/** A file to try a terminal and a printer with; undefined where there is none of that name. */
export async function trialFile(name: string): Promise<Answer | undefined> {
  if (name === 'trial.csv') return csv('見本', ROWS);
  if (name === 'trial.pdf') return file('application/pdf', '試し刷り.pdf', await printPdf(PAGE));
  const labels = FRAMES.get(name);
  if (labels === undefined) return undefined;
  return file('application/pdf', 'ラベルの枠.pdf', await printPdf({ kind: 'trial', title: 'ラベルの枠', lines: [], labels }));
}
