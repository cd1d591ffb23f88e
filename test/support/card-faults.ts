import type { Db } from '../../src/lib/db/db.ts';
import { type Sql, sql } from '../../src/lib/db/sql.ts';
import { parcelFaults } from './parcel-faults.ts';

type Place = { whereabouts: string; office: number | null; place: number | null; position: number | null };
type Movement = { id: number; card: number; event: string; before: Place; after: Place; undoes: number | null; two: boolean };

/** Where each movement may begin and where it leads, written down anew from domain.md: what counts over may not ask what it counts over. */
export const ALLOWED: Record<string, readonly [from: readonly string[], to: string]> = {
  arrived: [['expected'], 'expected'],
  shelved: [['expected', 'counter', 'pulled'], 'shelf'],
  moved: [['shelf'], 'shelf'],
  pulled: [['shelf'], 'pulled'],
  sent: [['shelf', 'pulled', 'counter'], 'transit'],
  received: [['transit'], 'counter'],
  returned: [['pulled', 'counter'], 'shelf'],
  counted: [['expected', 'shelf', 'missing'], 'shelf'],
  'found-at': [['missing'], 'counter'],
  'found-missing': [['expected', 'shelf', 'pulled', 'transit', 'counter'], 'missing'],
  'handed-over': [['expected', 'shelf', 'pulled', 'transit', 'counter', 'missing'], 'gone'],
  destroyed: [['shelf', 'pulled', 'counter'], 'gone'],
  departed: [['shelf', 'pulled', 'counter'], 'gone'],
};

/** A card that came without an office may be given one by a later list: that is no movement. */
const same = (a: Place, before: Place): boolean =>
  a.whereabouts === before.whereabouts &&
  (before.office === null || a.office === before.office) &&
  a.place === before.place &&
  a.position === before.position;

/** A card that is opened again (対象外 was wrong) after another was given its position in the box: it stays where it is, pulled too, and has none. */
const losesPosition = ({ event, before, after }: Movement): boolean =>
  event === 'moved' && after.position === null && after.whereabouts === before.whereabouts && after.office === before.office;

/** What is wrong with one movement, given the one before it of the same card and all of that card so far. */
function wrongWith(
  one: Movement,
  last: Movement | undefined,
  known: ReadonlyMap<number, Movement>,
  undone: Set<number>,
): string | undefined {
  if (last !== undefined && !same(one.before, last.after)) return 'begins where the one before did not end';
  if ((one.event === 'destroyed' || one.event === 'departed') && !one.two) return 'gone by one person';
  if (one.event === 'undone') {
    const back = one.undoes === null ? undefined : known.get(one.undoes);
    if (back === undefined || undone.has(back.id)) return 'takes back what is not there';
    undone.add(back.id);
    // An office that became known since the movement stays known.
    const office = back.before.office ?? (one.before.office === back.after.office ? null : one.before.office);
    return one.after.whereabouts === back.before.whereabouts && one.after.office === office ? undefined : 'does not lead back';
  }
  if (losesPosition(one)) return undefined;
  const rule = ALLOWED[one.event];
  return rule?.[0].includes(one.before.whereabouts) === true && rule[1] === one.after.whereabouts ? undefined : 'may not follow';
}

async function ledgerFaults(db: Db): Promise<string[]> {
  const rows = await db.rows<Movement>(sql`
    SELECT id, card_id AS card, event, before, undoes, staff_id <> second_staff_id IS TRUE AS two,
      jsonb_build_object('whereabouts', whereabouts, 'office', office_id, 'place', storage_place_id, 'position', storage_position) AS after
    FROM cards.custody_events ORDER BY card_id, id`);
  const faults: string[] = [];
  const ends = new Map<number, Place>();
  let last: Movement | undefined;
  let known = new Map<number, Movement>();
  const undone = new Set<number>();
  for (const one of rows) {
    if (last?.card !== one.card) [last, known] = [undefined, new Map()];
    const wrong = wrongWith(one, last, known, undone);
    if (wrong !== undefined)
      faults.push(`movement ${one.id} of card ${one.card} (${one.event}) ${wrong}: ${JSON.stringify([last, one])}`);
    known.set(one.id, one);
    last = one;
    ends.set(one.card, one.after);
  }
  const cards = await db.rows<Place & { id: number }>(
    sql`SELECT id, whereabouts, office_id AS office, storage_place_id AS place, storage_position AS position FROM cards.cards`,
  );
  for (const card of cards) {
    const end = ends.get(card.id);
    if (end !== undefined && !same(card, end))
      faults.push(`card ${card.id} is not where its movements end: ${JSON.stringify([end, card])}`);
  }
  return faults;
}

