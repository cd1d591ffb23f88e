import { type Actor, actorSql } from '../audit/actor.ts';
import { WITHDRAW_REASONS, type WithdrawRefusal } from '../cards/acts.ts';
import { type Remark, remarkBySql, remarkSql } from '../cards/read.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

/** The remark of one of a party as it stands: `id` is its version, null where none was written. */
type MemberRemark = { position: number; id: number | null; body: string };

/** What stands of a member `m` with their card `c`, by card or person; NULL where nothing was ever written. */
export const newestRemarkSql: Sql = sql`(SELECT x.body FROM cards.remarks_of(m.card_id, coalesce(c.person_key, m.person_key)) x ORDER BY x.id DESC LIMIT 1)`;

/** The remarks of a party (§8(2)⑬), by card or person. Without a line: who the city no longer knows, of whom none can be written. */
export const remarksOfParty = (tx: Tx, reservationId: string): Promise<MemberRemark[]> =>
  tx.rows<MemberRemark>(sql`
    SELECT m.position, x.id, coalesce(x.body, '') AS body
    FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
      LEFT JOIN LATERAL (SELECT r.id, r.body FROM cards.remarks_of(m.card_id, coalesce(c.person_key, m.person_key)) r ORDER BY r.id DESC LIMIT 1) x ON true
    WHERE m.reservation_id = ${reservationId}::uuid AND m.removed_at IS NULL AND coalesce(m.card_id::text, m.person_key) IS NOT NULL
    ORDER BY m.position`);

const REASONS = ['unknown', 'changed_meanwhile'] as const;

/** Writes a new version of the remark of one of a party. `from`: the version the page showed. */
export const writeMemberRemark = (
  db: Db,
  actor: Actor,
  remark: { reservationId: string; position: number; from: number | null; body: string },
): Promise<Outcome<number, (typeof REASONS)[number]>> =>
  attempt(REASONS, async () => {
    const { id } = await db.one<{ id: number }>(
      sql`SELECT reservations.remark_member(${actorSql(actor)}, ${remark.reservationId}::uuid, ${remark.position}, ${remark.from}, ${remark.body}) AS id`,
    );
    return id;
  });

/** A version of the remark of one of a party who comes without a card. */
export type MemberVersion = Remark & { position: number };

/** Every version of the remark of each of a party who comes without a card, newest first. Nobody else's: a card shows its holder's. */
export const remarksWithoutCard = (tx: Tx, reservationId: string): Promise<MemberVersion[]> =>
  tx.rows<MemberVersion>(sql`
    SELECT m.position, ${remarkSql}, x.notice_id AS "writtenOn"
    FROM reservations.members m CROSS JOIN LATERAL cards.all_remarks_of(NULL, m.person_key) r ${remarkBySql}
    WHERE m.reservation_id = ${reservationId}::uuid AND m.removed_at IS NULL AND m.card_id IS NULL AND m.person_key IS NOT NULL
    ORDER BY m.position, r.id DESC`);

/** Withdraws one of these that was written of the wrong person. `any`: also one that somebody else wrote. */
export const withdrawMemberRemark = (
  db: Db,
  actor: Actor,
  one: { reservationId: string; position: number; remark: number; any: boolean },
): Promise<Outcome<void, WithdrawRefusal>> =>
  attempt(WITHDRAW_REASONS, async () => {
    await db.run(
      sql`SELECT reservations.withdraw_member_remark(${actorSql(actor)}, ${one.reservationId}::uuid, ${one.position}, ${one.remark}, ${one.any})`,
    );
  });
