import { comesBefore } from '../../../cards/number-order.ts';
import type { NewPlaces, Place } from '../../../cards/places.ts';
import type { StorageRule } from '../../../cards/storage-rules.ts';
import { day, form, line, number, onlyIf, select } from '../../../lib/form/index.ts';
import type { Office } from '../../../offices/read.ts';

const MOST_SIZE = 1_000;

/** New boxes of a cabinet. */
export const boxesForm = form<NewPlaces>({
  cabinet: line('棚の名称', 20, { size: 'code', hint: '例：A棚。すでにある棚の名称なら、その棚に追加します。' }),
  first: number('最初の箱の番号', { least: 1, most: 999, unit: '番' }),
  count: number('箱の数', { least: 1, most: 100, unit: '箱' }),
  size: number('1箱に入る枚数', { least: 1, most: MOST_SIZE, unit: '枚' }),
});

type RuleFields = Omit<StorageRule, 'placeId'> & { place: string };

const code = (label: string, hint?: string) =>
  line(label, 40, { size: 'code', ...(hint === undefined ? {} : { hint }) }).optional();

/** A rule over what J-LIS supplies (§8(2)③). `places`: the boxes it may lead to. */
export const ruleForm = (offices: readonly Office[], places: readonly (Place & { officeName: string })[]) =>
  form<RuleFields>(
    {
      officeCode: onlyIf(
        select(
          '事業所コード',
          [{ value: '', label: '（すべて）' }, ...offices.map((office) => ({ value: office.code, label: office.name }))],
          { usual: '' },
        ),
        (input) => input['officeCode'] !== '',
      ),
      lotFrom: code('ロット番号（から）'),
      lotTo: code('ロット番号（まで）'),
      serialFrom: code('製造番号（から）'),
      serialTo: code('製造番号（まで）'),
      arrivedFrom: day('到着日（から）', { lies: 'near', hint: '例：令和8年12月1日' }).optional(),
      arrivedTo: day('到着日（まで）', { lies: 'near' }).optional(),
      place: select(
        '保管する箱',
        places.map(({ id, officeName, cabinet, box, cards, size }) => ({
          value: String(id),
          label: `${officeName} ${cabinet} ${box}（${cards}／${size}枚）`,
        })),
        { unchosen: true, need: 'must' },
      ),
    },
    {
      groups: [
        { legend: 'ロット番号', of: ['lotFrom', 'lotTo'], class: 'period' },
        { legend: '製造番号', of: ['serialFrom', 'serialTo'], class: 'period' },
        { legend: '到着日', of: ['arrivedFrom', 'arrivedTo'], class: 'period' },
      ],
      rules: (values, say) => {
        for (const [from, to] of [
          ['lotFrom', 'lotTo'],
          ['serialFrom', 'serialTo'],
          ['arrivedFrom', 'arrivedTo'],
        ] as const) {
          const [low, high] = [values[from], values[to]];
          if (typeof low !== 'string' || typeof high !== 'string') continue;
          if (from === 'arrivedFrom' ? high < low : comesBefore(high, low)) say(to, '「まで」が、「から」より前です。');
        }
        const narrow = ['officeCode', 'lotFrom', 'lotTo', 'serialFrom', 'serialTo', 'arrivedFrom', 'arrivedTo'] as const;
        if (narrow.every((name) => values[name] === null))
          say('officeCode', '条件が1つもありません。すべてのカードがこの箱に入るため、少なくとも1つの条件を入力してください。');
      },
    },
  );
