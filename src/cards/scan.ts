import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { foldCode } from '../lib/japanese/width.ts';
import { noticeId, smallId } from '../lib/values/ids.ts';
import type { Bounds } from '../staff/bounds.ts';
import { seenOnly, type Viewer, type Who, whoSql } from './viewer.ts';
import type { Whereabouts } from './whereabouts.ts';

/** A card as a scan shows it. */
export type ScannedCard = {
  id: number;
  /** What its label says. */
  label: string;
  noticeId: string;
  who: Who;
  whereabouts: Whereabouts;
  isOpen: boolean;
  statusName: string;
  bookableBy: string;
  officeId: number | null;
  officeName: string | null;
  /** Where it belongs, in words. */
  place: string | null;
  placeId: number | null;
  /** Of a card on its way: the office it was sent to. Until it is received the card belongs to the one that sent it. */
  sentToId: number | null;
  birthDate: string | null;
  birthText: string;
};

const CARD = (viewer: Viewer) => sql`
  SELECT c.id, cards.label_of(c.id) AS label, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, c.whereabouts, c.is_open AS "isOpen", st.name AS "statusName",
    st.bookable_by AS "bookableBy", c.office_id AS "officeId", o.name AS "officeName", c.storage_place_id AS "placeId",
    nullif(concat_ws(' ', p.cabinet, p.box, c.storage_position::text), '') AS place, c.birth_date AS "birthDate", c.birth_text AS "birthText",
    CASE WHEN c.whereabouts = 'transit' THEN (
      SELECT e.to_office_id FROM cards.custody_events e WHERE e.card_id = c.id AND e.event = 'sent' ORDER BY e.id DESC LIMIT 1) END AS "sentToId"
  FROM cards.cards c JOIN cards.statuses st ON st.code = c.status LEFT JOIN offices.offices o ON o.id = c.office_id
    LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id`;

/** What our own labels say: a card, or a box. `check`: the letters by which nobody finds a card by counting numbers up; labels of before have none. */
const LABEL = /^(?<kind>[KH])-?(?<id>\d{1,12})-?(?<check>[A-Z]{4})?$/u;

/** What a serial number can be, upper case. */
const SERIAL = /^[A-Z0-9-]{6,30}$/u;
/** The cards that bear it, however their list wrote its letters; by an index of these alone. */
const bears = (code: string): Sql => sql`(upper(c.serial_no) = ${code} AND c.serial_no <> '')`;

type Scanned =
  | { kind: 'cards'; cards: ScannedCard[] }
  | { kind: 'box'; placeId: number }
  /** It reads as nothing we know. */
  | { kind: 'unreadable' };

/** A card as the log calls it: the number of its label. */
export const cardNumber = (cardId: number): string => `K-${cardId}`;
/** The text a label of ours holds. */
export const boxLabel = (placeId: number): string => `H-${placeId}`;

/**
 * What a scanner (or a hand) typed: a label of ours, a notice ID or a serial number; width, case and hyphens are folded. A notice ID may be
 * several cards (§8(1)④): open ones before closed ones, at most ten. Who types an ID has it from a letter, not from a card in hand: by it nobody is found whom this viewer may
 * not see (支援措置), so that neither that nor where their card lies follows from one. A card in hand says its label and its serial number. A number without the
 * letters of its label is one that somebody types, or an old label: it finds whom this viewer may see.
 */
export async function readScan(tx: Tx, viewer: Viewer, typed: string): Promise<Scanned> {
  const code = foldCode(typed).toUpperCase();
  const { kind, id, check } = LABEL.exec(code)?.groups ?? {};
  if (kind === 'H' && check === undefined) {
    const place = smallId(id);
    return place.ok ? { kind: 'box', placeId: place.value } : { kind: 'unreadable' };
  }
  if (kind === 'K' && id !== undefined) {
    const is = check === undefined ? seenOnly(viewer) : sql`cards.label_of(c.id) = ${`K-${id}${check}`}`;
    return { kind: 'cards', cards: await tx.rows<ScannedCard>(sql`${CARD(viewer)} WHERE c.id = ${id}::bigint AND ${is}`) };
  }
  const notice = noticeId(code);
  if (!notice.ok && !SERIAL.test(code)) return { kind: 'unreadable' };
  const where = notice.ok ? sql`(c.notice_id = ${notice.value} AND ${seenOnly(viewer)}) OR ${bears(code)}` : bears(code);
  return {
    kind: 'cards',
    cards: await tx.rows<ScannedCard>(sql`${CARD(viewer)} WHERE ${where} ORDER BY c.is_open DESC, c.id DESC LIMIT 10`),
  };
}

/** What was read of a card in hand. `no_label`: an ID that somebody types; `shared`: a serial number that several cards bear. */
type InHand = { one: ScannedCard } | 'no_label' | 'shared' | 'unknown';

