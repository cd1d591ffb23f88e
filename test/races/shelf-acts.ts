import type { Actor } from '../../src/audit/actor.ts';
import { changeStatus } from '../../src/cards/acts.ts';
import { changeMany, postMany, previewBulk, undoMany, undoOneOfMany } from '../../src/cards/bulk.ts';
import { MOVEMENTS, moveCard, undoMove } from '../../src/cards/custody.ts';
import { departBack, departCard, undoDeparture } from '../../src/cards/depart.ts';
import { destroyBack, destroyCard } from '../../src/cards/destroy.ts';
import { moveBetween } from '../../src/cards/move-between.ts';
import { addPlaces, retirePlace } from '../../src/cards/places.ts';
import { noticeReturned, undoReturned } from '../../src/cards/returned.ts';
import {
  beginStocktake,
  checkStocktake,
  dropStocktake,
  endStocktake,
  explainDifference,
  reopenStocktake,
  seeCard,
  unseeCard,
} from '../../src/cards/stocktake.ts';
import { fingerprintOfStocktake } from '../../src/cards/stocktake-read.ts';
import { EVERYBODY } from '../../src/cards/viewer.ts';
import { receiveWalkIn, record, undo } from '../../src/counter/acts.ts';
import type { Random } from '../../src/demo/random.ts';
import { DECISIONS, decide, undecide } from '../../src/intake/decide.ts';
import { undoImport } from '../../src/intake/undo.ts';
import { type Sql, sql } from '../../src/lib/db/sql.ts';
import { book } from '../../src/reservations/acts.ts';
import { deskRequest } from '../support/booking.ts';
import type { Acknowledged } from '../support/invariant.ts';
import { said } from '../support/must.ts';
import type { Arena } from './arena.ts';
import type { ListRow, Lists } from './card-lists.ts';
import { parcel } from './parcel-acts.ts';

/** What clerks do with cards: movements, parcels, stock-takes, status of one and of many, lists, handing over, destroying; all of it at random. */

export type Shelves = {
  arena: Arena;
  lists: Lists;
  random: Random;
  /** Cards that anybody may mean; cards of new lists come to them. */
  cards: number[];
  boxes: readonly number[];
  told: Acknowledged[];
};
export type Act = (shelves: Shelves, actor: Actor) => Promise<{ ok: boolean; reason?: string } | string>;

