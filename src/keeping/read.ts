import type { Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** What is counted before and after a night. */
export const KINDS = ['cards', 'reservations', 'log'] as const;
export type Kind = (typeof KINDS)[number];
/** Why a card that is past its years stays (`keeping.stays`). */
export type Stays = 'here' | 'kept' | 'visit' | 'conflict' | 'unexplained';

export type Night = {
  day: string;
  endedAt: Date | null;
  before: Record<Kind, number>;
  after: Record<Kind, number> | null;
  removed: Partial<Record<Kind, number>>;
  stays: Partial<Record<Stays, number>>;
};

/** The last nights, the newest first. */
export const listNights = (tx: Tx, limit: number): Promise<Night[]> =>
  tx.rows<Night>(
    sql`SELECT day, ended_at AS "endedAt", before, after, removed, stays FROM keeping.nights ORDER BY day DESC LIMIT ${limit}`,
  );

export type ClosingRecord = {
  kind: 'cards' | 'reservations';
  month: string;
  rows: number;
  years: number;
  at: Date;
  digest: string;
};

/** Closing records, the newest first. */
export const listClosingRecords = (tx: Tx, limit: number): Promise<ClosingRecord[]> =>
  tx.rows<ClosingRecord>(
    sql`SELECT kind, to_char(month, 'YYYY-MM-DD') AS month, rows, years, at, digest FROM keeping.records ORDER BY id DESC LIMIT ${limit}`,
  );

export type MonthFigures = {
  month: string;
  visits: number;
  people: number;
  cancelled: number;
  handedOver: number;
  incomplete: number;
  noShow: number;
};

/** The figures of months whose reservations were removed, the newest first; without persons this viewer may not see. */
export const listFigures = (tx: Tx, { seesProtected }: Viewer, limit: number): Promise<MonthFigures[]> => {
  const sum = (figure: Sql, unseen: Sql) =>
    seesProtected ? sql`sum(${figure})::integer` : sql`sum(${figure} - ${unseen})::integer`;
  return tx.rows<MonthFigures>(sql`
    SELECT to_char(date_trunc('month', day), 'YYYY-MM-DD') AS month, ${sum(sql`visits`, sql`unseen_visits`)} AS visits, ${sum(sql`people`, sql`unseen_people`)} AS people,
      ${sum(sql`cancelled`, sql`unseen_cancelled`)} AS cancelled, ${sum(sql`handed_over`, sql`unseen_handed_over`)} AS "handedOver",
      ${sum(sql`incomplete`, sql`unseen_incomplete`)} AS incomplete, ${sum(sql`no_show`, sql`unseen_no_show`)} AS "noShow"
    FROM keeping.figures GROUP BY date_trunc('month', day) ORDER BY date_trunc('month', day) DESC LIMIT ${limit}`);
};
