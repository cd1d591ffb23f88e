import { randomUUID } from 'node:crypto';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { maskEach, maskNumbers } from '../lib/values/application-id.ts';

async function keep(tx: Tx, accountId: number, text: string): Promise<string> {
  const id = randomUUID();
  await tx.run(
    sql`INSERT INTO staff.searches (id, account_id, query, created_at) VALUES (${id}::uuid, ${accountId}, ${text}, lib.now())`,
  );
  return id;
}

/** Keeps the line that was searched for behind an opaque id, so that no name or birthday stands in an address or a log; a 個人番号 masked. */
export const keepSearch = (tx: Tx, accountId: number, line: string): Promise<string> => keep(tx, accountId, maskNumbers(line));

/** Keeps what was typed into boxes in the same way, each masked. */
export const keepTyped = (tx: Tx, accountId: number, boxes: Readonly<Record<string, string>>): Promise<string> =>
  keep(tx, accountId, JSON.stringify(maskEach(boxes)));

/** What was typed in a call: the boxes of the call, and of each who comes, with what says who they are. */
type TypedInCall = {
  boxes: Readonly<Record<string, string>>;
  party: readonly {
    key: string;
    cardId: number | null;
    person: Readonly<Record<string, string>> | null;
    boxes: Readonly<Record<string, string>>;
  }[];
};

/** What of a call may be kept: everything that was typed masked. Keys stay as they are: one may read like a number. */
const callText = ({ boxes, party }: TypedInCall): string =>
  JSON.stringify({
    boxes: maskEach(boxes),
    party: party.map((one) => ({
      ...one,
      boxes: maskEach(one.boxes),
      person: one.person === null ? null : maskEach(one.person),
    })),
  });

/** What was searched for; only by the account that did, for a day. */
export const readSearch = async (tx: Tx, accountId: number, id: string): Promise<string | undefined> =>
  (
    await tx.row<{ query: string }>(
      sql`SELECT query FROM staff.searches WHERE id = ${id}::uuid AND account_id = ${accountId} AND created_at > lib.now() - interval '1 day'`,
    )
  )?.query;

/** A hold `r` stands, and is this account's. */
const heldBy = (accountId: number): Sql => sql`r.state = 'held' AND r.held_until > lib.now() AND r.registered_by = ${accountId}`;

/**
 * Keeps what was typed in a call for which a place is held, in place of what was before; whoever holds it later reads it. Where another holds it by now, nothing is kept.
 * What this account typed in calls whose hold is over goes.
 */
export const keepOfHold = (tx: Tx, accountId: number, holdId: string, call: TypedInCall): Promise<number> =>
  tx.run(sql`
    WITH own AS (SELECT r.id FROM reservations.reservations r WHERE r.id = ${holdId}::uuid AND ${heldBy(accountId)}),
      gone AS (
        DELETE FROM staff.searches s WHERE s.hold_id IN (SELECT id FROM own) OR (s.hold_id IS NOT NULL AND s.account_id = ${accountId} AND NOT EXISTS (
          SELECT FROM reservations.reservations r WHERE r.id = s.hold_id AND r.state = 'held' AND r.held_until > lib.now())))
    INSERT INTO staff.searches (id, account_id, query, created_at, hold_id)
    SELECT ${randomUUID()}::uuid, ${accountId}, ${callText(call)}, lib.now(), own.id FROM own`);

/** What was last typed in the call of a hold, by whomever; only by the account that holds it now. */
export const readOfHold = async (tx: Tx, accountId: number, holdId: string): Promise<string | undefined> =>
  (
    await tx.row<{ query: string }>(sql`
      SELECT s.query FROM staff.searches s JOIN reservations.reservations r ON r.id = s.hold_id
      WHERE s.hold_id = ${holdId}::uuid AND ${heldBy(accountId)} ORDER BY s.created_at DESC, s.id LIMIT 1`)
  )?.query;

/** What is kept of a hold `s`, by the hold itself: also where a press or another page changes it at this moment. */
const ofHold = (accountId: number, holdId: string): Sql => sql`s.hold_id = ${holdId}::uuid AND EXISTS (
  SELECT FROM reservations.reservations r WHERE r.id = s.hold_id AND ${heldBy(accountId)})`;

/** Signs a page that shows the call of a hold, beside the others that do. `pressed`: it answers a press, which takes the call from the others. Empty where nothing is kept of it. */
export async function signCall(tx: Tx, accountId: number, holdId: string, pressed: boolean): Promise<string> {
  const sign = randomUUID();
  const signed = await tx.run(
    sql`UPDATE staff.searches s SET signs = CASE WHEN ${pressed} THEN '{}' ELSE s.signs END || ${sign}::uuid WHERE ${ofHold(accountId, holdId)}`,
  );
  return signed > 0 ? sign : '';
}

/** The page with this sign shows the call of a hold no longer. True: no other page shows it, and this one did. */
export async function leavePage(tx: Tx, accountId: number, holdId: string, sign: string): Promise<boolean> {
  if (sign === '')
    return (
      await tx.one<{ none: boolean }>(
        sql`SELECT NOT EXISTS (SELECT FROM staff.searches s WHERE ${ofHold(accountId, holdId)}) AS none`,
      )
    ).none;
  const left = await tx.row<{ last: boolean }>(sql`
    UPDATE staff.searches s SET signs = array_remove(s.signs, ${sign}::uuid) WHERE ${ofHold(accountId, holdId)} AND ${sign}::uuid = ANY (s.signs)
    RETURNING s.signs = '{}' AS last`);
  return left?.last === true;
}