const QUESTIONS: Record<string, Sql> = {
  'a change of status begins where the one before did not end': sql`
    SELECT h.* FROM (SELECT *, lag(to_status) OVER (PARTITION BY card_id ORDER BY id) AS last FROM cards.status_history) h WHERE h.last <> h.from_status`,
  'a status is not the end of its history': sql`
    SELECT c.id, c.status, h.to_status FROM cards.cards c JOIN LATERAL (
      SELECT to_status, at FROM cards.status_history WHERE card_id = c.id ORDER BY id DESC LIMIT 1) h ON true
    WHERE h.to_status <> c.status OR h.at <> c.status_at`,
  'a change that takes another back leads to none that stood': sql`
    SELECT h.id FROM cards.status_history h WHERE h.back_to IS NOT NULL AND NOT EXISTS (
      SELECT FROM cards.status_history o WHERE o.card_id = h.card_id AND o.id < h.id AND o.at = h.back_to AND o.to_status = h.to_status)`,
  'a notice of a list is written down though none came back': sql`
    SELECT n.id, n.card_id FROM cards.notices n WHERE n.kind = 'first' AND n.before = n.posted_on AND n.staff_id IS NULL AND n.bulk_id IS NULL AND n.change_id IS NULL
      AND n.undone_change_id IS NULL AND n.undone_at IS NULL AND n.returned_at IS NULL`,
  'open and status differ': sql`SELECT c.id, c.status, c.is_open FROM cards.cards c JOIN cards.statuses s ON s.code = c.status WHERE s.is_open <> c.is_open`,
  'two open cards of one identity': sql`
    SELECT notice_id, birth_text, name_key, count(*) FROM cards.cards WHERE is_open GROUP BY 1, 2, 3 HAVING count(*) > 1`,
  // Of a past day it is one that nothing was recorded of: the card was received at a later one.
  'a live visit of a closed card': sql`
    SELECT c.id, c.status, r.id AS reservation FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id AND m.removed_at IS NULL
      JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
    WHERE NOT c.is_open AND (m.outcome IS NULL OR m.outcome = 'arrived') AND reservations.stands_until(s.day) > lib.now()`,
  'handed over by a press that stands, but not 交付済; or by two': sql`
    SELECT a.card_id, c.status, count(*) FROM counter.acts a JOIN cards.cards c ON c.id = a.card_id
    WHERE a.to_status = 'handed-over' AND a.undone_at IS NULL GROUP BY a.card_id, c.status HAVING count(*) > 1 OR c.status <> 'handed-over'`,
  'handed over or destroyed, but not gone; or gone, but open': sql`
    SELECT c.id, c.status, c.whereabouts FROM cards.cards c
    WHERE (c.status IN ('handed-over', 'destroyed') AND c.whereabouts <> 'gone') OR (c.is_open AND c.whereabouts = 'gone')`,
  'two cards in one position of a box': sql`
    SELECT storage_place_id, storage_position, array_agg(id) FROM cards.cards WHERE whereabouts <> 'gone' AND (is_open OR whereabouts <> 'expected') AND storage_position IS NOT NULL
    GROUP BY storage_place_id, storage_position HAVING count(*) > 1`,
  'a card in a box that is out of use': sql`
    SELECT c.id FROM cards.cards c JOIN cards.storage_places p ON p.id = c.storage_place_id WHERE c.whereabouts <> 'gone' AND p.retired_at IS NOT NULL`,
  'destroyed without two people': sql`
    SELECT c.id FROM cards.cards c WHERE c.status = 'destroyed' AND NOT EXISTS (
      SELECT FROM cards.destructions d WHERE d.card_id = c.id AND d.second_by <> d.first_by AND d.dropped_at IS NULL)`,
  'left for good without two people, or without a movement': sql`
    SELECT d.card_id FROM cards.departures d WHERE d.second_at IS NOT NULL AND (d.second_by = d.first_by OR NOT EXISTS (
      SELECT FROM cards.custody_events e WHERE e.card_id = d.card_id AND e.event = 'departed' AND e.second_staff_id = d.first_by AND e.note = d.to_whom))`,
  'a card is seen and missing in one count': sql`
    SELECT d.stocktake_id, d.card_id FROM cards.stocktake_cards d JOIN cards.custody_events e ON e.id = d.event_id
    WHERE (d.result = 'seen' AND e.event <> 'counted') OR (d.result = 'missing' AND e.event <> 'found-missing')`,
};

/** The nightly look without what it asks of a card's beginning: tests lay cards out by hand, where a city's have come and were put there. */
export const brokenCustody = async (db: Db): Promise<number[]> =>
  (await db.rows<{ id: number }>(sql`SELECT cards.custody_broken() AS id`)).map(({ id }) => id);

/**
 * All that must hold of cards whatever happened at once (§8(2)⑦⑩): the nightly job's own look, and beside it a recount that shares nothing with it.
 * Asked while nobody writes. @returns what is wrong, in words with the rows; empty when all holds
 */
export async function cardFaults(db: Db): Promise<string[]> {
  const nightly = await brokenCustody(db);
  const faults = nightly.length === 0 ? [] : [`the nightly look: ${JSON.stringify(nightly.slice(0, 5))}`];
  for (const [fault, question] of Object.entries(QUESTIONS)) {
    const rows = await db.rows(question);
    if (rows.length > 0) faults.push(`${fault}: ${JSON.stringify(rows.slice(0, 5))}`);
  }
  return [...faults, ...(await ledgerFaults(db)).slice(0, 10), ...(await parcelFaults(db))];
}
