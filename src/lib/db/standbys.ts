import type { Tx } from './db.ts';
import { raw, sql } from './sql.ts';

/** How the standbys of a PostgreSQL stand, as any role may ask. */
export type Standbys = {
  /** Those that follow now: of those a place is kept for, where one is kept; a backup being taken is none. */
  connected: number;
  /** Whether commits wait for one. */
  synchronous: boolean;
  /** The setting, as this role has it. */
  synchronousCommit: string;
  /** Places kept for standbys (replication slots). */
  slots: number;
  /** Bytes that one which follows has not stored yet, at worst. */
  behind: number;
  /** Bytes kept on the primary's disk for one that does not follow, at worst. */
  held: number;
};

export const BEHIND_BYTES = 64 * 1024 ** 2;
export const HELD_BYTES = 1024 ** 3;

/** Asked of the primary. */
export const STANDBYS = `
  SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE s.active) ELSE (SELECT count(*) FROM pg_stat_replication) END::integer AS connected, current_setting('synchronous_standby_names') <> '' AS synchronous,
    current_setting('synchronous_commit') AS "synchronousCommit", count(*)::integer AS slots,
    coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)) FILTER (WHERE s.active), 0)::double precision AS behind,
    coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)) FILTER (WHERE NOT s.active), 0)::double precision AS held
  FROM pg_replication_slots s WHERE s.slot_type = 'physical'`;

export const readStandbys = (tx: Tx): Promise<Standbys> => tx.one<Standbys>(sql`${raw(STANDBYS)}`);

/** How many should follow: as many as the connection URL names besides the primary; one where PostgreSQL itself is set up for one. */
export const wantedStandbys = ({ synchronous, slots }: Standbys, hosts: number): number =>
  Math.max(hosts - 1, synchronous || slots > 0 ? 1 : 0);
