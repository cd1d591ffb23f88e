import { OTHER_LANGUAGES } from '../../../../audit/facts.ts';
import { fixed, form, line, list, number, perLanguage, radios, ticked } from '../../../../lib/form/index.ts';
import type { ServiceFacts, ServiceRecord } from '../../../../services/read.ts';
import { position } from '../../../records/kind.ts';
import { lengthFields } from './length-form.ts';

const NAME = 40;
const LARGEST_PARTY = 6;

const CARD = '登録されたカードが必要です（交付通知書IDと誕生日で確かめます）。';
const NO_CARD = 'カードの登録は不要です（氏名・カナ・生年月日・電話番号で受けます）。';

/** Whether a service asks for a card is decided once: its visits know who comes by that. */
const needsCard = (service: ServiceRecord | undefined) =>
  service === undefined
    ? ticked('登録されたカードが必要', {
        box: 'card',
        more: '交付通知書IDと誕生日で確かめます。印がないときは、氏名・カナ・生年月日・電話番号で受けます。あとから変更できません。',
      })
    : fixed('本人の確かめ方', service.facts.needsCard, service.facts.needsCard ? CARD : NO_CARD);

/** A service as staff set it (§9(3)); undefined for a new one. */
export const serviceForm = (service: ServiceRecord | undefined) =>
  form<ServiceFacts>(
    {
      name: line('名称', NAME),
      needsCard: needsCard(service),
      counts: radios('枠の数え方', [
        { value: 'people', label: '人数で数える', more: '3人の予約は、枠の定員のうち、3人分を使います。' },
        { value: 'parties', label: '組で数える', more: '何人の予約でも、枠の定員のうち、1組分を使います。' },
      ]),
      ...lengthFields,
      takesMinutes: number(
        '窓口でかかる時間の目安',
        { least: 0, most: 240, unit: '分' },
        { box: 'takes', hint: '1人で来庁したときの時間。時間を選ぶ画面に、目安として表示します。0にすると、表示しません。' },
      ),
      takesMore: number(
        '1人増えるごとの時間',
        { least: 0, most: 120, unit: '分' },
        { box: 'takes-more', hint: '家族で来庁したときに、1人につき延びる時間。別の窓口で同時に受け付けるときは0。' },
      ),
      partyMax: number(
        '一度に予約できる人数',
        { least: 1, most: LARGEST_PARTY, unit: '人' },
        { box: 'party', hint: `ご本人を含めて何人まで。1から${LARGEST_PARTY}までの数。` },
      ),
      who: list(
        'ご利用いただける方',
        { lines: 8, each: 100, rows: 3 },
        {
          hint: '1行に1つ。予約サイトのトップページに表示します。空欄なら、初期の文（カードの登録が不要な手続きでは、「市の名称」にお住まいの方）を表示します。例：市内にお住まい、お勤め、通学の方',
        },
      ),
      bring: list('持ち物', { lines: 15, each: 100, rows: 6 }, { hint: '1行に1つ。予約サイトと、案内のメールに表示します。' }),
      bringUnder15: list(
        '15歳未満の方の持ち物',
        { lines: 15, each: 100, rows: 4 },
        { box: 'bring15', hint: '来庁日に15歳未満の方がいる予約で、上の持ち物に加えて表示します。例：親権者の本人確認書類' },
      ),
      position: position(),
      names: perLanguage('ほかの言語での名称', OTHER_LANGUAGES, NAME * 2, {
        box: 'name',
        hint: '空欄の言語では、日本語の名称を表示します。',
      }),
    },
    service === undefined ? { groups: [{ legend: '本人の確かめ方', of: ['needsCard'] }] } : {},
  );
