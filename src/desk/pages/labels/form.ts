import type { Place } from '../../../cards/places.ts';
import { form, line, number, radios, select } from '../../../lib/form/index.ts';
import type { SheetKind } from '../../../lib/pdf/paper.ts';

/** What gets a label: boxes, cabinets, or the sleeves of a box's cards. */
export type LabelsOf = 'boxes' | 'shelves' | 'sleeves';

export type LabelFields = {
  of: LabelsOf;
  cabinet: string;
  box: string;
  from: number;
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

/** Labels of an office. `places`: its boxes. */
export const labelForm = (places: readonly Place[]) =>
  form<LabelFields>(
    {
      of: radios('ラベルの種類', [
        { value: 'boxes', label: '箱', more: '棚の箱ごとに1枚。読み取ると、保管先や棚卸の箱になります' },
        { value: 'shelves', label: '棚', more: '棚ごとに1枚' },
        { value: 'sleeves', label: 'カードの袋', more: '箱のカードごとに1枚。氏名は印刷しません' },
      ]),
      cabinet: select('棚（箱と棚のラベル）', [
        { value: '', label: 'すべての棚' },
        ...[...new Set(places.map(({ cabinet }) => cabinet))].map((cabinet) => ({ value: cabinet, label: cabinet })),
      ]),
      box: select('箱（カードの袋のラベル）', [
        { value: '', label: '選んでください' },
        ...places.map(({ id, cabinet, box, cards }) => ({ value: String(id), label: `${cabinet} ${box}（${cards}枚）` })),
      ]),
      from: number(
        '最初の位置',
        { least: 1, most: 1_000, unit: '番から' },
        { hint: '追加したカードだけを印刷するときに変更します。' },
      ),
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
    },
    {
      rules: ({ of, box, sheet, start }, say) => {
        if (of === 'sleeves' && box === '') say('box', '箱を選んでください。');
        if (sheet === '24' && start !== undefined && start > 24) say('start', '24面の用紙では、1から24までです。');
      },
    },
  );
