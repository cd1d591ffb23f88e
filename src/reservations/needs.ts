import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import type { Need, Question } from '../services/needs.ts';
import type { AgreedAt } from './agreed.ts';
import type { PaperGroup } from './papers.ts';
import { isMember, type MemberRequest } from './person.ts';

/** What one of a party said of how they come. */
export type Said = { member: MemberRequest; needs: readonly Need[] };

/** Who comes on a reservation, by their place in it. */
export type Placed = { position: number; cardId: number | null; personKey: string | null };
export const placedIn = (tx: Tx, reservationId: string): Promise<Placed[]> =>
  tx.rows<Placed>(sql`
    SELECT position, card_id AS "cardId", person_key AS "personKey" FROM reservations.members
    WHERE reservation_id = ${reservationId}::uuid AND removed_at IS NULL ORDER BY position`);

/** Writes down what each of a party said of how they come, before it is booked (§8(3)⑥⑨). Nothing to write where all come themselves with everything. */
export async function setNeeds(tx: Tx, actor: Actor, reservationId: string, said: readonly Said[]): Promise<void> {
  if (said.every(({ needs }) => needs.length === 0)) return;
  const placed = await placedIn(tx, reservationId);
  const byPlace = placed.flatMap((one) => {
    const needs = said.find(({ member }) => isMember(member, one))?.needs;
    return needs === undefined ? [] : [[one.position, needs] as const];
  });
  await tx.run(
    sql`SELECT reservations.set_needs(${actorSql(actor)}, ${reservationId}::uuid, ${JSON.stringify(Object.fromEntries(byPlace))}::jsonb)`,
  );
}

/** How each of a party comes, each one's papers, and on which answers the texts of its service depend. */
export type PartyNeeds = {
  people: { place: number; under15: boolean | null; needs: Need[] }[];
  papers: PaperGroup[];
  asks: Question[];
};

export const needsOfParty = (tx: Tx, reservationId: string): Promise<PartyNeeds> =>
  tx.one<PartyNeeds>(sql`
    SELECT reservations.papers_of(r.service_id, r.id) AS papers, services.asks(r.service_id) AS asks,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('place', w.place, 'under15', w.under, 'needs', w.needs) ORDER BY w.n), '[]')
       FROM reservations.coming(r.id, reservations.day_of_visit(r.id), '{}', '{}') w) AS people
    FROM reservations.reservations r WHERE r.id = ${reservationId}::uuid`);

const ANSWER_REASONS = ['unknown', 'changed_meanwhile'] as const;

/** A clerk writes down how each of a booked party comes, by their place in it; who has an address is mailed. `version`: as the page showed it. */
export const answer = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; needs: Readonly<Record<string, readonly Need[]>> },
): Promise<Outcome<'changed' | 'same', (typeof ANSWER_REASONS)[number]>> =>
  attempt(ANSWER_REASONS, async () => {
    const { result } = await db.one<{ result: 'changed' | 'same' }>(
      sql`SELECT reservations.answer(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${JSON.stringify(request.needs)}::jsonb) AS result`,
    );
    return result;
  });

/** What each of a party ticked to bring when they booked, or when it changed since, as it read then (§8(3)⑨). `who`: places in the party;
 * `said`: beside each line how it was said in that language, null: in Japanese; none where every line was, or before it was kept. */
export type AgreedPapers = {
  papers: { who: number[]; bring: string[]; said?: (string | null)[] | null }[];
  act: AgreedAt;
  at: Date;
  language: string;
};

export const agreedPapersFor = (tx: Tx, reservationId: string): Promise<AgreedPapers[]> =>
  tx.rows<AgreedPapers>(
    sql`SELECT papers, act, at, language FROM reservations.agreed_papers WHERE reservation_id = ${reservationId}::uuid ORDER BY at`,
  );
