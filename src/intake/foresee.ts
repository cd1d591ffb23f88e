import { countOfficesKept, unknownOffices } from '../cards/offices.ts';
import {
  BECOMES_CARD,
  CONTRADICTS,
  contradicts,
  countOver,
  findMet,
  lastTurn,
  NOT_MET,
  OTHER_ADDRESS,
  type ReadSince,
} from '../cards/take-in.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { type Asked, answers, FINGERPRINT } from './conflicts.ts';
import { type Stored, storedOf } from './store.ts';

const count = async (tx: Tx, from: ReturnType<typeof sql>): Promise<number> =>
  (await tx.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM ${from}`)).n;

/** Rows that would become cards, into a table `fresh` of the transaction's own; of rows that contradict one another those that would be first. Returns how many. */
async function findFresh(tx: Tx): Promise<number> {
  await tx.run(sql`
    CREATE TEMP TABLE fresh ON COMMIT DROP AS
    SELECT i.line, i.turn, i.notice_id, i.birth_text, i.birth_date, i.name_key FROM pg_temp.incoming i WHERE ${BECOMES_CARD}`);
  const turns = await lastTurn(tx);
  for (let turn = 1; turn <= turns; turn += 1)
    await tx.run(
      sql`DELETE FROM pg_temp.fresh i WHERE i.turn = ${turn} AND EXISTS (SELECT FROM pg_temp.fresh f WHERE f.turn < ${turn} AND ${contradicts(sql`f`)})`,
    );
  return count(tx, sql`pg_temp.fresh`);
}

/** What staff would be asked: of a card that is there, unless they were asked before; of one that would be made, always. */
async function foreseeContradictions(tx: Tx): Promise<Asked> {
  const about = (which: Sql) => sql`EXISTS (
    SELECT FROM intake.conflicts d WHERE d.card_id = k.card_id AND d.fingerprint = k.fingerprint AND ${which})`;
  return tx.one<Asked>(sql`
    SELECT (count(*) FILTER (WHERE k.dropped))::integer AS dropped, (count(*) FILTER (WHERE k.waiting AND NOT k.dropped))::integer AS waiting,
      (count(*) FILTER (WHERE NOT k.waiting AND NOT k.dropped))::integer AS asked
    FROM (
      SELECT ${about(answers(sql`d`, sql`k`))} AS dropped, ${about(sql`d.decided_at IS NULL`)} AS waiting FROM (
        SELECT o.id AS card_id, ${FINGERPRINT} AS fingerprint, i.lot, i.serial_no, i.arrived_on, i.expires_on
        FROM pg_temp.incoming i LEFT JOIN LATERAL (SELECT c.id FROM cards.cards c WHERE ${CONTRADICTS} ORDER BY c.id LIMIT 1) o ON true
        WHERE ${NOT_MET} AND NOT EXISTS (SELECT FROM pg_temp.fresh f WHERE f.line = i.line)
          AND (o.id IS NOT NULL OR EXISTS (SELECT FROM pg_temp.fresh f WHERE ${contradicts(sql`f`)}))) k) k`);
}

/**
 * What storing the rows that lie in the transaction's table `incoming` would come to, as `store` counts it: nothing is written but tables of the
 * transaction's own, no card is locked. Writing cards and their indexes is most of what storing costs.
 */
export async function foresee(tx: Tx, { rows, since }: { rows: number; since: ReadSince }): Promise<Stored> {
  const { known, changed } = await findMet(tx, since);
  const addressesKept = known === 0 ? 0 : await count(tx, OTHER_ADDRESS);
  const officesKept = changed === 0 ? 0 : await countOfficesKept(tx);
  const officesFound = await count(
    tx,
    sql`pg_temp.met m JOIN cards.cards c ON c.id = m.id AND c.office_id IS NULL JOIN pg_temp.incoming i ON i.line = m.line
      JOIN offices.offices o ON o.code = coalesce(nullif(i.office_code, ''), c.office_code) AND o.retired_at IS NULL`,
  );
  const [fresh, over] = known === rows ? [0, 0] : [await findFresh(tx), await countOver(tx)];
  const asked = known + fresh + over === rows ? { asked: 0, waiting: 0, dropped: 0 } : await foreseeContradictions(tx);
  return storedOf({
    known,
    changed,
    fresh,
    over,
    asked,
    addressesKept,
    officesFound,
    officesKept,
    unknownOffices: await unknownOffices(tx),
  });
}
