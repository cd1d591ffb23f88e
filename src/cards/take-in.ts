import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { empty, raw, type Sql, sql } from '../lib/db/sql.ts';
import { CARD_COLUMNS } from './incoming.ts';
import { type PlaceSql, placeByRule } from './place-by-rule.ts';

/** When a list was taken in before that is read again; undefined: it is read for the first time. */
export type ReadSince = Date | undefined;

/** The day of notice: a list that is read again leaves the one that staff posted since. */
const noticeTold = (since: ReadSince): Sql =>
  since === undefined
    ? sql`coalesce(i.notice_date, c.notice_date)`
    : sql`CASE WHEN EXISTS (SELECT FROM cards.notices n WHERE n.card_id = c.id AND n.at >= ${since} AND n.undone_at IS NULL) THEN c.notice_date ELSE coalesce(i.notice_date, c.notice_date) END`;

/** What a list may say of a card that is known already; what it leaves blank stays as it was, and so does an address that staff checked (`k`). */
const told = (
  since: ReadSince,
): Sql => sql`(i.name, coalesce(nullif(i.kana, ''), c.kana), CASE WHEN k.card_id IS NULL THEN coalesce(nullif(i.postal_code, ''), c.postal_code) ELSE c.postal_code END,
  CASE WHEN k.card_id IS NULL THEN coalesce(nullif(i.address, ''), c.address) ELSE c.address END,
  coalesce(nullif(i.phone, ''), c.phone), coalesce(nullif(i.lot, ''), c.lot), coalesce(nullif(i.serial_no, ''), c.serial_no),
  coalesce(nullif(i.office_code, ''), c.office_code), coalesce(i.arrived_on, c.arrived_on), coalesce(i.expires_on, c.expires_on),
  ${noticeTold(since)})`;
const KNOWN = sql`(c.name, c.kana, c.postal_code, c.address, c.phone, c.lot, c.serial_no, c.office_code, c.arrived_on, c.expires_on, c.notice_date)`;
/** The identity of an open card. */
const SAME = sql`c.notice_id = i.notice_id AND c.birth_text = i.birth_text AND c.name_key = i.name_key`;

/**
 * What contradicts row `i`: the same notice ID and birthday under another name; or the same notice ID and name where one of
 * the two birthdays is not fully known. `other`: a card, or another row.
 */
export const contradicts = (other: Sql): Sql => sql`${other}.notice_id = i.notice_id AND (
  (${other}.birth_text = i.birth_text AND ${other}.name_key <> i.name_key)
  OR (${other}.name_key = i.name_key AND ${other}.birth_text <> i.birth_text AND (${other}.birth_date IS NULL OR i.birth_date IS NULL)))`;

/** An open card that contradicts row `i`. Staff decide those. */
export const CONTRADICTS = sql`c.is_open AND ${contradicts(sql`c`)}`;

/** Row `i` means no open card. */
export const NOT_MET = sql`NOT EXISTS (SELECT FROM pg_temp.met m WHERE m.line = i.line)`;

/** The same card, handed over or destroyed since: an old list must not bring it back. A card made anew has other marks. */
const OVER_ALREADY = sql`EXISTS (
  SELECT FROM cards.cards c WHERE NOT c.is_open AND ${SAME}
    AND (c.lot, c.serial_no, c.arrived_on, c.expires_on) IS NOT DISTINCT FROM (i.lot, i.serial_no, i.arrived_on, i.expires_on))`;

/** Row `i` is to become a card: it means no open one, was not over already and contradicts none that is open. */
export const BECOMES_CARD = sql`${NOT_MET} AND NOT ${OVER_ALREADY} AND NOT EXISTS (SELECT FROM cards.cards c WHERE ${CONTRADICTS})`;

type Met = {
  /** Rows whose card is known and open. */
  known: number;
  /** Of these, how many say something new. */
  changed: number;
};