export const pick = <T>(random: Random, from: readonly T[]): T => {
  const found = from[random.below(from.length)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};
/** Any row that a question finds. */
export const some = <Row extends object>({ arena, random }: Shelves, from: Sql): Promise<Row | undefined> =>
  arena.db.row<Row>(sql`SELECT * FROM (${from}) found ORDER BY md5(found::text || ${String(random.next())}) LIMIT 1`);
const several = ({ random, cards }: Shelves): number[] => Array.from({ length: 1 + random.below(5) }, () => pick(random, cards));

const move: Act = ({ arena, random, cards, boxes }, actor) =>
  moveCard(arena.desk, actor, {
    cardId: pick(random, cards),
    event: pick(
      random,
      MOVEMENTS.filter((event) => event !== 'destroyed' && event !== 'departed'),
    ),
    placeId: random.chance(0.7) ? pick(random, boxes) : null,
    toOfficeId: pick(random, [arena.city.main, arena.city.branch]),
    note: '棚の裏',
  });
const moveBack: Act = async (shelves, actor) => {
  const last = await some<{ id: number }>(shelves, sql`SELECT max(id) AS id FROM cards.custody_events GROUP BY card_id`);
  return last === undefined ? 'nothing moved' : undoMove(shelves.arena.desk, actor, last.id);
};
const between: Act = async (shelves, actor) => {
  const [from, to] = [pick(shelves.random, shelves.boxes), pick(shelves.random, shelves.boxes)];
  const rows = await shelves.arena.db.rows<{ id: number }>(
    sql`SELECT id FROM cards.cards WHERE storage_place_id = ${from} AND whereabouts = 'shelf' LIMIT 3`,
  );
  return moveBetween(shelves.arena.desk, actor, { from, to, cards: rows.map(({ id }) => id) });
};
const boxes: Act = async ({ arena, random, boxes: all }, actor) => {
  if (random.chance(0.5)) return retirePlace(arena.desk, actor, pick(random, all));
  return addPlaces(arena.desk, actor, arena.city.main, { cabinet: '甲', first: 1 + random.below(3), count: 1, size: 20 });
};

const stocktake: Act = async (shelves, actor) => {
  const { arena, random, cards } = shelves;
  const open = await some<{ id: number; place: number; state: string }>(
    shelves,
    sql`SELECT id, storage_place_id AS place, state FROM cards.stocktakes WHERE state IN ('counting', 'counted')`,
  );
  if (open === undefined || random.chance(0.1)) return beginStocktake(arena.desk, actor, pick(random, shelves.boxes));
  const inIt = await some<{ id: number }>(
    shelves,
    sql`SELECT id FROM cards.cards WHERE storage_place_id = ${open.place} AND whereabouts <> 'gone'`,
  );
  const of = { stocktake: open.id, cardId: inIt === undefined || random.chance(0.3) ? pick(random, cards) : inIt.id };
  if (open.state === 'counted') {
    const then = random.below(3);
    if (then === 0) return reopenStocktake(arena.desk, actor, open.id);
    if (then === 1) return checkStocktake(arena.desk, actor, open.id);
    return explainDifference(arena.desk, actor, { ...of, explanation: '窓口にあった' });
  }
  const then = random.below(10);
  if (then < 6) return seeCard(arena.desk, actor, { ...of, put: random.chance(0.5) });
  if (then === 6) return unseeCard(arena.desk, actor, of);
  if (then === 7) return dropStocktake(arena.desk, actor, open.id);
  return endStocktake(arena.desk, actor, {
    stocktake: open.id,
    seen: await fingerprintOfStocktake(arena.desk, open.id),
    note: '',
  });
};

/** Mostly such as can be booked: or nobody would have a place after a while. */
const TO = ['notified', 'notified', 'renotified', 'notified', 'on-hold', 'to-destroy', 'out-of-scope', 'preparing'] as const;
const single: Act = async ({ arena, random, cards }, actor) => {
  const cardId = pick(random, cards);
  const now = await arena.db.row<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${cardId}`);
  return changeStatus(arena.desk, actor, { cardId, from: now?.status ?? '', to: pick(random, TO), why: '電話' });
};
const bulk: Act = async (shelves, actor) => {
  const { arena, random } = shelves;
  const [ids, to] = [several(shelves), pick(random, TO)];
  const { seen } = await previewBulk(arena.desk, ids, to);
  const change = { cards: ids, to, why: 'まとめて', seen };
  if (to !== 'renotified' && !(to === 'notified' && random.chance(0.5))) return changeMany(arena.desk, actor, change);
  const { day } = await arena.db.one<{ day: string }>(sql`SELECT lib.day_of(lib.now()) AS day`);
  return postMany(arena.desk, actor, { ...change, posted: day });
};
const bulkBack: Act = async (shelves, actor) => {
  const left = await some<{ bulk: number; card: number }>(
    shelves,
    sql`SELECT x.bulk_id AS bulk, x.card_id AS card FROM cards.bulk_changed x JOIN cards.cards c ON c.id = x.card_id WHERE x.undone_at IS NULL AND c.whereabouts = 'gone'`,
  );
  const one =
    left !== undefined && shelves.random.chance(0.3)
      ? left
      : await some<{ bulk: number; card: number }>(
          shelves,
          sql`SELECT bulk_id AS bulk, card_id AS card FROM cards.bulk_changed WHERE undone_at IS NULL ORDER BY bulk_id DESC LIMIT 20`,
        );
  if (one === undefined) return 'nothing changed';
  if (shelves.random.chance(0.5)) return undoMany(shelves.arena.desk, actor, one.bulk);
  return undoOneOfMany(shelves.arena.desk, actor, { bulk: one.bulk, cardId: one.card });
};
const returned: Act = async (shelves, actor) => {
  const { arena, random, cards } = shelves;
  const back = await some<{ id: number }>(shelves, sql`SELECT id FROM cards.notices WHERE returned_at IS NOT NULL`);
  if (back !== undefined && random.chance(0.5)) return undoReturned(arena.desk, actor, back.id);
  const { day } = await arena.db.one<{ day: string }>(sql`SELECT lib.day_of(lib.now()) AS day`);
  return noticeReturned(arena.desk, actor, { cardId: pick(random, cards), why: 'あて所なし', on: day });
};
const destroy: Act = async (shelves, actor) => {
  const { arena, random } = shelves;
  const due = await some<{ id: number }>(shelves, sql`SELECT id FROM cards.cards WHERE status = 'to-destroy'`);
  if (due === undefined) return 'nothing due';
  if (random.chance(0.1)) return { ok: await destroyBack(arena.desk, actor, due.id), reason: 'none' };
  return destroyCard(arena.desk, actor, due.id);
};
const depart: Act = async (shelves, actor) => {
  const { arena, random } = shelves;
  const begun = await some<{ id: number }>(
    shelves,
    sql`SELECT card_id AS id FROM cards.departures WHERE second_at IS NULL AND dropped_at IS NULL`,
  );
  const closed =
    begun !== undefined && random.chance(0.5)
      ? begun
      : await some<{ id: number }>(shelves, sql`SELECT id FROM cards.cards WHERE status = 'out-of-scope'`);
  if (closed === undefined) return 'nothing closed';
  if (random.chance(0.1)) return { ok: await departBack(arena.desk, actor, closed.id), reason: 'none' };
  if (random.chance(0.2)) return { ok: await undoDeparture(arena.desk, actor, closed.id), reason: 'not the last' };
  return departCard(arena.desk, actor, closed.id, random.chance(0.9) ? '別の市' : '');
};

/** Somebody comes, with an appointment or without; is handed the card, or something is missing, or did not come; and it is taken back. */
const counter: Act = async (shelves, actor) => {
  const { arena, random, cards } = shelves;
  const here = await some<{ reservationId: string; position: number; outcome: 'arrived' | null }>(
    shelves,
    sql`SELECT m.reservation_id AS "reservationId", m.position, m.outcome FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked'
      JOIN ledger.slots s ON s.id = r.slot_id WHERE s.day <= lib.day_of(lib.now()) AND m.removed_at IS NULL AND (m.outcome IS NULL OR m.outcome = 'arrived')`,
  );
  if (here === undefined || random.chance(0.3)) {
    const { id } = await arena.db.one<{ id: number }>(sql`
      SELECT id FROM ledger.slots WHERE office_id = ${arena.city.main} AND day = lib.day_of(lib.now()) AND lib.instant(day, start_minute + minutes) > lib.now() ORDER BY start_minute LIMIT 1`);
    const request = { ...deskRequest(arena.city, pick(random, cards), id), exceedReason: '窓口' };
    const came = random.chance(0.8)
      ? await receiveWalkIn(arena.desk, actor, { ...request, channel: 'counter' })
      : await book(arena.desk, actor, request);
    if (came.ok) shelves.told.push({ id: request.id, number: came.value.number });
    return came;
  }
  if (random.chance(0.15)) {
    const act = await some<{ id: number }>(
      shelves,
      sql`SELECT max(id) AS id FROM counter.acts WHERE undone_at IS NULL GROUP BY reservation_id, position`,
    );
    return act === undefined ? 'no press' : undo(arena.desk, actor, act.id);
  }
  const to =
    here.outcome === null
      ? pick(random, ['arrived', 'no-show'] as const)
      : pick(random, ['handed-over', 'handed-over', 'incomplete'] as const);
  const pressed = await record(arena.desk, actor, {
    reservationId: here.reservationId,
    position: here.position,
    from: here.outcome,
    to,
    reason: '',
  });
  return pressed.ok ? to : pressed;
};

/** A list tells of cards that are known, of such as were made anew, of new people, and of one under another name. */
const list: Act = async ({ arena, lists, random, cards }) => {
  const rows = new Map<string, ListRow>();
  for (let n = 0; n < 4; n += 1) {
    const known = await arena.db.row<{ notice: string; name: string; serial: string; open: boolean }>(
      sql`SELECT notice_id AS notice, name, serial_no AS serial, is_open AS open FROM cards.cards WHERE id = ${pick(random, cards)}`,
    );
    if (known === undefined) continue;
    const name = random.chance(0.05) ? `別名 花子${random.below(5)}` : known.name;
    const serial = known.open ? known.serial : `S-${random.below(1_000_000)}`;
    const phone = random.chance(0.5) ? `0942${String(random.below(1_000_000)).padStart(6, '0')}` : '';
    rows.set(known.notice, { notice: known.notice, name, kana: 'タナカマル サチコ', serial, phone, posted: '2026/10/08' });
  }
  const taken = await lists.take(arena.desk, [...rows.values()]);
  if (!taken.ok) return { ok: false, reason: taken.reason };
  const made = await arena.db.rows<{ id: number }>(sql`SELECT id FROM cards.cards WHERE import_id = ${taken.value.importId}`);
  // The oldest go out of sight for each that is new.
  for (const { id } of made) cards.splice(random.below(cards.length), 1, id);
  return `fresh ${taken.value.fresh > 0}, changed ${taken.value.changed > 0}`;
};
const listBack: Act = async (shelves, actor) => {
  const last = await some<{ id: number }>(
    shelves,
    sql`SELECT id FROM intake.imports WHERE undone_at IS NULL AND counts ? 'fresh' ORDER BY id DESC LIMIT 3`,
  );
  return last === undefined ? 'no list' : undoImport(shelves.arena.desk, actor, last.id);
};
const question: Act = async (shelves, actor) => {
  const { arena, random } = shelves;
  const one = await some<{ id: number; decided: boolean }>(
    shelves,
    sql`SELECT id, decided_at IS NOT NULL AS decided FROM intake.conflicts ORDER BY id DESC LIMIT 5`,
  );
  if (one === undefined) return 'no question';
  return one.decided
    ? undecide(arena.desk, EVERYBODY, actor, one.id)
    : decide(arena.desk, EVERYBODY, actor, one.id, pick(random, DECISIONS));
};

const ACTS: readonly [name: string, act: Act, often: number][] = [
  ['card move', move, 12],
  ['card back', moveBack, 3],
  ['parcel', parcel, 14],
  ['between', between, 2],
  ['box', boxes, 1],
  ['stocktake', stocktake, 12],
  ['status', single, 5],
  ['many', bulk, 5],
  ['many back', bulkBack, 4],
  ['returned', returned, 2],
  ['destroy', destroy, 3],
  ['depart', depart, 3],
  ['counter', counter, 12],
  ['list', list, 3],
  ['list back', listBack, 2],
  ['question', question, 1],
];
const OFTEN = ACTS.flatMap(([name, act, often]) => Array.from({ length: often }, () => ({ name, act })));

/** One act of a clerk, chosen at random, of these kinds alone where they are given; its name and what came of it. */
export async function onTheShelves(shelves: Shelves, kinds?: readonly string[]): Promise<string> {
  const { name, act } = pick(shelves.random, kinds === undefined ? OFTEN : OFTEN.filter((one) => kinds.includes(one.name)));
  const came = await act(shelves, { kind: 'staff', staffId: 1 + shelves.random.below(3) });
  return `${name} ${typeof came === 'string' ? came : said(came)}`;
}
