import { goneList } from './gone.ts';

/** The ledger of destroyed cards. */
export const destroyedList = goneList({
  code: 'destroyed',
  title: '廃棄記録簿',
  about: '廃棄したカードと、確認した二人です。印刷して、二人が署名します。取り消した廃棄も、その日時とともに残ります。',
  of: '廃棄',
  table: 'cards.destructions',
  event: 'destroyed',
  empty: 'この期間に廃棄したカードは、ありません。',
});
