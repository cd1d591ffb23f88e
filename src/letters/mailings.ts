import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

type Written = { subject: string; body: string };
/** The same in other languages, as far as staff wrote it. */
export type MailingTexts = Readonly<Record<string, Written>>;
/** One text by staff to many (§8(2)⑪). */
export type MailingText = Written & { texts: MailingTexts; withVisit: boolean };
/** What a reader of a language gets: their own, else the Japanese; `lang`: the language that is in. */
export const mailingIn = (
  { subject, body, texts }: Omit<MailingText, 'withVisit'>,
  language: string,
): Written & { lang: string } => {
  const own = texts[language];
  return own === undefined ? { subject, body, lang: 'ja' } : { ...own, lang: language };
};
/** `cancelled`: those are written to whose bookings were cancelled, instead of those whose bookings stand. */
type Cancelled = { cancelled: boolean };

/** Who would get a mailing about these reservations, telling of the visit or not: numbers of mails, and of reservations that get none. */
export type Recipients = {
  mailed: number;
  /** No address. */
  without: number;
  /** Under 支援措置, with an address that nobody found to be right. */
  held: number;
  /** Chosen as cancelled, but others of them still come. */
  standing: number;
  /** Of those mailed: 要振替. */
  shut: number;
  /** Of those mailed: how many read each language. */
  languages: Readonly<Record<string, number>>;
  /** Goes back with the press, which refuses where another would be written to. */
  seen: string;
};

export const readRecipients = (
  tx: Tx,
  reservations: readonly string[],
  { withVisit, cancelled }: Pick<MailingText, 'withVisit'> & Cancelled,
): Promise<Recipients> => {
  const ids = sql`${[...reservations]}::uuid[]`;
  return tx.one<Recipients>(sql`
    SELECT (SELECT count(*)::integer FROM letters.recipients(${ids}, ${withVisit}, ${cancelled})) AS mailed,
      (SELECT count(*)::integer FROM reservations.reservations r WHERE r.id = ANY (${ids}) AND r.mail IS NULL AND (NOT ${cancelled} OR letters.is_for(r, true))) AS without,
      (SELECT count(*)::integer FROM reservations.reservations r WHERE r.id = ANY (${ids}) AND ${cancelled} AND NOT letters.is_for(r, true)) AS standing,
      (SELECT count(*)::integer FROM reservations.reservations r WHERE r.id = ANY (${ids}) AND letters.is_for(r, ${cancelled}) AND letters.is_held(r, ${cancelled})) AS held,
      (SELECT count(*)::integer FROM letters.recipients(${ids}, ${withVisit}, ${cancelled}) AS t (id) JOIN reservations.reservations r ON r.id = t.id JOIN ledger.slots s ON s.id = r.slot_id
       WHERE reservations.needs_moving(r, s)) AS shut,
      (SELECT coalesce(jsonb_object_agg(q.language, q.n), '{}') FROM (
        SELECT r.language, count(*)::integer AS n FROM letters.recipients(${ids}, ${withVisit}, ${cancelled}) AS t (id) JOIN reservations.reservations r ON r.id = t.id GROUP BY r.language) q) AS languages,
      letters.recipients_fingerprint(${ids}, ${withVisit}, ${cancelled}) AS seen`);
};

const REASONS = ['changed_meanwhile', 'nobody'] as const;
export type MailingRefusal = (typeof REASONS)[number];

type NewMailing = MailingText &
  Cancelled & {
    /** The form's UUID. */
    form: string;
    /** Whom it is to, in words. */
    sentence: string;
    reservations: readonly string[];
    seen: string;
    /** Minutes until it leaves. */
    minutes: number;
  };

/** Puts a mailing on its way and returns its id. */
export const sendMailing = (db: Db, actor: Actor, mailing: NewMailing): Promise<Outcome<number, MailingRefusal>> =>
  attempt(REASONS, async () => {
    const { id } = await db.one<{ id: number }>(sql`
      SELECT letters.send_mailing(${actorSql(actor)}, ${mailing.form}::uuid, ${mailing.subject}, ${mailing.body}, ${mailing.withVisit}, ${mailing.sentence},
        ${[...mailing.reservations]}::uuid[], ${mailing.seen}, ${mailing.minutes}, ${mailing.cancelled}, ${JSON.stringify(mailing.texts)}::jsonb) AS id`);
    return id;
  });

