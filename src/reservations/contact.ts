import { type Actor, actorSql } from '../audit/actor.ts';
import { searchPairs } from '../cards/search-keys.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { bigrams, kanaKey, nameKey } from '../lib/japanese/keys.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

const CONTACT_REASONS = ['unknown', 'changed_meanwhile', 'not_live'] as const;
type ContactRefusal = (typeof CONTACT_REASONS)[number];

/**
 * Staff set, correct or remove (null) the address of a live reservation after checking the caller; with `send` the confirmation goes there at once.
 * Links mailed to another address before stop working. `language`: of the mails from here on; left out, it stays.
 */
export const setMail = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; mail: string | null; send: boolean; language?: string },
): Promise<Outcome<undefined, ContactRefusal>> =>
  attempt(CONTACT_REASONS, async () => {
    await db.run(
      sql`SELECT reservations.set_mail(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${request.mail}, ${request.send}, ${request.language ?? null})`,
    );
    return undefined;
  });

/** Staff correct the telephone number of a visit until its day is over; empty: none. */
export const setPhone = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; phone: string },
): Promise<Outcome<undefined, ContactRefusal>> =>
  attempt(CONTACT_REASONS, async () => {
    await db.run(
      sql`SELECT reservations.set_phone(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${request.phone})`,
    );
    return undefined;
  });

const KANA_REASONS = [...CONTACT_REASONS, 'already_booked'] as const;
type KanaRefusal = (typeof KANA_REASONS)[number];

/**
 * Staff put the kana of one who comes without a card in the place of the Latin letters they gave (`given`), or correct them; `kana` in katakana. They are searched by
 * both. Refuses as `reservations.set_kana`.
 */
export const setKana = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; position: number; name: string; kana: string; given: string },
): Promise<Outcome<undefined, KanaRefusal>> =>
  attempt(KANA_REASONS, async () => {
    const key = kanaKey(request.kana);
    const pairs = [...new Set([...searchPairs(nameKey(request.name), key), ...bigrams(kanaKey(request.given))])];
    await db.run(
      sql`SELECT reservations.set_kana(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${request.position}, ${request.kana}, ${key}, ${pairs}::text[])`,
    );
    return undefined;
  });