/**
 * The card in hand: by its label with the letters that nobody can guess, or by the serial number printed on it. An ID stands on a letter and a label's number can be
 * counted up, so whoever types one need not have the card: that is answered the same whether there is such a card or not.
 */
export async function readInHand(tx: Tx, viewer: Viewer, typed: string): Promise<InHand> {
  const code = foldCode(typed).toUpperCase();
  const { kind, id, check } = LABEL.exec(code)?.groups ?? {};
  const labelled = kind === 'K' && id !== undefined && check !== undefined;
  const none = noticeId(code).ok || (kind === 'K' && check === undefined) ? 'no_label' : 'unknown';
  if (!labelled && !SERIAL.test(code)) return none;
  const is = labelled ? sql`c.id = ${id}::bigint AND cards.label_of(c.id) = ${`K-${id}${check}`}` : bears(code);
  const cards = await tx.rows<ScannedCard>(sql`${CARD(viewer)} WHERE ${is} ORDER BY c.id LIMIT 10`);
  const here = cards.filter(({ whereabouts }) => whereabouts !== 'gone');
  const [one, another] = here.length > 0 ? here : cards;
  if (one !== undefined) return another === undefined ? { one } : 'shared';
  return none;
}

/**
 * Which card a scan means (§8(1)④b). A notice ID may be on several cards: where more than one is open, a person chooses. Whether one of them
 * fits the task decides nothing: the other one may be the card in hand. So may a closed one that lies here; others that are closed count only where there is no such card.
 * `of` a letter: it was sent for an open card, where there is one.
 */
export function meantBy(
  cards: readonly ScannedCard[],
  of: 'card' | 'letter' = 'card',
): { one: ScannedCard } | { several: readonly ScannedCard[] } | undefined {
  const here = ({ whereabouts }: ScannedCard) => of === 'card' && whereabouts !== 'expected' && whereabouts !== 'gone';
  const first = cards.filter((card) => card.isOpen || here(card));
  const among = first.length > 0 ? first : cards;
  const [one] = among;
  return one === undefined ? undefined : among.length > 1 ? { several: among } : { one };
}

export const scannedCard = (tx: Tx, viewer: Viewer, cardId: number): Promise<ScannedCard | undefined> =>
  tx.row<ScannedCard>(sql`${CARD(viewer)} WHERE c.id = ${cardId}`);

/** Several, by their ids. */
export const scannedCards = async (tx: Tx, viewer: Viewer, cards: readonly number[]): Promise<Map<number, ScannedCard>> =>
  new Map(
    (await tx.rows<ScannedCard>(sql`${CARD(viewer)} WHERE c.id = ANY (${[...cards]}::bigint[])`)).map((card) => [card.id, card]),
  );

/** Whether a movement of one of these kinds was recorded by this clerk. */
export const isOwnMove = async (tx: Tx, staffId: number, eventId: number, events: readonly string[]): Promise<boolean> =>
  (await tx.row(
    sql`SELECT id FROM cards.custody_events WHERE id = ${eventId} AND staff_id = ${staffId} AND event = ANY (${[...events]}::text[])`,
  )) !== undefined;

/** A movement as the scan page lists it. */
export type Recent = { id: number; event: string; at: Date; card: ScannedCard; undone: boolean; last: boolean };

/** A clerk's last movements of today of cards that are of these offices now (null: of any), the newest first. `last`: nothing has happened to the card since, so it can be taken back. */
export async function recentMoves(
  tx: Tx,
  viewer: Viewer,
  staffId: number,
  { events, limit, bounds }: { events: readonly string[]; limit: number; bounds: Bounds },
): Promise<Recent[]> {
  const of =
    bounds === null
      ? sql`true`
      : sql`EXISTS (SELECT FROM cards.cards c WHERE c.id = e.card_id AND c.office_id = ANY (${bounds.map(({ id }) => id)}::integer[]))`;
  const rows = await tx.rows<{ id: number; event: string; at: Date; cardId: number; undone: boolean; last: boolean }>(sql`
    SELECT e.id, e.event, e.at, e.card_id AS "cardId", EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = e.card_id AND u.undoes = e.id) AS undone,
      NOT EXISTS (SELECT FROM cards.custody_events n WHERE n.card_id = e.card_id AND n.id > e.id) AS last
    FROM cards.custody_events e WHERE e.staff_id = ${staffId} AND e.event = ANY (${[...events]}::text[]) AND e.at >= lib.instant(lib.day_of(lib.now()), 0)
      AND ${of}
    ORDER BY e.id DESC LIMIT ${limit}`);
  const byId = await scannedCards(
    tx,
    viewer,
    rows.map(({ cardId }) => cardId),
  );
  return rows.flatMap(({ cardId, ...row }) => {
    const card = byId.get(cardId);
    return card === undefined ? [] : [{ ...row, card }];
  });
}
