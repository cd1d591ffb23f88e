import type { Actor } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import type { Outcome } from '../lib/outcome.ts';
import { SETTINGS, type SettingKey } from './settings.ts';

export type SettingNow = { key: SettingKey; value: number; changedAt: Date | null; changedBy: number | null };

/** Every number the city sets, in the order of `SETTINGS`, as it holds now. */
export async function listSettings(tx: Tx): Promise<SettingNow[]> {
  const rows = await tx.rows<{ key: string; value: number; changedAt: Date | null; changedBy: number | null }>(sql`
    SELECT k.key, site.number(k.key) AS value, s.changed_at AS "changedAt", s.changed_by AS "changedBy"
    FROM unnest(${Object.keys(SETTINGS)}::text[]) AS k (key) LEFT JOIN site.settings s ON s.key = k.key`);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return (Object.keys(SETTINGS) as SettingKey[]).map((key) => ({
    key,
    value: byKey.get(key)?.value ?? SETTINGS[key].usual,
    changedAt: byKey.get(key)?.changedAt ?? null,
    changedBy: byKey.get(key)?.changedBy ?? null,
  }));
}

/** What a page that shows one setting remembers of it. */
export const settingSeen = (value: number): string => fingerprint({ value });

/**
 * Sets one number of the city from now on; `value` lies in its range. The default is kept as a row like any other, so that a later
 * version of the product with another default leaves the city's decision alone.
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
    const before = await tx.one<{ value: number }>(sql`SELECT site.number(${key}) AS value`);
    return changeSeen(tx, actor, { act: 'site.setting-changed', of: { setting: key } }, { seen, before, after: { value } }, () =>
      tx.run(sql`
        INSERT INTO site.settings (key, value, changed_at, changed_by)
        VALUES (${key}, to_jsonb(${value}::integer), lib.now(), ${actor.kind === 'staff' ? actor.staffId : null})
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by`),
    );
  });
