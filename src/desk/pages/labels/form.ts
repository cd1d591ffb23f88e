import type { Place } from '../../../cards/places.ts';
import { form, number, radios, select } from '../../../lib/form/index.ts';
import { type SheetFields, sheetFields, wrongStart } from './sheet-fields.ts';

/** What gets a label: boxes, cabinets, or the sleeves of a box's cards. */
export type LabelsOf = 'boxes' | 'shelves' | 'sleeves';

export type LabelFields = SheetFields & { of: LabelsOf; cabinet: string; box: string; from: number };

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
      ...sheetFields(),
    },
    {
      rules: ({ of, box, sheet, start }, say) => {
        if (of === 'sleeves' && box === '') say('box', '箱を選んでください。');
        const wrong = wrongStart({ sheet, start });
        if (wrong !== undefined) say('start', wrong);
      },
    },
  );
