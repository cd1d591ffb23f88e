import { form, line } from '../../../lib/form/index.ts';

const LONGEST = 200;

/** What may be noted at the end of a count. */
export const noteForm = form<{ note: string | null }>({
  note: line('メモ', LONGEST, {
    hint: '登録にないカードが入っていたときなどに入力します。氏名は入力しないでください。',
  }).optional(),
});

/** Why a card is not where it should be; its box stands in the row of the card. */
export const explanationForm = form<{ explanation: string }>({
  explanation: line('説明', LONGEST, { wrong: { empty: '説明を入力してください。' } }),
});
