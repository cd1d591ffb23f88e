import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { SettingKey } from './settings.ts';

/** So many days after a length of keeping was set shorter, the shorter one holds (§8(1)⑧): a slip can be taken back until then. */
export const SHORTER_AFTER_DAYS = 7;

/** Whether a setting says how long records are kept: a smaller number removes for good. */
export const keepsRecords = (key: SettingKey): boolean => key.startsWith('keep-');

/** Where a shorter length of keeping, set now, begins to remove: the beginning of a day. */
export const shorterFrom = sql`lib.instant(lib.day_of(lib.now()) + ${SHORTER_AFTER_DAYS}::integer, 0)`;

/** Before which instant, and the day before which, records would be past a length of keeping, counted from the beginning of today: a page and the press on it count alike. */
export const pastBefore = (tx: Tx, key: SettingKey, value: number): Promise<{ at: Date; day: string }> => {
  const length = key.endsWith('-years')
    ? sql`make_interval(years => ${value}::integer)`
    : sql`make_interval(days => ${value}::integer)`;
  return tx.one(sql`
    SELECT lib.instant(lib.day_of(lib.now()), 0) - ${length} AS at, (lib.day_of(lib.now()) - ${length})::date AS day`);
};