/** Finds the open cards that rows mean: into a table `met` (line, id, differs) of the transaction's own. Nothing is locked yet. */
export async function findMet(tx: Tx, since: ReadSince): Promise<Met> {
  await tx.run(sql`ANALYZE pg_temp.incoming (notice_id, birth_text, name_key)`);
  await tx.run(sql`
    CREATE TEMP TABLE met ON COMMIT DROP AS
    SELECT i.line, c.id, ${KNOWN} IS DISTINCT FROM ${told(since)} AS differs, c.updated_at AS seen_at
    FROM pg_temp.incoming i JOIN cards.cards c ON ${SAME} AND c.is_open LEFT JOIN cards.checked_addresses k ON k.card_id = c.id`);
  return countMet(tx);
}

const countMet = (tx: Tx): Promise<Met> =>
  tx.one<Met>(sql`SELECT count(*)::integer AS known, (count(*) FILTER (WHERE differs))::integer AS changed FROM pg_temp.met`);

/**
 * Finds them and locks those that differ, in ascending id as every act does, and looks at them again: one that was handed over, taken out or made another
 * person's meanwhile is met no more.
 */
export async function meetIncoming(tx: Tx, since: ReadSince): Promise<Met> {
  await findMet(tx, since);
  // What a row of `locked` shows is the card as it is now that nobody else can change it.
  const { moved } = await tx.one<{ moved: boolean }>(sql`
    SELECT count(*) FILTER (WHERE locked.updated_at = locked.seen_at) < (SELECT count(*) FROM pg_temp.met WHERE differs) AS moved FROM (
      SELECT c.updated_at, m.seen_at FROM pg_temp.met m JOIN cards.cards c ON c.id = m.id WHERE m.differs ORDER BY c.id FOR NO KEY UPDATE OF c) locked`);
  if (moved)
    await tx.run(sql`
      DELETE FROM pg_temp.met m WHERE m.differs AND NOT EXISTS (
        SELECT FROM cards.cards c JOIN pg_temp.incoming i ON i.line = m.line WHERE c.id = m.id AND c.is_open AND ${SAME})`);
  return countMet(tx);
}

/** Brings the cards that differ, which `meetIncoming` has locked, to what the list says. One that has no office yet gets it by `officesOfMet`. */
export async function updateMet(tx: Tx, actor: Actor, importId: number, since: ReadSince): Promise<void> {
  await tx.run(sql`
    UPDATE cards.cards c SET (name, kana, postal_code, address, phone, lot, serial_no, office_code, arrived_on, expires_on, notice_date) = ROW ${told(since)},
      office_id = CASE WHEN c.office_id IS NULL OR i.office_code IN ('', c.office_code) THEN c.office_id ELSE cards.office_told(c, i.office_code) END,
      kana_key = CASE WHEN i.kana <> '' THEN i.kana_key ELSE c.kana_key END,
      search = CASE WHEN i.kana <> '' THEN i.search ELSE c.search END,
      updated_at = lib.now()
    FROM pg_temp.incoming i JOIN pg_temp.met m ON m.line = i.line AND m.differs LEFT JOIN cards.checked_addresses k ON k.card_id = m.id
    WHERE c.id = m.id`);
  // The notice went out since the card came in.
  await tx.run(sql`
    SELECT cards.set_status(${actorSql(actor)}, c.id, 'notified', ${`取込${importId}`}, NULL, lib.now())
    FROM (SELECT id FROM pg_temp.met WHERE differs ORDER BY id) m JOIN cards.cards c ON c.id = m.id
    WHERE c.status = ANY (ARRAY(SELECT st.code FROM cards.statuses st WHERE st.category = 'preparing')) AND c.notice_date <= lib.day_of(lib.now())`);
}

/** Rows that say another address `i` of a card `c` than the one staff checked `k`. */
export const OTHER_ADDRESS = sql`
  pg_temp.met m JOIN pg_temp.incoming i ON i.line = m.line AND i.address <> '' JOIN cards.checked_addresses k ON k.card_id = m.id
  JOIN cards.cards c ON c.id = m.id AND i.address <> c.address`;

/**
 * Notes what the list says otherwise than an address staff checked: staff decide. What was found to be wrong already is not asked about again.
 * Returns how many addresses stayed against the list.
 */
