import type { Place } from '../../../cards/places.ts';
import { form, number, radios, select, ticked } from '../../../lib/form/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { type SheetFields, sheetFields, wrongStart } from './sheet-fields.ts';

/** What gets a label: boxes, cabinets, or the sleeves of a box's cards. */
export type LabelsOf = 'boxes' | 'shelves' | 'sleeves';

export type LabelFields = SheetFields & {
  of: LabelsOf;
  cabinet: string;
  box: string;
  from: number;
  /** The number of an import: labels for all cards of a delivery, in whichever boxes they lie. */
  file: number | null;
  /** Of those cards, the first that gets one, by its place in the order of the shelves. */
  first: number;
  /** Only cards that lack their label. */
  fresh: boolean;
};

/** More on paper at once would be a minute of drawing. */
export const MOST_LABELS = 1_000;

/** Labels of an office. `places`: its boxes. */
export const labelForm = (places: readonly Place[]) =>
  form<LabelFields>(
    {
      of: radios('ラベルの種類', [
        { value: 'boxes', label: '箱', more: '棚の箱ごとに1枚。読み取ると、保管先や棚卸の箱になります' },
        { value: 'shelves', label: '棚', more: '棚ごとに1枚' },
        { value: 'sleeves', label: 'カードの袋', more: '箱か、届いた箱（取込み）のカードごとに1枚。氏名は印刷しません' },
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
      file: number(
        '取込みの番号（届いた箱のカード全部）',
        { least: 1, most: 2_147_483_647, unit: '番' },
        {
          hint: `入力すると、その取込みのカードのラベルを、棚の順に${grouped(MOST_LABELS)}枚ずつ印刷します。箱は選びません。`,
        },
      ).optional(),
      first: number(
        '何枚目から（取込みの番号を入力したとき）',
        { least: 1, most: 1_000_000, unit: '枚目から' },
        { hint: '続きや、紙が詰まった分の印刷し直しのときに変更します。印刷し直すときは、下の印を外してください。' },
      ),
      fresh: ticked('まだラベルを印刷していないカードだけ', {
        more: '英字のない前のラベルを付けたカードも、印刷します。',
      }),
      ...sheetFields(),
    },
    {
      rules: ({ of, box, file, sheet, start }, say) => {
        if (of === 'sleeves' && box === '' && file === null) say('box', '箱を選ぶか、取込みの番号を入力してください。');
        if (of === 'sleeves' && box !== '' && typeof file === 'number')
          say('file', '箱と取込みの番号は、どちらかだけにしてください。');
        const wrong = wrongStart({ sheet, start });
        if (wrong !== undefined) say('start', wrong);
      },
    },
  );
