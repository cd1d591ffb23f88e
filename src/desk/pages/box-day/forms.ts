import { form, line, number } from '../../../lib/form/index.ts';

const COUNT = { least: 0, most: 1_000_000, unit: '枚' };

/** A delivery's numbers, and why they differ: the two are known together, and one press keeps both. */
export const numberForm = form<{ cards: number; counted: number | null; why: string }>({
  cards: number('J-LISの枚数', COUNT, { hint: '送付書などに書かれた枚数です。' }),
  counted: number('数えた枚数', COUNT, { hint: '箱のカードを数えたときに入力します。' }).optional(),
  why: line('一致しない理由', 200, { hint: '枚数が一致しないときに入力します。例：1枚は破損のためJ-LISへ返送した' }).or(''),
});
