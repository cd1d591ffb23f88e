import { form, line } from '../../../lib/form/index.ts';
import { foldWidth, trimSpaces } from '../../../lib/japanese/width.ts';

/** Of so many cards the press alone is too little: their number is typed. */
export const sureForm = form<{ count: string }>({
  count: line('変更する枚数', 12, {
    box: 'change-count',
    size: 'code',
    inputMode: 'numeric',
    hint: '多くのカードが一度に変わります。上の表の「変更します」の枚数を、数字で入力してください。',
  }),
});

/** Whether the number of cards was typed, in whatever width, with or without commas. Pure. */
export const isSure = (typed: string, cards: number): boolean =>
  trimSpaces(foldWidth(typed)).replace(/[,、，枚\s]/gu, '') === String(cards);

export const NOT_SURE = { 'change-count': '変更する枚数と違います。上の表の枚数を確かめて、入力してください。' } as const;