/** Stops what has not left yet. */
export const stopMailing = async (db: Db, actor: Actor, id: number): Promise<boolean> =>
  (await db.one<{ stopped: boolean }>(sql`SELECT letters.stop_mailing(${actorSql(actor)}, ${id}) AS stopped`)).stopped;

/** `subject`, `body` and `texts`: empty once they are past their time. */
export type Mailing = MailingText & {
  id: number;
  sentence: string;
  at: Date;
  leavesAt: Date;
  by: string | null;
  stoppedAt: Date | null;
  /** None of its mails is kept any more: how they fared is not known. */
  past: boolean;
  /** Of the visits it tells of, else of the addresses it goes to: how they fare. */
  waiting: number;
  sent: number;
  dead: number;
};

/** `g`: which rows; how their mails fare is counted for those alone. */
const mailingsOf = (g: Sql): Sql => sql`
  SELECT g.id, g.subject, g.body, g.texts, g.with_visit AS "withVisit", g.sentence, g.at, g.leaves_at AS "leavesAt", a.name AS by, g.stopped_at AS "stoppedAt", f.past, f.waiting, f.sent, f.dead
  FROM ${g} g LEFT JOIN staff.accounts a ON a.id = g.staff_id CROSS JOIN LATERAL (
    SELECT count(*) = 0 AS past, (count(*) FILTER (WHERE t.waiting AND NOT t.sent AND NOT t.dead))::integer AS waiting, (count(*) FILTER (WHERE t.sent))::integer AS sent,
      (count(*) FILTER (WHERE t.dead AND NOT t.sent))::integer AS dead
    FROM (
      SELECT bool_or(m.state IN ('waiting', 'sending')) AS waiting, bool_or(m.state = 'sent') AS sent, bool_or(m.state = 'dead') AS dead
      FROM outbox.mails m LEFT JOIN reservations.reservations r ON r.id = m.reservation_id WHERE m.kind = 'mailing' AND (m.about ->> 'mailing')::bigint = g.id
      GROUP BY coalesce(CASE WHEN NOT g.with_visit THEN lower(r.mail) END, m.id::text)) t) f`;

/** Mailings, the newest first. */
export const listMailings = (tx: Tx, { limit, offset }: { limit: number; offset: number }): Promise<Mailing[]> =>
  tx.rows<Mailing>(
    sql`${mailingsOf(sql`(SELECT * FROM letters.mailings ORDER BY id DESC LIMIT ${limit} OFFSET ${offset})`)} ORDER BY g.id DESC`,
  );
export const countMailings = async (tx: Tx): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*)::integer FROM letters.mailings`)).count;
export const readMailing = (tx: Tx, id: number): Promise<Mailing | undefined> =>
  tx.row<Mailing>(sql`${mailingsOf(sql`letters.mailings`)} WHERE g.id = ${id}`);

/** Whether an address has the text of a mailing without this mail (`letters.said_already`). */
export const saidAlready = async (tx: Tx, mailing: number, mail: number, address: string): Promise<'sent' | 'first' | null> =>
  (await tx.one<{ said: 'sent' | 'first' | null }>(sql`SELECT letters.said_already(${mailing}, ${mail}, ${address}) AS said`))
    .said;

/** Forgets what mailings said whose mails are older than the city keeps them. Returns how many. */
export const forgetMailings = async (db: Db): Promise<number> =>
  (await db.one<{ rows: number }>(sql`SELECT letters.forget_mailings() AS rows`)).rows;

/** How many would be forgotten. */
export const countPast = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.one<{ rows: number }>(sql`SELECT count(*)::integer AS rows FROM letters.past_mailings(${before})`)).rows;

/**
 * What a mail of a mailing says of a reservation; undefined where it was stopped. `isFor`: it is still one the mailing is for; `held`: it is held back
 * (`letters.is_held`).
 */
export const mailingText = (
  tx: Tx,
  id: number,
  reservation: string,
): Promise<(MailingText & { isFor: boolean; held: boolean }) | undefined> =>
  tx.row<MailingText & { isFor: boolean; held: boolean }>(sql`
    SELECT g.subject, g.body, g.texts, g.with_visit AS "withVisit", letters.is_for(r, g.cancelled) AS "isFor", letters.is_held(r, g.cancelled) AS held
    FROM letters.mailings g JOIN reservations.reservations r ON r.id = ${reservation}::uuid WHERE g.id = ${id} AND g.stopped_at IS NULL`);