export async function keepCheckedAddresses(tx: Tx, importId: number): Promise<number> {
  const { kept } = await tx.one<{ kept: number }>(sql`
    WITH other AS (
      SELECT m.id, i.postal_code, i.address FROM ${OTHER_ADDRESS}
    ), told AS (
      UPDATE cards.checked_addresses k SET told_postal = o.postal_code, told_address = o.address, told_import = ${importId}, told_at = lib.now()
      FROM other o WHERE k.card_id = o.id AND o.address IS DISTINCT FROM k.old_address AND o.address IS DISTINCT FROM k.told_address
    )
    SELECT count(*)::integer AS kept FROM other`);
  return kept;
}

/** How many rows mean a card that is over already. */
export const countOver = async (tx: Tx): Promise<number> =>
  (
    await tx.one<{ over: number }>(
      sql`SELECT count(*)::integer AS over FROM pg_temp.incoming i WHERE ${NOT_MET} AND ${OVER_ALREADY}`,
    )
  ).over;

/** The last turn of rows that contradict one another; 0 where none do. */
export const lastTurn = async (tx: Tx): Promise<number> =>
  (await tx.one<{ turns: number }>(sql`SELECT coalesce(max(turn), 0)::integer AS turns FROM pg_temp.incoming`)).turns;

/**
 * Makes cards of the rows that mean none yet. A row that contradicts an open card makes none. Where rules say so, each gets its
 * storage place and a free position in it (§8(2)③), none where the box is full; none gets an office that is out of use. Returns how many are new and how many were over already.
 * `given`: where they are put instead. In the order of their kana, so that people of one name lie together on disk: a search for them reads a tenth of the pages.
 */
export async function insertFresh(tx: Tx, importId: number, given?: PlaceSql): Promise<{ fresh: number; over: number }> {
  const over = await countOver(tx);
  const turns = await lastTurn(tx);
  const { placed } = await tx.one<{ placed: boolean }>(sql`SELECT EXISTS (SELECT FROM cards.storage_rules) AS placed`);
  const place =
    given ?? (placed ? placeByRule(sql`pg_temp.incoming`) : { columns: sql`NULL::integer, NULL::integer, o.id`, from: empty });
  let fresh = 0;
  for (let turn = 0; turn <= turns; turn += 1) {
    fresh += await tx.run(sql`
      INSERT INTO cards.cards (${raw(CARD_COLUMNS.join(', '))}, status, status_at, storage_place_id, storage_position, office_id, import_id, created_at, updated_at)
      SELECT ${raw(CARD_COLUMNS.map((column) => `i.${column}`).join(', '))},
        CASE WHEN i.notice_date <= t.today THEN 'notified' ELSE 'preparing' END, t.at, ${place.columns}, ${importId}, t.at, t.at
      FROM (SELECT lib.now() AS at, lib.day_of(lib.now()) AS today OFFSET 0) t
        CROSS JOIN pg_temp.incoming i LEFT JOIN offices.offices o ON o.code = i.office_code AND o.retired_at IS NULL ${place.from}
      WHERE i.turn = ${turn} AND ${BECOMES_CARD}
      ORDER BY i.kana_key, i.name_key, i.notice_id, i.line
      ON CONFLICT DO NOTHING`);
  }
  if (fresh > 100) await tx.run(sql`SELECT cards.settle_search()`);
  return { fresh, over };
}

/**
 * Takes its box from a new card whose position somebody else's card has by now: positions were read before the cards were laid in them. The boxes are
 * locked as whoever looks for a free position locks them, and only at the end, so that a long list keeps no scanner waiting. Who lost their box waits
 * where those are whose box was full.
 */
export async function yieldPositions(tx: Tx, importId: number): Promise<void> {
  await tx.run(sql`
    SELECT FROM cards.storage_places WHERE id IN (SELECT storage_place_id FROM cards.storage_rules) ORDER BY id FOR NO KEY UPDATE`);
  await tx.run(sql`
    UPDATE cards.cards c SET storage_place_id = NULL, storage_position = NULL
    WHERE c.import_id = ${importId} AND c.storage_position IS NOT NULL AND EXISTS (
      SELECT FROM cards.cards o WHERE o.storage_place_id = c.storage_place_id AND o.storage_position = c.storage_position AND cards.takes_position(o.is_open, o.whereabouts) AND o.id <> c.id)`);
}
