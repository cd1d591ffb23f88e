import { officesOfDraft } from '../../calendar/drafts.ts';
import { officesOfCard } from '../../cards/lies-at.ts';
import { readScan } from '../../cards/scan.ts';
import { officesAffected } from '../../closing/affected.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { rowId, smallId, uuid } from '../../lib/values/ids.ts';
import { listOf } from '../../lists/all.ts';
import { readCode } from '../parts/scan-form.tsx';
import { viewerOf } from '../parts/viewer.ts';
import { field, type SignedAsk } from '../route.ts';

/** Of which offices a request is. `all`: each must be the account's. `some`: one of them must be. `city`: of no office, but of the whole city. */
type Of = { all: readonly number[] } | { some: readonly number[] } | 'city';
/** Reads it; undefined: the request names nothing of the kind. */
export type Check = (ask: SignedAsk) => Promise<Of | undefined>;

const idsOf = async ({ db }: SignedAsk, query: Sql): Promise<number[]> =>
  (await db.rows<{ id: number | null }>(query)).flatMap(({ id }) => (id === null ? [] : [id]));

/** What a row that does not exist is of: its page says that there is none. */
const found = (ids: readonly number[]): Of | undefined => (ids.length === 0 ? undefined : { all: ids });

/** Of codes the offices; a code of none is nobody's office. */
async function coded(ask: SignedAsk, codes: readonly string[]): Promise<Of | undefined> {
  if (codes.length === 0) return undefined;
  const different = [...new Set(codes)];
  const ids = await idsOf(ask, sql`SELECT id FROM offices.offices WHERE code = ANY (${different}::text[])`);
  return ids.length < different.length ? 'city' : { all: ids };
}

/** Offices that fields of the address or the form name by their codes. */
export const named =
  (...fields: readonly string[]): Check =>
  (ask) =>
    coded(
      ask,
      [ask.query, ask.body].flatMap((input) => fields.map((name) => field(input, name))).filter((code) => code !== ''),
    );

const TICK = 'office-';
/** Offices that are ticked in a form. */
export const ticked: Check = (ask) =>
  coded(
    ask,
    Object.keys(ask.body).flatMap((name) => (name.startsWith(TICK) ? [name.slice(TICK.length)] : [])),
  );

/** The office whose number stands in the address. */
export const officeAt =
  (param: string): Check =>
  async ({ params }) => {
    const id = smallId(params[param]);
    return id.ok ? { all: [id.value] } : undefined;
  };

/** The card of an address: of the office where it lies, or both ends of its way. A visit alone makes it nobody's: that can be booked from everywhere. One that lies nowhere is the city's. */
export const cardAt: Check = async (ask) => {
  const id = rowId(ask.params['card']);
  if (!id.ok) return undefined;
  const ids = await officesOfCard(ask.db, id.value);
  return ids.length > 0 ? { some: ids } : 'city';
};

/** The card whose movement is taken back. */
export const moveUndone: Check = async (ask) => {
  const id = rowId(ask.body['event']);
  if (!id.ok) return undefined;
  return found(
    await idsOf(
      ask,
      sql`SELECT c.office_id AS id FROM cards.custody_events e JOIN cards.cards c ON c.id = e.card_id WHERE e.id = ${id.value}::bigint`,
    ),
  );
};

const visitOf = async (ask: SignedAsk, input: unknown): Promise<Of | undefined> => {
  const id = uuid(input);
  if (!id.ok) return undefined;
  return found(
    await idsOf(
      ask,
      sql`SELECT s.office_id AS id FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = ${id.value}::uuid`,
    ),
  );
};
/** The visit of an address. */
export const visitAt: Check = (ask) => visitOf(ask, ask.params['id']);
/** The visit that a press at the counter or its page names. */
export const visitPressed: Check = (ask) => visitOf(ask, ask.body['id'] ?? ask.query['id']);
/** The visit of an act that is taken back. */
export const actUndone: Check = async (ask) => {
  const id = rowId(ask.body['undo']);
  if (!id.ok) return undefined;
  return found(
    await idsOf(
      ask,
      sql`
        SELECT s.office_id AS id FROM counter.acts a JOIN reservations.reservations r ON r.id = a.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
        WHERE a.id = ${id.value}::bigint`,
    ),
  );
};

