import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type CheckItem, checkItems, keepCheck, type Result } from '../site/terminal-checks.ts';

const BROWSER = 'Microsoft Edge 142';
const TERMINALS: readonly { terminal: string; screen: string; faults?: Partial<Record<CheckItem, Result>>; remark: string }[] = [
  { terminal: '窓口1', screen: '1920×1080', remark: 'プリンタ 1階北' },
  { terminal: '窓口2', screen: '1366×768', faults: { labels: 'fault' }, remark: '24面の枠が右に3mmずれる' },
  { terminal: '事務室', screen: '1920×1080', faults: { scanner: 'unused' }, remark: '' },
];

/** Terminals of the main hall as they were checked before going live, one with a fault. Those that are there stay. */
export async function fillTerminals(db: Db): Promise<void> {
  const { any } = await db.one<{ any: boolean }>(sql`SELECT EXISTS (SELECT FROM site.terminal_checks) AS any`);
  if (any) return;
  for (const { terminal, screen, faults = {}, remark } of TERMINALS) {
    const results = { ...(Object.fromEntries(checkItems.map((item) => [item, 'ok'])) as Record<CheckItem, Result>), ...faults };
    const check = { terminal, officeId: 1, occasion: 'first' as const, browser: BROWSER, screen, results, remark };
    await keepCheck(db, 1, { kind: 'staff', staffId: 1 }, crypto.randomUUID(), check);
  }
}
