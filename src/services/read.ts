import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { PapersByNeed } from './needs.ts';

type Counts = 'people' | 'parties';

export type Service = {
  id: number;
  code: string;
  name: string;
  needsCard: boolean;
  /** By what places are counted. */
  counts: Counts;
  bring: string[];
  bringUnder15: string[];
  bringNeeds: PapersByNeed;
};

/** Services on offer, in the city's order. */
export const listServices = (tx: Tx): Promise<Service[]> =>
  tx.rows<Service>(
    sql`SELECT id, code, name, needs_card AS "needsCard", counts, bring, bring_under15 AS "bringUnder15", bring_needs AS "bringNeeds" FROM services.services WHERE retired_at IS NULL ORDER BY position, id`,
  );

/** What staff set of a service (§9(3): services are data). */
export type ServiceFacts = {
  name: string;
  /** By language code; what is missing is shown in Japanese. */
  names: { readonly [language: string]: string };
  /** Asks for a card on file; else who comes is known by name, kana, birthday and phone. */
  needsCard: boolean;
  counts: Counts;
  /** How many slots one after the other a visit of one person takes, 1 to 8 (§9(3)). */
  slotsLong: number;
  /** One slot more for every so many who come along, 1 to 5; 0: as many slots whatever the party. What comes of both: `services.length_of`. */
  slotEvery: number;
  /** How long it takes at the counter for one person, in minutes, and for each one more; 0 for one: nothing is said of it. */
  takesMinutes: number;
  takesMore: number;
  /** ご本人を含めて n 人まで (§8(3)⑥). */
  partyMax: number;
  /** Who may come for it, a line each; none: as it is built in. */
  who: readonly string[];
  bring: readonly string[];
  /** Beside those, for who is under 15 on the day of the visit. */
  bringUnder15: readonly string[];
  position: number;
};
export type ServiceRecord = { id: number; code: string; retiredAt: Date | null; facts: ServiceFacts };

const RECORD = sql`
  id, code, retired_at AS "retiredAt", jsonb_build_object('name', name, 'names', names, 'needsCard', needs_card, 'counts', counts,
    'slotsLong', slots_long, 'slotEvery', slot_every, 'takesMinutes', takes_minutes, 'takesMore', takes_more, 'partyMax', party_max, 'who', who, 'bring', bring, 'bringUnder15', bring_under15, 'position', position) AS facts`;

/** Every service there ever was, those on offer first. */
export const listServiceRecords = (tx: Tx): Promise<ServiceRecord[]> =>
  tx.rows<ServiceRecord>(sql`SELECT ${RECORD} FROM services.services ORDER BY retired_at IS NOT NULL, position, id`);

/** What a service is called where one that is out of use may stand. */
export const serviceLabel = ({ retiredAt, facts: { name } }: ServiceRecord): string =>
  retiredAt === null ? name : `${name}（廃止）`;

/** One service; `locked` for whoever is about to change it. */
export const readService = (tx: Tx, id: number, locked: 'locked' | 'read' = 'read'): Promise<ServiceRecord | undefined> =>
  tx.row<ServiceRecord>(
    sql`SELECT ${RECORD} FROM services.services WHERE id = ${id} ${locked === 'locked' ? sql`FOR NO KEY UPDATE` : sql``}`,
  );
