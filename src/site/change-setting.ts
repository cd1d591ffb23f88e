import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import type { Outcome } from '../lib/outcome.ts';
import { SETTINGS, type SettingKey } from './settings.ts';
import { keepsRecords, shorterFrom } from './shortening.ts';

/** `value` holds now. `next`, `from`: a shorter length of keeping that was set, and the instant from which it holds. */
export type SettingNow = {
  key: SettingKey;
  value: number;
  next: number | null;
  from: Date | null;
  changedAt: Date | null;
  changedBy: number | null;
};

/** Every number the city sets, in the order of `SETTINGS`, as it holds now. */
export async function listSettings(tx: Tx): Promise<SettingNow[]> {
  const rows = await tx.rows<Omit<SettingNow, 'key'> & { key: string }>(sql`
    SELECT k.key, site.number(k.key) AS value, CASE WHEN s.kept_until > lib.now() THEN (s.value #>> '{}')::integer END AS next,
      CASE WHEN s.kept_until > lib.now() THEN s.kept_until END AS "from", s.changed_at AS "changedAt", s.changed_by AS "changedBy"
    FROM unnest(${Object.keys(SETTINGS)}::text[]) AS k (key) LEFT JOIN site.settings s ON s.key = k.key`);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return (Object.keys(SETTINGS) as SettingKey[]).map((key) => ({
    key,
    value: byKey.get(key)?.value ?? SETTINGS[key].usual,
    next: byKey.get(key)?.next ?? null,
    from: byKey.get(key)?.from ?? null,
    changedAt: byKey.get(key)?.changedAt ?? null,
    changedBy: byKey.get(key)?.changedBy ?? null,
  }));
}

/** What a page that shows one setting remembers of it. */
export const settingSeen = ({ value, next }: Pick<SettingNow, 'value' | 'next'>): string => fingerprint({ value, next });

/**
 * Sets one number of the city from now on; `value` lies in its range. The default is kept as a row like any other, so that a later
 * version of the product with another default leaves the city's decision alone. A shorter length of keeping holds only some days later
 * (§8(1)⑧): until then the one in force goes on, and setting it again takes the shorter one back.
 */
export const changeSetting = (
  db: Db,
  actor: Actor,
  key: SettingKey,
  seen: string,
  value: number,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    // A setting without a row has nothing to lock: one lock for all of them.
    await tx.run(sql`LOCK TABLE site.settings IN SHARE ROW EXCLUSIVE MODE`);
    const before = await tx.one<{ value: number; next: number | null }>(sql`
      SELECT site.number(${key}) AS value, (SELECT (s.value #>> '{}')::integer FROM site.settings s WHERE s.key = ${key} AND s.kept_until > lib.now()) AS next`);
    const later = keepsRecords(key) && value < before.value;
    const after = later ? { value: before.value, next: value } : { value, next: null };
    return changeSeen(tx, actor, { act: 'site.setting-changed', of: { setting: key } }, { seen, before, after }, () =>
      tx.run(sql`
        INSERT INTO site.settings (key, value, changed_at, changed_by, kept_value, kept_until)
        VALUES (${key}, to_jsonb(${value}::integer), lib.now(), ${staffOf(actor)},
          CASE WHEN ${later} THEN to_jsonb(${before.value}::integer) END, CASE WHEN ${later} THEN ${shorterFrom} END)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
          kept_value = excluded.kept_value, kept_until = excluded.kept_until`),
    );
  });
