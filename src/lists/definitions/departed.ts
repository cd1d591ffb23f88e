import { goneList } from './gone.ts';

/** The ledger of closed cards that left for good, and to whom. */
export const departedList = goneList({
  code: 'departed',
  title: '返納・送付記録簿',
  about:
    '返納・送付したカードと、送り先、確認した二人です。印刷して、二人が署名します。取り消した記録も、その日時とともに残ります。',
  of: '返納・送付',
  table: 'cards.departures',
  event: 'departed',
  empty: 'この期間に返納・送付したカードは、ありません。',
});
