import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { type Person, personRow } from '../../reservations/person.ts';
import { type Caller, citizenCalls } from './calls.ts';

/** What somebody typed of themselves. `address`: what throttling counts by. */
export type Proof = {
  service: string;
  noticeId: string;
  month: number;
  day: number;
  year: number | null;
  address: string;
  language: string;
};

/** Work that was done for a try, checked here (`work/`). `waited`: by who waited instead. */
export type Work = { id: string | null; waited: boolean };
export const NO_WORK: Work = { id: null, waited: false };

/** `used`: it was opened in another browser. */
type LinkFound = 'ready' | 'used' | 'expired' | 'finished' | 'booked' | 'unknown';

export const MAIL_REASONS = ['no_visit', 'bad_mail', 'unknown'] as const;

/** Who somebody is, and that an address is theirs (§8(3)②③). */
export function proofActs(db: Db) {
  const { one, act } = citizenCalls(db);
  return {
    /** Begins a visit (book) or sends the link of a live reservation (manage). Every refusal reads the same. */
    verify: (proof: Proof, purpose: 'book' | 'manage', cookie: Buffer, caller: Caller, work: Work = NO_WORK) =>
      one<'ok' | 'work_needed' | 'year_needed' | 'refused' | 'link_sent' | 'no_mail' | 'no_reservation'>(
        sql`SELECT citizen.verify(${proof.service}, ${proof.noticeId}, ${proof.month}, ${proof.day}, ${proof.year}, ${proof.address}, ${cookie}, ${proof.language}, ${purpose}, ${work.id}, ${work.waited}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** Begins a visit for a service without a card on file. `address`: what throttling counts by. */
    identify: (who: { service: string; person: Person; address: string; language: string }, cookie: Buffer, caller: Caller) =>
      one<'ok' | 'too_many' | 'refused'>(
        sql`SELECT citizen.identify(${who.service}, ${JSON.stringify(personRow(who.person))}::jsonb, ${who.address}, ${cookie}, ${who.language}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** Sends the link of such a reservation to its registered address, in the language of the page it was asked on. Every answer reads the same. */
    findPerson: (
      who: { service: string; kanaKey: string; birthDate: string; phone: string; address: string; language: string },
      caller: Caller,
    ) =>
      one<'link_sent' | 'no_mail' | 'no_reservation'>(
        sql`SELECT citizen.find_person(${who.service}, ${who.kanaKey}, ${who.birthDate}::date, ${who.phone}, ${who.address}, ${caller.requestId}, ${caller.source}, ${who.language}) AS result`,
      ),
    /** The same by 予約番号 and that address (§8(3)⑩). Every answer reads the same. */
    findByNumber: (who: { number: string; mail: string; address: string; language: string }, caller: Caller) =>
      one<'link_sent' | 'no_mail' | 'no_reservation'>(
        sql`SELECT citizen.find_by_number(${who.number}, ${who.mail}, ${who.address}, ${caller.requestId}, ${caller.source}, ${who.language}) AS result`,
      ),
    requestLink: (cookie: Buffer, mail: string, caller: Caller) =>
      act<'sent' | 'too_many', 'no_visit' | 'bad_mail' | 'unknown'>(
        MAIL_REASONS,
        sql`SELECT citizen.request_link(${cookie}, ${mail}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** The six digits of the visit's mail; every refusal reads the same. `address`: what throttling counts by. */
    typeCode: (cookie: Buffer, code: string, address: string, caller: Caller) =>
      act<'ok' | 'refused', 'no_visit'>(
        ['no_visit'],
        sql`SELECT citizen.type_code(${cookie}, ${code}, ${address}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** `cookie`: what this browser has. */
    lookAtLink: (secret: string, cookie: Buffer | undefined) =>
      one<LinkFound>(sql`SELECT citizen.look_at_link(${secret}, ${cookie ?? null}) AS result`),
    /** `was`: the cookie this browser had before. */
    openLink: (secret: string, cookie: Buffer, was: Buffer | undefined, caller: Caller) =>
      one<LinkFound>(
        sql`SELECT citizen.open_link(${secret}, ${cookie}, ${was ?? null}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** For a link that was used elsewhere: a new one, to the same address. */
    renewLink: (secret: string, caller: Caller) =>
      one<'sent' | 'too_many' | 'unknown'>(
        sql`SELECT citizen.renew_link(${secret}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    lookAtManage: (secret: string) =>
      one<'ready' | 'over' | 'finished' | 'unknown'>(sql`SELECT citizen.look_at_manage(${secret}) AS result`),
    openManage: (secret: string, cookie: Buffer, language: string, caller: Caller) =>
      one<'ready' | 'over' | 'finished' | 'unknown'>(
        sql`SELECT citizen.open_manage(${secret}, ${cookie}, ${language}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
  };
}
