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

/** The number of cards that was typed, in whatever width, with or without commas; null: none. Pure. */
export function typedCount(typed: string): number | null {
  const digits = trimSpaces(foldWidth(typed)).replace(/[,、，枚\s]/gu, '');
  return /^\d{1,7}$/u.test(digits) ? Number(digits) : null;
}

export const NOT_SURE = { 'change-count': '変更する枚数と違います。上の表の枚数を確かめて、入力してください。' } as const;
