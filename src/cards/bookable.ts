import { type Sql, sql } from '../lib/db/sql.ts';

/** Why a card may not be booked, as `cards.not_bookable` says it; all but `status` are of citizens alone. */
export type NotBookable = 'status' | 'staff_only' | 'birthday' | 'protected' | 'missing';

/** For a statement over cards `c` and statuses `s`: why neither staff nor citizens may book it. */
export const notBookableSql: Sql = sql`cards.not_bookable(true, c.is_open, st.bookable_by, c.birth_date, c.protected, c.whereabouts) AS "notBookable",
  cards.not_bookable(false, c.is_open, st.bookable_by, c.birth_date, c.protected, c.whereabouts) AS "notOnTheWeb"`;

/** The reason in words that a sentence goes on with: …のため、…のあいだは、 */
export function reasonWords(why: NotBookable, statusName: string): string {
  switch (why) {
    case 'status':
    case 'staff_only':
      return `交付状況が「${statusName}」`;
    case 'birthday':
      return '生年月日が不明';
    case 'protected':
      return '支援措置の対象';
    case 'missing':
      return 'カードが所在確認中';
  }
}

/** Why even staff take no booking for a card; undefined where they may. */
export const whyNotBookable = (card: { notBookable: NotBookable | null; statusName: string }): string | undefined =>
  card.notBookable === null ? undefined : reasonWords(card.notBookable, card.statusName);
