import type { Clock } from '../lib/clock.ts';
import { today } from '../lib/clock.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

const DAYS = 200;
const BOXES_A_CABINET = 30;
/** A day's delivery is up to 125 cards. */
const BOX_SIZE = 130;
const BRANCH_BOX_SIZE = 500;
const BRANCHES = [2, 3, 4, 5];

/** The shelves: at the main hall a box a day of arrival, at the 総合支所 one box each; and the rules that find them (§8(2)③). */
export async function buildShelves(tx: Tx, clock: Clock): Promise<void> {
  const first = addDays(today(clock).toString(), -DAYS);
  await tx.run(sql`
    WITH boxes AS (SELECT n, chr(65 + n / ${BOXES_A_CABINET}::integer) || '棚' AS cabinet, (n % ${BOXES_A_CABINET}::integer + 1) || '箱' AS box FROM generate_series(0, ${DAYS}::integer) n),
    places AS (INSERT INTO cards.storage_places (office_id, cabinet, box, size, cabinet_order, box_order)
      SELECT 1, cabinet, box, ${BOX_SIZE}, n / ${BOXES_A_CABINET}::integer + 1, n % ${BOXES_A_CABINET}::integer + 1 FROM boxes RETURNING id, cabinet, box)
    INSERT INTO cards.storage_rules (position, office_code, arrived_from, arrived_to, storage_place_id)
    SELECT b.n, 'honcho', ${first}::date + b.n, ${first}::date + b.n, p.id FROM boxes b JOIN places p USING (cabinet, box) WHERE b.n < ${DAYS}::integer`);
  await tx.run(sql`
    WITH places AS (INSERT INTO cards.storage_places (office_id, cabinet, box, size, cabinet_order, box_order)
      SELECT unnest(${BRANCHES}::integer[]), 'A棚', '1箱', ${BRANCH_BOX_SIZE}, 1, 1 RETURNING id, office_id)
    INSERT INTO cards.storage_rules (position, office_code, storage_place_id)
    SELECT 1000 + p.office_id, o.code, p.id FROM places p JOIN offices.offices o ON o.id = p.office_id`);
}

/** The box for today's delivery is only decided now: its cards have come and are not on a shelf yet. */
export const decideToday = (tx: Tx, clock: Clock): Promise<number> =>
  tx.run(sql`
    INSERT INTO cards.storage_rules (position, office_code, arrived_from, arrived_to, storage_place_id)
    SELECT ${DAYS}::integer, 'honcho', t.day, t.day, p.id
    FROM (SELECT ${today(clock).toString()}::date AS day) t,
      (SELECT id FROM cards.storage_places WHERE office_id = 1 ORDER BY cabinet_order DESC, box_order DESC LIMIT 1) p`);
