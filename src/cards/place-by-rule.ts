import { type Sql, sql } from '../lib/db/sql.ts';

/** What a statement over rows `i` selects and joins to find a storage place and a position for each. */
export type PlaceSql = { columns: Sql; from: Sql };

/**
 * A box is in use, and so is its office: cards.box_in_use as part of a statement. Asked box by box: as a join it would be planned for a single box, and all
 * that is free read anew for each card.
 */
export const boxUsed = (box: Sql): Sql =>
  sql`${box}.retired_at IS NULL AND (SELECT bo.retired_at IS NULL FROM offices.offices bo WHERE bo.id = ${box}.office_id)`;
const USED = boxUsed(sql`sp`);

/** Positions of the boxes that rules lead to, where no card lies or is to lie: in order, from the first the rules give, never beyond the box. */
const freeSql = sql`
  SELECT sp.id, sp.office_id, ARRAY(
    SELECT n FROM generate_series(s.first_position, sp.size) AS n
    WHERE NOT EXISTS (SELECT FROM cards.cards k WHERE k.storage_place_id = sp.id AND k.storage_position = n AND cards.takes_position(k.is_open, k.whereabouts)) ORDER BY n) AS free
  FROM cards.storage_places sp JOIN (SELECT storage_place_id, min(first_position) AS first_position FROM cards.storage_rules GROUP BY storage_place_id) s ON s.storage_place_id = sp.id
  WHERE ${USED}`;

/** Lot and serial numbers in order: as the numbers they are. */
const ordered = (code: Sql): Sql => sql`cards.number_order(${code}) COLLATE "C"`;

/** The rules that lead to boxes in use, their bounds as they are compared: put in order once, not once a card. */
const rulesSql = sql`
  SELECT s.id, s.position, s.storage_place_id, s.office_code, s.arrived_from, s.arrived_to, ${ordered(sql`s.lot_from`)} AS lot_from, ${ordered(sql`s.lot_to`)} AS lot_to,
    ${ordered(sql`s.serial_from`)} AS serial_from, ${ordered(sql`s.serial_to`)} AS serial_to
  FROM cards.storage_rules s JOIN cards.storage_places sp ON sp.id = s.storage_place_id AND ${USED}`;

/**
 * The storage place of cards by what J-LIS supplies of them (§8(2)③): the first rule that fits, and in its box the free positions, in the order of serial
 * numbers. `source` has office_code, lot, serial_no, arrived_on and line. Rules look at what whole boxes have in common, so they are asked once a
 * box, not once a card (20,000 cards over 200 rules: 1.4 s against 0.1), and what is free in a box is read once. Columns: place and position (both null
 * where no rule fits or its box is full), office. `box`: the box of the rule, full or not. `own`: the office a card belongs to already, where it may; a box of
 * another office is none for it and takes no position, and `elsewhere` says so.
 */
export const placeByRule = (source: Sql, own: Sql = sql`NULL::integer`): PlaceSql & { box: Sql; elsewhere: Sql } => {
  const elsewhere = sql`coalesce(r.office_id <> ${own}, false)`;
  // A card that no rule fits is put into no order.
  const serial = sql`CASE WHEN r.storage_place_id IS NOT NULL THEN coalesce(r.serial_at, ${ordered(sql`i.serial_no`)}) END`;
  const nth = sql`row_number() OVER (PARTITION BY r.storage_place_id, ${elsewhere} ORDER BY r.lot_at, ${serial}, i.line)`;
  return {
    columns: sql`CASE WHEN ${nth} <= cardinality(r.free) AND NOT ${elsewhere} THEN r.storage_place_id END, r.free[${nth}], coalesce(r.office_id, o.id)`,
    box: sql`r.storage_place_id`,
    elsewhere,
    from: sql`
    LEFT JOIN (
      WITH rules AS MATERIALIZED (${rulesSql}),
      lots AS MATERIALIZED (SELECT l.lot, ${ordered(sql`l.lot`)} AS lot_at FROM (SELECT DISTINCT lot FROM ${source}) l)
      SELECT b.office_code, b.lot, b.lot_at, b.serial_no, b.serial_at, b.arrived_on, f.storage_place_id, p.office_id, p.free
      FROM (
          SELECT d.office_code, d.lot, d.serial_no, d.arrived_on, l.lot_at, ${ordered(sql`d.serial_no`)} AS serial_at
          FROM (
            SELECT DISTINCT office_code, lot, CASE WHEN EXISTS (SELECT FROM cards.storage_rules s WHERE s.serial_from IS NOT NULL OR s.serial_to IS NOT NULL) THEN serial_no END AS serial_no, arrived_on
            FROM ${source}) d
            JOIN lots l ON l.lot = d.lot) b
        CROSS JOIN LATERAL (
          SELECT s.storage_place_id FROM rules s
          WHERE (s.office_code IS NULL OR s.office_code = b.office_code)
            AND (s.lot_from IS NULL OR b.lot_at >= s.lot_from) AND (s.lot_to IS NULL OR b.lot_at <= s.lot_to)
            AND (s.serial_from IS NULL OR b.serial_at >= s.serial_from) AND (s.serial_to IS NULL OR b.serial_at <= s.serial_to)
            AND (s.arrived_from IS NULL OR b.arrived_on >= s.arrived_from) AND (s.arrived_to IS NULL OR b.arrived_on <= s.arrived_to)
          ORDER BY s.position, s.id LIMIT 1
        ) f
        JOIN (WITH free AS MATERIALIZED (${freeSql}) SELECT id, office_id, free FROM free) p ON p.id = f.storage_place_id
    ) r ON r.office_code = i.office_code AND r.lot = i.lot AND (r.serial_no IS NULL OR r.serial_no = i.serial_no)
      AND coalesce(r.arrived_on, 'infinity') = coalesce(i.arrived_on, 'infinity')`,
  };
};
