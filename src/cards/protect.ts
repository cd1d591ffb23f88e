import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

/** A time under 支援措置; `liftedAt` null: it stands. */
export type Protection = {
  since: string;
  why: string;
  at: Date;
  by: string | null;
  liftedAt: Date | null;
  liftedBy: string | null;
  liftedWhy: string | null;
};

/** Every time a card's person was marked, the newest first. For who may see people under 支援措置 alone. */
export const protectionsOf = (tx: Tx, cardId: number): Promise<Protection[]> =>
  tx.rows<Protection>(sql`
    SELECT p.since, p.why, p.at, a.name AS by, p.lifted_at AS "liftedAt", l.name AS "liftedBy", p.lifted_why AS "liftedWhy"
    FROM cards.cards c JOIN cards.protections p ON p.card_id = c.id OR p.person_key = c.person_key
      LEFT JOIN staff.accounts a ON a.id = p.staff_id LEFT JOIN staff.accounts l ON l.id = p.lifted_by
    WHERE c.id = ${cardId} ORDER BY p.id DESC`);

const PROTECT_REASONS = ['unknown', 'ahead'] as const;

/** Marks the person of a card as under 支援措置 (§8(2)②b): every card of theirs, those made later too. False where they are already. */
export const protect = (
  db: Db,
  actor: Actor,
  { cardId, since, why }: { cardId: number; since: string; why: string },
): Promise<Outcome<boolean, (typeof PROTECT_REASONS)[number]>> =>
  attempt(
    PROTECT_REASONS,
    async () =>
      (
        await db.one<{ marked: boolean }>(
          sql`SELECT cards.protect(${actorSql(actor)}, ${cardId}, ${since}::date, ${why}) AS marked`,
        )
      ).marked,
  );

/** Lifts it. False where it did not stand. */
export const protectNoMore = (
  db: Db,
  actor: Actor,
  { cardId, why }: { cardId: number; why: string },
): Promise<Outcome<boolean, 'unknown'>> =>
  attempt(
    ['unknown'],
    async () =>
      (await db.one<{ lifted: boolean }>(sql`SELECT cards.protect_no_more(${actorSql(actor)}, ${cardId}, ${why}) AS lifted`))
        .lifted,
  );
