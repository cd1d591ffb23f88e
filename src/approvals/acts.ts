import { type Actor, actorSql, staffOf } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';

export type Matter = {
  id: number;
  kind: 'change' | 'restore';
  /** Of a change the program's digest, of a restore the backup's name; empty: the newest. */
  subject: string;
  until: Date | null;
  title: string;
  body: string;
  presentedAt: Date;
  decidedAt: Date | null;
  approved: boolean | null;
  approver: string | null;
  note: string | null;
  usedAt: Date | null;
  /** Since when it is approved no more, and why. */
  withdrawnAt: Date | null;
  withdrawnWhy: string | null;
};

const MATTER = sql`
  SELECT id, kind, subject, until, title, body, presented_at AS "presentedAt", decided_at AS "decidedAt", approved, approver, note, used_at AS "usedAt",
    withdrawn_at AS "withdrawnAt", withdrawn_why AS "withdrawnWhy"
  FROM approvals.matters`;

/** What was put before the city, the newest first. */
export const listMatters = (tx: Tx, { limit, offset }: { limit: number; offset: number }): Promise<Matter[]> =>
  tx.rows<Matter>(sql`${MATTER} ORDER BY presented_at DESC, id DESC LIMIT ${limit} OFFSET ${offset}`);
export const countMatters = async (tx: Tx): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*)::integer FROM approvals.matters`)).count;
/** How many wait for the city's decision. */
export const waitingMatters = async (tx: Tx): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*) FROM approvals.matters WHERE decided_at IS NULL`)).count;
export const readMatter = (tx: Tx, id: number): Promise<Matter | undefined> => tx.row<Matter>(sql`${MATTER} WHERE id = ${id}`);

const write = (tx: Tx, actor: Actor, act: string, facts: Record<string, string | number | boolean | null>): Promise<number> =>
  tx.run(sql`SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify(facts)}::jsonb)`);

const OPERATOR: Actor = { kind: 'operator' };

/** Puts a change of the program before the city (§9(3)). Presented once more with other words: another matter. Returns its number. */
export const presentChange = (db: Db, change: { program: string; title: string; body: string }): Promise<number> =>
  db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO approvals.matters (kind, subject, title, body, presented_at)
      VALUES ('change', ${change.program}, ${change.title}, ${change.body}, lib.now()) RETURNING id`);
    await write(tx, OPERATOR, 'approval.presented', { matter: id, kind: 'change' });
    return id;
  });

type Decision = { approved: boolean; approver: string; note: string };

/** Records what the city decided of a matter. */
export const decideMatter = (
  db: Db,
  actor: Actor,
  id: number,
  { approved, approver, note }: Decision,
): Promise<Outcome<null, 'decided_already'>> =>
  db.transaction(async (tx) => {
    const changed = await tx.run(sql`
      UPDATE approvals.matters SET decided_at = lib.now(), decided_by = ${staffOf(actor)}, approved = ${approved}, approver = ${approver}, note = ${note}
      WHERE id = ${id} AND decided_at IS NULL`);
    if (changed === 0) return refused('decided_already');
    await write(tx, actor, 'approval.decided', { matter: id, approved });
    return done(null);
  });

/** Whether an approval may be withdrawn: as long as nothing was done by it. */
export const canWithdraw = ({ approved, usedAt, withdrawnAt }: Matter): boolean =>
  approved === true && usedAt === null && withdrawnAt === null;

/** The city approves it no more. A change is presented anew for another decision. */
export const withdrawApproval = (db: Db, actor: Actor, id: number, why: string): Promise<Outcome<null, 'not_open'>> =>
  db.transaction(async (tx) => {
    const changed = await tx.run(sql`
      UPDATE approvals.matters SET withdrawn_at = lib.now(), withdrawn_by = ${staffOf(actor)}, withdrawn_why = ${why}
      WHERE id = ${id} AND approved AND used_at IS NULL AND withdrawn_at IS NULL`);
    if (changed === 0) return refused('not_open');
    await write(tx, actor, 'approval.withdrawn', { matter: id });
    return done(null);
  });

type RestoreApproval = { backup: string; until: Temporal.Instant | null; approver: string; reason: string };

/** Records at the desk that the city approves a restore (§9(1)②). Returns its number. */
export const approveRestore = (db: Db, actor: Actor, given: RestoreApproval): Promise<number> =>
  db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO approvals.matters (kind, subject, until, title, body, presented_at, decided_at, decided_by, approved, approver)
      VALUES ('restore', ${given.backup}, ${given.until?.toString() ?? null}::timestamptz, 'バックアップからの復元', ${given.reason}, lib.now(), lib.now(),
        ${staffOf(actor)}, true, ${given.approver}) RETURNING id`);
    await write(tx, actor, 'approval.decided', { matter: id, approved: true, kind: 'restore', backup: given.backup });
    return id;
  });

/** What was approved on paper while the desk was away, kept as what it is: done. */
export const keepUsed = (
  tx: Tx,
  given: { backup: string; until: string | null; approver: string; reason: string; at: string },
): Promise<number> =>
  tx.run(sql`
    INSERT INTO approvals.matters (kind, subject, until, title, body, presented_at, decided_at, approved, approver, used_at)
    VALUES ('restore', ${given.backup}, ${given.until}::timestamptz, 'バックアップからの復元', ${given.reason}, ${given.at}::timestamptz,
      ${given.at}::timestamptz, true, ${given.approver}, lib.now())`);
