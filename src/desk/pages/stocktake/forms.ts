import { form, line } from '../../../lib/form/index.ts';

/** Letters of a note, and of an explanation. */
export const LONGEST = 200;

/** What may be noted at the end of a count. */
export const noteForm = form<{ note: string | null }>({
  note: line('メモ', LONGEST, {
    hint: '登録にないカードが入っていたときなどに入力します。氏名は入力しないでください。',
  }).optional(),
});
