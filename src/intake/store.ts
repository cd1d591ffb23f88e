import type { Actor } from '../audit/actor.ts';
import { countOfficesKept, keepOffices, officesOfMet, unknownOffices } from '../cards/offices.ts';
import type { PlaceSql } from '../cards/place-by-rule.ts';
import { insertFresh, keepCheckedAddresses, meetIncoming, type ReadSince, updateMet, yieldPositions } from '../cards/take-in.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type Asked, askAboutContradictions } from './conflicts.ts';
import type { ImportReport } from './import-report.ts';

/** Of the one lock that keeps two imports apart, so that the second is told instead of kept waiting. */
const IMPORT_LOCK = 7_310_432;

/** Takes that lock until the transaction ends; false: another import has it. */
export const onlyImport = async (tx: Tx): Promise<boolean> =>
  (await tx.one<{ locked: boolean }>(sql`SELECT pg_try_advisory_xact_lock(${IMPORT_LOCK}) AS locked`)).locked;

type Laid = {
  /** How many rows lie in the table of cards to be taken in. */
  rows: number;
  /** Where a new card is put, where the rules of storage are not asked. */
  place?: PlaceSql;
  /** A person gave them on purpose: what staff answered once is asked anew. */
  anew?: boolean;
  /** When the list was taken in first, where it is read again. */
  since?: ReadSince;
};

/** What came of rows, or would come of them. */
export type Stored = Pick<
  ImportReport,
  | 'fresh'
  | 'changed'
  | 'unchanged'
  | 'over'
  | 'conflicts'
  | 'waiting'
  | 'dropped'
  | 'addressesKept'
  | 'officesFound'
  | 'officesKept'
  | 'unknownOffices'
>;

/** What was counted on the way, as a report says it. */
export const storedOf = ({
  known,
  changed,
  asked: { asked, waiting, dropped },
  ...counted
}: { known: number; changed: number; asked: Asked } & Pick<
  Stored,
  'fresh' | 'over' | 'addressesKept' | 'officesFound' | 'officesKept' | 'unknownOffices'
>): Stored => ({ ...counted, changed, unchanged: known - changed, conflicts: asked, waiting, dropped });

/** Stores the rows that lie in the transaction's table `incoming`: known cards are updated, new ones made, contradictions asked about. */
export async function store(tx: Tx, actor: Actor, importId: number, { rows, place, anew = false, since }: Laid): Promise<Stored> {
  await keepOffices(tx);
  const { known, changed } = await meetIncoming(tx, since);
  const officesKept = changed === 0 ? 0 : await countOfficesKept(tx);
  if (changed > 0) {
    await tx.run(sql`
      INSERT INTO intake.changes (import_id, card_id, before)
      SELECT ${importId}, c.id, to_jsonb(c) FROM pg_temp.met m JOIN cards.cards c ON c.id = m.id WHERE m.differs`);
    await updateMet(tx, actor, importId, since);
    await tx.run(
      sql`UPDATE intake.changes k SET left_at = c.updated_at FROM cards.cards c WHERE k.import_id = ${importId} AND c.id = k.card_id`,
    );
  }
  const addressesKept = known === 0 ? 0 : await keepCheckedAddresses(tx, importId);
  const officesFound = await officesOfMet(tx);
  const { fresh, over } = known === rows ? { fresh: 0, over: 0 } : await insertFresh(tx, importId, place);
  const asked =
    known + fresh + over === rows ? { asked: 0, waiting: 0, dropped: 0 } : await askAboutContradictions(tx, importId, { anew });
  const offices = await unknownOffices(tx);
  if (fresh > 0) await yieldPositions(tx, importId);
  // Who is under 支援措置 is so with a new card too. The last step, since it makes who marks somebody wait.
  if (fresh > 0) await tx.run(sql`SELECT cards.mark_protected()`);
  return storedOf({ known, changed, fresh, over, asked, addressesKept, officesFound, officesKept, unknownOffices: offices });
}