/** A row with a number in the address. */
const rowAt =
  (query: (id: number) => Sql, of: (ids: readonly number[]) => Of | undefined = found): Check =>
  async (ask) => {
    const id = smallId(ask.params['id']);
    return id.ok ? of(await idsOf(ask, query(id.value))) : undefined;
  };
const some = (ids: readonly number[]): Of | undefined => (ids.length === 0 ? undefined : { some: ids });

/** What was handed over to together. */
export const togetherAt = rowAt((id) => sql`SELECT office_id AS id FROM counter.handed_together WHERE id = ${id}`);
/** A box, its stock-take. */
export const boxAt = rowAt((id) => sql`SELECT office_id AS id FROM cards.storage_places WHERE id = ${id}`);
export const stocktakeAt = rowAt(
  (id) =>
    sql`SELECT p.office_id AS id FROM cards.stocktakes t JOIN cards.storage_places p ON p.id = t.storage_place_id WHERE t.id = ${id}`,
);
/** A parcel is seen by both its offices; what is done with it, by the one that packs it. */
export const parcelAt = rowAt(
  (id) =>
    sql`SELECT from_office AS id FROM cards.parcels WHERE id = ${id} UNION SELECT to_office FROM cards.parcels WHERE id = ${id}`,
  some,
);
export const parcelFrom = rowAt((id) => sql`SELECT from_office AS id FROM cards.parcels WHERE id = ${id}`);
/** A closing, and all that were shut in one act. */
export const closingAt = rowAt((id) => sql`SELECT office_id AS id FROM closing.closings WHERE id = ${id}`);
export const closingsAt = rowAt(
  (id) =>
    sql`SELECT o.office_id AS id FROM closing.closings c JOIN closing.closings o ON o.form_id = c.form_id WHERE c.id = ${id}`,
);

const draftOf = async (ask: SignedAsk, input: unknown): Promise<Of | undefined> => {
  const id = smallId(input);
  const draft = id.ok ? await officesOfDraft(ask.db, id.value) : undefined;
  return draft === undefined ? undefined : draft.offices === null ? 'city' : found(draft.offices);
};
/** Of which offices a draft's changes are; one that changes what all share is the city's. */
export const draftAt: Check = (ask) => draftOf(ask, ask.params['id']);
/** Whom a published draft left at a shut door: of one of the offices where it did; its page shows those of the account's own. */
export const draftAffected: Check = async (ask) => {
  const id = smallId(ask.params['id']);
  const ids = id.ok ? await officesAffected(ask.db, id.value) : [];
  return ids.length > 0 ? { some: ids } : draftAt(ask);
};
/** The draft that another is compared with. */
export const draftCompared: Check = (ask) => draftOf(ask, ask.query['with']);

/** The box a count is begun of: chosen, or read from its label. */
export const boxCounted: Check = async (ask) => {
  const code = readCode(ask);
  const scanned = code === '' ? undefined : await readScan(ask.db, viewerOf(ask), code);
  const chosen = smallId(ask.body['box']);
  const box = scanned?.kind === 'box' ? scanned.placeId : chosen.ok ? chosen.value : undefined;
  if (box === undefined) return undefined;
  return found(await idsOf(ask, sql`SELECT office_id AS id FROM cards.storage_places WHERE id = ${box}`));
};

/** The boxes whose differences are explained. */
export const boxesExplained: Check = async (ask) => {
  const counts = Object.keys(ask.body).flatMap((name) => {
    const id = smallId(/^why-(\d{1,9})-/u.exec(name)?.[1]);
    return id.ok ? [id.value] : [];
  });
  if (counts.length === 0) return undefined;
  return found(
    await idsOf(
      ask,
      sql`SELECT p.office_id AS id FROM cards.stocktakes t JOIN cards.storage_places p ON p.id = t.storage_place_id WHERE t.id = ANY (${counts}::integer[])`,
    ),
  );
};

/** A whole delivery: of whichever offices its cards are. */
export const deliveryNamed: Check = async ({ query, body }) =>
  field(query, 'file') === '' && field(body, 'file') === '' ? undefined : 'city';

/** The list of an address: one that is not kept by office is the city's. */
export const listAt: Check = async ({ params }) => {
  const list = listOf(params['list']);
  return list === undefined || list.ofOffices !== undefined ? undefined : 'city';
};
