import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/**
 * Puts cards back to what a list had changed. Reads `former` (id, before: the card as JSON), a table of the transaction's own whose cards
 * are locked already. Returns how many went back. They are as they were, and so is when they were changed last: a list before this one can be taken back too.
 */
export async function putBack(tx: Tx, actor: Actor, why: string): Promise<number> {
  await tx.run(sql`
    SELECT cards.set_status(${actorSql(actor)}, f.id, f.before ->> 'status', ${why}, NULL, lib.now())
    FROM (SELECT * FROM pg_temp.former ORDER BY id) f JOIN cards.cards c ON c.id = f.id WHERE c.status <> f.before ->> 'status'`);
  return tx.run(sql`
    UPDATE cards.cards c SET name = b.name, kana = b.kana, kana_key = b.kana_key, postal_code = b.postal_code, address = b.address, phone = b.phone,
      lot = b.lot, serial_no = b.serial_no, office_code = b.office_code, arrived_on = b.arrived_on, expires_on = b.expires_on,
      notice_date = b.notice_date, office_id = cards.office_untold(c, f.before), search = b.search, updated_at = b.updated_at
    FROM pg_temp.former f, jsonb_populate_record(NULL::cards.cards, f.before) b WHERE c.id = f.id`);
}

/** So many go with one statement: between two of them it is said how far it is. */
const AT_ONCE = 5_000;

/**
 * Removes cards that a list had made by mistake. Reads `taken_out` (id), a table of the transaction's own; whoever fills it sees to it that
 * nothing has happened to them. `onPart` hears how many of them are gone, 0 to 1.
 */
export async function removeCards(tx: Tx, onPart: (part: number) => void = () => {}): Promise<number> {
  const { all } = await tx.one<{ all: number }>(sql`SELECT count(*)::integer AS all FROM pg_temp.taken_out`);
  let [gone, last] = [0, 0];
  while (gone < all) {
    const { to } = await tx.one<{ to: number | null }>(
      sql`SELECT max(id) AS to FROM (SELECT id FROM pg_temp.taken_out WHERE id > ${last} ORDER BY id LIMIT ${AT_ONCE}) next`,
    );
    if (to === null) break;
    await tx.run(sql`SELECT cards.forget_withdrawn(ARRAY(SELECT id FROM pg_temp.taken_out WHERE id > ${last} AND id <= ${to}))`);
    gone += await tx.run(
      sql`DELETE FROM cards.cards WHERE id IN (SELECT id FROM pg_temp.taken_out WHERE id > ${last} AND id <= ${to})`,
    );
    last = to;
    onPart(gone / all);
  }
  return gone;
}

/** A list that is taken back says nothing of addresses any more. */
export const forgetTold = (tx: Tx, importId: number): Promise<number> =>
  tx.run(sql`
    UPDATE cards.checked_addresses SET told_postal = NULL, told_address = NULL, told_import = NULL, told_at = NULL WHERE told_import = ${importId}`);
