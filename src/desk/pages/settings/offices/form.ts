import { OTHER_LANGUAGES } from '../../../../audit/facts.ts';
import { day, form, line, list, perLanguage, text, ticked, writtenPhone } from '../../../../lib/form/index.ts';
import type { OfficeFacts } from '../../../../offices/read.ts';
import { position } from '../../../records/kind.ts';

const NAME = 40;

/** An office as staff set it (§8(2)⑤a, §8(3)⑦c). */
export const officeForm = form<OfficeFacts>(
  {
    name: line('名称', NAME),
    address: line('所在地', 100, { hint: '階や窓口の名称も入力できます。' }),
    directions: text('交通案内', 200, { rows: 2, hint: '最寄りの駅やバス停、駐車場など。' }).or(''),
    phone: writtenPhone('電話'),
    facilities: list('設備', { lines: 12, each: 30, rows: 3 }, { hint: '1行に1つ。例：車いす対応、多機能トイレ' }),
    area: line('地区', 20, {
      need: 'may',
      hint: '予約サイトで「最も早い空き」を地区ごとに探せます。同じ言葉の場所が、1つの地区になります。例：東部・駅周辺',
    }).or(''),
    isPickup: ticked('市民が来庁する場所', { box: 'pickup', more: '受け取りや手続きの予約を受けます。' }),
    isStorage: ticked('カードの保管場所', { box: 'storage', more: 'カードの棚があり、ほかの場所へ回送します。' }),
    citizensFrom: day('最初の日', { box: 'from', called: '選べる最初の日', hint: '例：令和8年12月1日' }).optional(),
    citizensTo: day('最後の日', { box: 'to', called: '選べる最後の日' }).optional(),
    position: position(),
    names: perLanguage('ほかの言語での名称', OTHER_LANGUAGES, NAME * 2, {
      box: 'name',
      hint: '空欄の言語では、日本語の名称を表示します。',
    }),
  },
  {
    groups: [
      { legend: '役割', of: ['isPickup', 'isStorage'] },
      {
        legend: '市民が選べる期間',
        class: 'period',
        hint: '予約サイトの一覧に表示する期間です。最初の日が空欄なら、表示しません。最後の日が空欄なら、終わりはありません。',
        of: ['citizensFrom', 'citizensTo'],
      },
    ],
    rules: ({ isPickup, isStorage, citizensFrom, citizensTo }, say) => {
      if (isPickup === false && isStorage === false)
        say('isPickup', '市民が来庁する場所か、カードの保管場所か、少なくとも1つに印を付けてください。');
      if (isPickup === false && typeof citizensFrom === 'string')
        say('citizensFrom', '市民が来庁する場所でないときは、選べる期間を空欄にしてください。');
      if (citizensFrom === null && typeof citizensTo === 'string')
        say('citizensFrom', '選べる最後の日を入力したときは、最初の日も入力してください。');
      if (typeof citizensFrom === 'string' && typeof citizensTo === 'string' && citizensTo < citizensFrom)
        say('citizensTo', '選べる最後の日が、最初の日より前です。');
    },
  },
);
