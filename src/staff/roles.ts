import type { Actor } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen, writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { codeOf } from '../lib/fault.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { guarded } from './guard.ts';
import { RIGHTS, type Right } from './rights.ts';

/** Every right there is, in the order of the page. */
export const ALL_RIGHTS = Object.keys(RIGHTS) as readonly Right[];

/** What a role may, by the words of each right: so the log says it. */
export type Granted = { readonly [words: string]: boolean };
export type RoleFacts = { name: string; position: number; rights: Granted };
type RoleRecord = { id: number; code: string; retiredAt: Date | null; facts: RoleFacts };

/** `has`: codes of the rights that are given. */
export const grantedOf = (has: readonly string[]): Granted =>
  Object.fromEntries(ALL_RIGHTS.map((code) => [RIGHTS[code], has.includes(code)]));
export const codesOf = (granted: Granted): Right[] => ALL_RIGHTS.filter((code) => granted[RIGHTS[code]] === true);

type Row = { id: number; code: string; name: string; position: number; retiredAt: Date | null; has: string[] };

const roles = async (tx: Tx, where: Sql): Promise<RoleRecord[]> =>
  (
    await tx.rows<Row>(sql`
      SELECT r.id, r.code, r.name, r.position, r.retired_at AS "retiredAt", ARRAY(SELECT right_code FROM staff.role_rights WHERE role = r.code) AS has
      FROM staff.roles r WHERE ${where} ORDER BY r.retired_at IS NOT NULL, r.position, r.id`)
  ).map(({ name, position, has, ...row }) => ({ ...row, facts: { name, position, rights: grantedOf(has) } }));

/** Every role there ever was, those in use first, in the city's order. */
export const listRoleRecords = (tx: Tx): Promise<RoleRecord[]> => roles(tx, sql`true`);
export const readRole = async (tx: Tx, id: number): Promise<RoleRecord | undefined> => (await roles(tx, sql`r.id = ${id}`))[0];

/** Accounts in use that have a role. */
export const holdersOf = (tx: Tx, id: number): Promise<{ id: number; name: string; login: string }[]> =>
  tx.rows(sql`
    SELECT a.id, a.name, a.login FROM staff.roles r JOIN staff.account_roles ar ON ar.role = r.code JOIN staff.accounts a ON a.id = ar.account_id
    WHERE r.id = ${id} AND a.retired_at IS NULL ORDER BY a.login`);

async function giveRights(tx: Tx, code: string, granted: Granted): Promise<void> {
  const rights = codesOf(granted);
  // A right of a newer release beside this one is not this page's to take.
  await tx.run(
    sql`DELETE FROM staff.role_rights WHERE role = ${code} AND right_code = ANY (${[...ALL_RIGHTS]}) AND right_code <> ALL (${rights})`,
  );
  await tx.run(
    sql`INSERT INTO staff.role_rights (role, right_code) SELECT ${code}, unnest(${rights}::text[]) ON CONFLICT DO NOTHING`,
  );
}

/** A role more (§8(2)②a). Returns its number. */
export async function addRole(db: Db, actor: Actor, code: string, facts: RoleFacts): Promise<Outcome<number, 'code_taken'>> {
  try {
    return await db.transaction(async (tx) => {
      const { id } = await tx.one<{ id: number }>(
        sql`INSERT INTO staff.roles (code, name, position) VALUES (${code}, ${facts.name}, ${facts.position}) RETURNING id`,
      );
      await giveRights(tx, code, facts.rights);
      await writeChange(tx, actor, { act: 'staff.role-added', of: { role: code } }, null, facts);
      return done(id);
    });
  } catch (error) {
    if (codeOf(error) === '23505') return refused('code_taken');
    throw error;
  }
}

/**
 * Changes a role's name, place and rights; whoever has it may by them from their next press on. Refuses last_administrator: nobody could manage
 * accounts, settings or those of the city any more.
 */
export async function changeRole(
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  facts: RoleFacts,
): Promise<Outcome<'changed' | 'same', ChangeRefusal | 'last_administrator'>> {
  const changed = await guarded(db, async (tx) => {
    const role = await readRole(tx, id);
    return changeSeen(
      tx,
      actor,
      { act: 'staff.role-changed', of: { role: role?.code ?? '' } },
      { seen, before: role?.retiredAt === null ? role.facts : undefined, after: facts },
      async () => {
        await tx.run(sql`UPDATE staff.roles SET name = ${facts.name}, position = ${facts.position} WHERE id = ${id}`);
        await giveRights(tx, role?.code ?? '', facts.rights);
      },
    );
  });
  return changed.ok ? changed.value : changed;
}

/** Nobody can be given a role any more. Refuses in_the_way: accounts have it. */
export async function retireRole(db: Db, actor: Actor, id: number): Promise<Outcome<undefined, 'in_the_way'>> {
  const retired = await guarded(db, async (tx) => {
    if ((await holdersOf(tx, id)).length > 0) return false;
    const ended = await tx.row<{ code: string }>(
      sql`UPDATE staff.roles SET retired_at = lib.now() WHERE id = ${id} AND retired_at IS NULL RETURNING code`,
    );
    if (ended !== undefined) await writeChange(tx, actor, { act: 'staff.role-retired', of: { role: ended.code } }, null, null);
    return true;
  });
  return retired.ok && retired.value ? done(undefined) : refused('in_the_way');
}

export const restoreRole = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const back = await tx.row<{ code: string }>(
      sql`UPDATE staff.roles SET retired_at = NULL WHERE id = ${id} AND retired_at IS NOT NULL RETURNING code`,
    );
    if (back !== undefined) await writeChange(tx, actor, { act: 'staff.role-restored', of: { role: back.code } }, null, null);
    return back !== undefined;
  });
