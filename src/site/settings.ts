import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { BOOKING } from './settings/booking.ts';
import { CARDS } from './settings/cards.ts';
import { DESK } from './settings/desk.ts';
import { KEEPING } from './settings/keeping.ts';
import { MAIL } from './settings/mail.ts';
import { RUNNING } from './settings/running.ts';
import { amountOf, rangeOf, type Setting } from './settings/setting.ts';

export { amountOf, rangeOf, type Setting };

/** What the city sets, in the order of the page. A row in site.settings goes before the default. */
export const SETTINGS = { ...BOOKING, ...MAIL, ...DESK, ...CARDS, ...KEEPING, ...RUNNING } as const satisfies Record<
  string,
  Setting
>;

export type SettingKey = keyof typeof SETTINGS;

/** The value of a setting now. */
export const readSetting = async (tx: Tx, key: SettingKey): Promise<number> =>
  (await tx.one<{ value: number }>(sql`SELECT site.number(${key}) AS value`)).value;

/** The manual's table of what the city sets, as markdown. */
export function citySettingsTable(): string {
  const rows = Object.entries(SETTINGS).map(
    ([key, setting]: [string, Setting]) =>
      `| ${setting.label} | ${setting.means} | ${amountOf(setting, setting.usual)} | ${setting.choices?.join('、') ?? `${setting.least}〜${setting.most}`} | \`${key}\` |`,
  );
  return ['| 項目 | 内容 | 初期値 | 範囲 | キー |', '|---|---|---|---|---|', ...rows].join('\n');
}
