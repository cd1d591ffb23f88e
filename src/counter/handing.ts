import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Outcome } from '../lib/outcome.ts';
import { grouped } from '../lib/values/numbers.ts';
import { pressInHand, type RecordRefusal } from './acts.ts';

/** Old documents that are given back, or said to be lost, when a card is handed over. */
export const ITEM_WORDS = {
  'notice-card': '通知カード',
  'old-card': '旧マイナンバーカード',
  'basic-card': '住基カード',
} as const;
export type Item = keyof typeof ITEM_WORDS;
export const ITEMS: readonly Item[] = ['notice-card', 'old-card', 'basic-card'];

/** Who received the card. */
export const RECEIVER_WORDS = { holder: '本人', legal: '法定代理人', proxy: '任意代理人' } as const;
export type Receiver = keyof typeof RECEIVER_WORDS;

/** What is kept of a handing-over. `fee`: yen that are due and that were paid; due and not paid: exempt. `proxy`: who received it instead of the holder. */
export type Handing = {
  collected: readonly Item[];
  lost: readonly Item[];
  fee: { due: number; paid: number };
  receiver: Receiver;
  proxy: { name: string; relation: string } | null;
};

export const yenWords = (yen: number): string => `${grouped(yen)}円`;
const namesOf = (items: readonly Item[]): string => items.map((item) => ITEM_WORDS[item]).join('と');

/** A handing-over in words, for the history and the board: no name in it. Empty where the holder received it and nothing else is to be said. */
export function handingWords({ collected, lost, fee, receiver, proxy }: Handing): string {
  return [
    collected.length === 0 ? '' : `${namesOf(collected)}を回収`,
    lost.length === 0 ? '' : `${namesOf(lost)}は紛失`,
    fee.due === 0 ? '' : fee.paid > 0 ? `手数料${yenWords(fee.paid)}を受領` : '手数料は免除',
    receiver === 'holder' ? '' : `${RECEIVER_WORDS[receiver]}（${proxy?.relation ?? ''}）が受け取り`,
  ]
    .filter((part) => part !== '')
    .join('、');
}

/** What is asked before a card is handed over (`counter.asks_first`): who receives it, or what is lost and the fee; null: nothing, one press is enough. */
export type AsksFirst = 'receiver' | 'lost-card' | null;

/** What is asked of somebody of a visit, who receives their card as they said, and whether they said that a card they had is lost. */
export async function askedFirst(
  tx: Tx,
  reservationId: string,
  position: number,
): Promise<{ first: AsksFirst; receiver: Receiver; lost: boolean }> {
  // Who comes in a child's place is proposed as its parent (法定代理人).
  const row = await tx.one<{ first: AsksFirst; proxy: boolean; lost: boolean }>(sql`
    SELECT counter.asks_first(m.reservation_id, m.position) AS first, 'lost-card' = ANY (m.needs) AS lost,
      m.needs && '{proxy-care,proxy-away}' AND services.under_15(coalesce(c.birth_date, m.birth_date), s.day) IS NOT TRUE AS proxy
    FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
      JOIN reservations.reservations r ON r.id = m.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
    WHERE m.reservation_id = ${reservationId}::uuid AND m.position = ${position}`);
  return { first: row.first, receiver: row.first !== 'receiver' ? 'holder' : row.proxy ? 'proxy' : 'legal', lost: row.lost };
}

/** Records that a card was handed over, with what was collected, the fee and who received it. Null where it stood so already. */
export const handOver = (
  db: Db,
  actor: Actor,
  { reservationId, position, handing, seen }: { reservationId: string; position: number; handing: Handing; seen?: string },
): Promise<Outcome<{ actId: number | null }, RecordRefusal>> => {
  const { collected, lost, fee, receiver, proxy } = handing;
  return pressInHand(
    db,
    seen,
    sql`
      counter.hand_over(${actorSql(actor)}, ${reservationId}::uuid, ${position}, ${handingWords(handing)}, ${[...collected]}::text[], ${[...lost]}::text[],
        ${fee.due}::integer, ${fee.paid}::integer, ${receiver}, ${proxy?.name ?? ''}, ${proxy?.relation ?? ''})`,
  );
};

/** The fees of a day of an office: how many were paid and how much (yen), how many are exempt. */
export type Fees = { paid: number; yen: number; exempt: number };

export const feesOf = (tx: Tx, officeId: number, day: string): Promise<Fees> =>
  tx.one<Fees>(sql`SELECT paid, yen, exempt FROM counter.fees_of(${officeId}, ${day}::date)`);
