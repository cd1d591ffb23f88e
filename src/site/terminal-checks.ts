import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** What is looked at on a terminal, in the order of the page (§8(1)⑨, §9(2)). */
export const CHECK_ITEMS = {
  screen: '画面の大きさ',
  characters: '文字',
  font: '書体',
  keys: 'キーボードの操作',
  cookies: 'ログインの維持',
  clock: '時計',
  scanner: '読み取り機',
  csv: 'CSVの保存と表示',
  pdf: 'PDFの表示',
  print: '印刷（A4）',
  labels: 'ラベル印刷',
} as const;
export type CheckItem = keyof typeof CHECK_ITEMS;
export const checkItems = Object.keys(CHECK_ITEMS) as CheckItem[];

export const RESULTS = { ok: 'よい', fault: '問題あり', unused: '使わない' } as const;
export type Result = keyof typeof RESULTS;

export const OCCASIONS = { first: '稼働前の確認', replaced: '端末・プリンタの入れ替え', again: '再確認' } as const;
export type Occasion = keyof typeof OCCASIONS;

type TerminalCheck = {
  terminal: string;
  officeId: number | null;
  occasion: Occasion;
  /** The browser as it named itself, in a few words. */
  browser: string;
  /** Its screen as a script saw it; empty where scripts do not run. */
  screen: string;
  results: Record<CheckItem, Result>;
  remark: string;
};
export type KeptCheck = TerminalCheck & { id: number; at: Date; faults: number; officeName: string | null; staffName: string };

/** Keeps what a person found on a terminal. The same form sent twice is kept once. Returns its number. */
export const keepCheck = (db: Db, staffId: number, actor: Actor, formId: string, check: TerminalCheck): Promise<number> =>
  db.transaction(async (tx) => {
    const faults = Object.values(check.results).filter((result) => result === 'fault').length;
    const kept = await tx.row<{ id: number }>(sql`
      INSERT INTO site.terminal_checks (form_id, terminal, office_id, staff_id, at, occasion, browser, screen, results, faults, remark)
      VALUES (${formId}::uuid, ${check.terminal}, ${check.officeId}, ${staffId}, lib.now(), ${check.occasion}, ${check.browser}, ${check.screen},
        ${JSON.stringify(check.results)}::jsonb, ${faults}, ${check.remark})
      ON CONFLICT (form_id) DO NOTHING RETURNING id`);
    if (kept === undefined)
      return (await tx.one<{ id: number }>(sql`SELECT id FROM site.terminal_checks WHERE form_id = ${formId}::uuid`)).id;
    await tx.run(sql`
      SELECT audit.write(${actorSql(actor)}, 'site.terminal-checked', lib.now(), NULL, NULL, ${check.officeId},
        jsonb_build_object('terminal', ${check.terminal}::text, 'faults', ${faults}::integer))`);
    return kept.id;
  });

const CHECK = sql`
  SELECT k.id, k.terminal, k.office_id AS "officeId", k.occasion, k.browser, k.screen, k.results, k.faults, k.remark, k.at, o.name AS "officeName", a.name AS "staffName"
  FROM site.terminal_checks k LEFT JOIN offices.offices o ON o.id = k.office_id JOIN staff.accounts a ON a.id = k.staff_id`;

export const readCheck = (tx: Tx, id: number): Promise<KeptCheck | undefined> =>
  tx.row<KeptCheck>(sql`${CHECK} WHERE k.id = ${id}`);

/** Every terminal with its last check; those with faults first. */
export const listTerminals = (tx: Tx): Promise<KeptCheck[]> =>
  tx.rows<KeptCheck>(sql`
    SELECT * FROM (${CHECK} WHERE NOT EXISTS (
      SELECT FROM site.terminal_checks n WHERE n.office_id IS NOT DISTINCT FROM k.office_id AND n.terminal = k.terminal AND n.id > k.id)) q
    ORDER BY (faults > 0) DESC, "officeName" NULLS LAST, terminal`);

/** All checks of the terminal of one, the newest first. */
export const checksLike = (tx: Tx, { officeId, terminal }: TerminalCheck): Promise<KeptCheck[]> =>
  tx.rows<KeptCheck>(
    sql`${CHECK} WHERE k.office_id IS NOT DISTINCT FROM ${officeId}::integer AND k.terminal = ${terminal} ORDER BY k.id DESC LIMIT 100`,
  );
