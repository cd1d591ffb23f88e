import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { twiceAtMost } from '../lib/db/faults.ts';
import { sql } from '../lib/db/sql.ts';

const CLOCK: Actor = { kind: 'clock' };
/** So many in a transaction: whoever books one of them does not wait long. */
const AT_ONCE = 500;

/** Cards whose day of posting has come become 通知発送済 (cards/notice-day.sql), a part at a time. Returns how many. */
export async function noticeDaysCame(db: Db): Promise<number> {
  for (let all = 0; ; ) {
    const { cards } = await twiceAtMost(() =>
      db.one<{ cards: number }>(sql`SELECT cards.notice_day_came(${actorSql(CLOCK)}, ${AT_ONCE}) AS cards`),
    );
    all += cards;
    if (cards < AT_ONCE) return all;
  }
}
