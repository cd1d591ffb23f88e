import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen, writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { codeOf } from '../lib/fault.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { keepOfficeTexts } from './kept-texts.ts';
import { type OfficeFacts, type OfficeRecord, readOffice } from './read.ts';
import { fillTransferTimes } from './transfers.ts';

const UNIQUE_VIOLATION = '23505';

const setArea = (tx: Tx, id: number, area: string): Promise<number> =>
  area === ''
    ? tx.run(sql`DELETE FROM offices.areas WHERE office_id = ${id}`)
    : tx.run(
        sql`INSERT INTO offices.areas (office_id, area) VALUES (${id}, ${area}) ON CONFLICT (office_id) DO UPDATE SET area = EXCLUDED.area`,
      );

/**
 * An office more. Its transfer times begin at the usual number, so that no card is promised for a day on which it cannot be there. `also`: what belongs to it in
 * the same transaction. Returns its id.
 */
export async function addOffice(
  db: Db,
  actor: Actor,
  code: string,
  facts: OfficeFacts,
  also: (tx: Tx, id: number) => Promise<void>,
): Promise<Outcome<number, 'code_taken'>> {
  try {
    return await db.transaction(async (tx) => {
      const { id } = await tx.one<{ id: number }>(sql`
        INSERT INTO offices.offices (code, name, names, address, directions, phone, facilities, is_storage, is_pickup, position, citizens_from, citizens_to)
        VALUES (${code}, ${facts.name}, ${JSON.stringify(facts.names)}::jsonb, ${facts.address}, ${facts.directions}, ${facts.phone}, ${[...facts.facilities]},
          ${facts.isStorage}, ${facts.isPickup}, ${facts.position}, ${facts.citizensFrom}, ${facts.citizensTo}) RETURNING id`);
      await setArea(tx, id, facts.area);
      await keepOfficeTexts(tx, staffOf(actor), id, null, facts);
      await writeChange(tx, actor, { act: 'office.added', officeId: id, of: { code } }, null, facts);
      await fillTransferTimes(tx, actor, id);
      await also(tx, id);
      return done(id);
    });
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return refused('code_taken');
    throw error;
  }
}

/** Changes an office read under lock in this transaction (`officeToChange`). `seen`: fingerprint of the facts the page showed. */
export const changeOffice = (
  tx: Tx,
  actor: Actor,
  office: OfficeRecord,
  seen: string,
  facts: OfficeFacts,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  changeSeen(
    tx,
    actor,
    { act: 'office.changed', officeId: office.id },
    { seen, before: office.facts, after: facts },
    async () => {
      await tx.run(sql`
        UPDATE offices.offices SET name = ${facts.name}, names = ${JSON.stringify(facts.names)}::jsonb, address = ${facts.address}, directions = ${facts.directions},
          phone = ${facts.phone}, facilities = ${[...facts.facilities]}, is_storage = ${facts.isStorage}, is_pickup = ${facts.isPickup}, position = ${facts.position},
          citizens_from = ${facts.citizensFrom}, citizens_to = ${facts.citizensTo}
        WHERE id = ${office.id}`);
      await setArea(tx, office.id, facts.area);
      await keepOfficeTexts(tx, staffOf(actor), office.id, office.facts, facts);
      await fillTransferTimes(tx, actor, office.id);
    },
  );

/** Out of use from now on: in no list, open to nobody. What may stand in the way is closing's to ask. */
export async function markRetired(tx: Tx, actor: Actor, id: number): Promise<void> {
  const ended = await tx.run(sql`UPDATE offices.offices SET retired_at = lib.now() WHERE id = ${id} AND retired_at IS NULL`);
  if (ended > 0) await writeChange(tx, actor, { act: 'office.retired', officeId: id }, null, null);
}

/** Back in use, but not offered to citizens: when they may choose it again is a decision of its own. `also`: what belongs to it in the same transaction. */
export const restoreOffice = (
  db: Db,
  actor: Actor,
  id: number,
  also: (tx: Tx) => Promise<void> = async () => {},
): Promise<boolean> =>
  db.transaction(async (tx) => {
    const office = await readOffice(tx, id, 'locked');
    if (office === undefined || office.retiredAt === null) return false;
    await tx.run(sql`UPDATE offices.offices SET retired_at = NULL, citizens_from = NULL, citizens_to = NULL WHERE id = ${id}`);
    await writeChange(tx, actor, { act: 'office.restored', officeId: id }, office.facts, {
      ...office.facts,
      citizensFrom: null,
      citizensTo: null,
    });
    await fillTransferTimes(tx, actor, id);
    await also(tx);
    return true;
  });
