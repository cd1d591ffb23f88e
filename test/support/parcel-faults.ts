import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';

type Movement = {
  id: number;
  event: string;
  to: number | null;
  office: number | null;
  from: number | null;
  undoes: number | null;
};
type Packed = {
  parcel: number;
  card: number;
  from: number;
  to: number;
  sent: boolean;
  after: number;
  sentEvent: number | null;
  /** As the product says. */
  state: string;
  movements: Movement[] | null;
};

/** What became of a card of a parcel, told anew by its movements. */
function stateOf({ sent, after, sentEvent, to, movements }: Packed): string {
  const all = movements ?? [];
  if (!sent || sentEvent === null) return all.some(({ id }) => id > after) ? 'moved' : 'packed';
  const back = new Set(all.map(({ undoes }) => undoes));
  const since = all.filter(({ id, event }) => id > sentEvent && event !== 'undone' && !back.has(id));
  if (since.length === 0) return back.has(sentEvent) ? 'other' : 'sent';
  const first = since.find(({ event }) => event !== 'found-missing');
  if (first === undefined) return 'other';
  return first.event === 'received' || (first.event === 'found-at' && first.to === to) ? 'received' : 'other';
}

/** What is wrong with a parcel's card by itself. */
function wrongWith(one: Packed): string[] {
  const { sent, sentEvent, movements, state, from, to } = one;
  const faults: string[] = [];
  if (sent !== (sentEvent !== null)) faults.push('is sent and its parcel is not, or the other way round');
  const is = stateOf(one);
  if (is !== state) faults.push(`is ${is} by its movements, and ${state} by its parcel`);
  const sending = movements?.find(({ id }) => id === sentEvent);
  if (sent && (sending?.event !== 'sent' || sending.to !== to || sending.from !== from))
    faults.push('was not sent from the one office of its parcel to the other');
  // Found there without its parcel, it may have been sent on and received anywhere since.
  const next = movements?.find(({ id, event }) => id > (sentEvent ?? 0) && (event === 'received' || event === 'found-at'));
  if (is === 'received' && next?.event === 'received' && next.office !== to)
    faults.push('was received elsewhere than its parcel goes');
  return faults;
}

/**
 * All that must hold of parcels and their cards whatever happened at once (§8(2)⑩): a card lies in one parcel, and what a parcel says of a card is what
 * the card's movements say. @returns what is wrong, with the rows; empty when all holds
 */
export async function parcelFaults(db: Db): Promise<string[]> {
  const twice = await db.rows(sql`
    SELECT p.card_id AS card, array_agg(b.id) AS parcels FROM cards.parcel_cards p JOIN cards.parcels b ON b.id = p.parcel_id AND b.sent_at IS NULL
    GROUP BY p.card_id HAVING count(*) > 1`);
  const rows = await db.rows<Packed>(sql`
    SELECT b.id AS parcel, p.card_id AS card, b.from_office AS "from", b.to_office AS "to", b.sent_at IS NOT NULL AS sent, p.after_event AS after, p.sent_event AS "sentEvent", q.state,
      (SELECT jsonb_agg(jsonb_build_object('id', e.id, 'event', e.event, 'to', e.to_office_id, 'office', e.office_id, 'from', (e.before ->> 'office')::integer, 'undoes', e.undoes) ORDER BY e.id)
        FROM cards.custody_events e WHERE e.card_id = p.card_id) AS movements
    FROM cards.parcels b CROSS JOIN LATERAL cards.in_parcel(b.id) q JOIN cards.parcel_cards p ON p.parcel_id = b.id AND p.card_id = q.card_id ORDER BY b.id, p.position`);
  // A card that another parcel took at the same moment would be sent with one that does not know it.
  const astray = await db.rows(sql`
    SELECT b.id AS parcel, (a.detail ->> 'rows')::integer AS sent, (SELECT count(*)::integer FROM cards.parcel_cards p WHERE p.parcel_id = b.id) AS "lieIn"
    FROM cards.parcels b JOIN LATERAL (
      SELECT x.detail FROM audit.events x WHERE x.act = 'parcel.sent' AND x.detail ->> 'parcel' = b.id::text ORDER BY x.id DESC LIMIT 1) a ON true
    WHERE b.sent_at IS NOT NULL AND (a.detail ->> 'rows')::integer <> (SELECT count(*) FROM cards.parcel_cards p WHERE p.parcel_id = b.id)`);
  return [
    ...(twice.length === 0 ? [] : [`cards in two parcels: ${JSON.stringify(twice.slice(0, 5))}`]),
    ...(astray.length === 0
      ? []
      : [`parcels that were sent with another number of cards: ${JSON.stringify(astray.slice(0, 5))}`]),
    ...rows
      .flatMap((one) =>
        wrongWith(one).map((wrong) => `card ${one.card} of parcel ${one.parcel} ${wrong}: ${JSON.stringify(one.movements)}`),
      )
      .slice(0, 10),
  ];
}
