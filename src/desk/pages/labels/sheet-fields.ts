import { type Fields, line, number, radios, select } from '../../../lib/form/index.ts';
import type { SheetKind } from '../../../lib/pdf/paper.ts';
import type { LabelPrinter } from '../../../lists/labels.ts';

/** On what and with what labels are printed. */
export type SheetFields = {
  sheet: SheetKind;
  start: number;
  printer: string;
  /** In tenths of a millimetre, as text. */
  right: string;
  down: string;
};

const MOST_TENTHS = 50;
const STEP_TENTHS = 5;

/** How far everything is moved, from -5 to 5 mm by halves. */
const moved = (back: string, on: string) =>
  Array.from({ length: (2 * MOST_TENTHS) / STEP_TENTHS + 1 }, (_, at) => at * STEP_TENTHS - MOST_TENTHS).map((tenths) => ({
    value: String(tenths),
    label: tenths === 0 ? 'ずらさない' : `${tenths < 0 ? back : on}へ ${(Math.abs(tenths) / 10).toFixed(1)}mm`,
  }));

/** The fields of every form that prints labels. */
export const sheetFields = (): Fields<SheetFields> => ({
  sheet: radios('用紙（A4）', [
    { value: '24', label: '24面', more: '70.0 × 33.9 mm' },
    { value: '44', label: '44面', more: '48.3 × 25.4 mm' },
  ]),
  start: number(
    '印刷を始める面',
    { least: 1, most: 44, unit: '面目' },
    { hint: '使いかけの用紙は、左上から数えて、空いている最初の面を入力します。' },
  ),
  printer: line('プリンター', 40, { size: 'id', hint: '印刷位置の調整を、プリンターごとに覚えます。例：2階の複合機' }),
  right: select('左右の調整', moved('左', '右')),
  down: select('上下の調整', moved('上', '下')),
});

/** What is wrong with where printing starts, where the sheet has fewer labels. */
export const wrongStart = ({ sheet, start }: { sheet: SheetKind | undefined; start: number | undefined }): string | undefined =>
  sheet === '24' && start !== undefined && start > 24 ? '24面の用紙では、1から24までです。' : undefined;

/** The fields as a printer printed last. */
export const asPrinted = (printer: LabelPrinter | undefined): SheetFields => ({
  start: 1,
  sheet: printer?.sheet ?? '24',
  printer: printer?.printer ?? '',
  right: String(printer?.right ?? 0),
  down: String(printer?.down ?? 0),
});

/** How a printer prints, as it is kept. */
export const printerOf = ({ printer, sheet, right, down }: SheetFields): LabelPrinter => ({
  printer,
  sheet,
  right: Number(right),
  down: Number(down),
});
