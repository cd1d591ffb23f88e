import { randomUUID } from 'node:crypto';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { maskNumbers } from '../lib/values/application-id.ts';

/** A form that arrived at an empty seat: its address and its fields, as [name, value] pairs in the order sent. */
export type KeptForm = { path: string; fields: [name: string, value: string][] };

/** Larger than any page's form; a file is not kept. */
const MAX_CHARACTERS = 100_000;

/** Of an account the newest so many: at an empty seat anybody can go on sending. */
const MOST = 20;

/** Keeps a form for its account until it is asked for, with any 個人番号 masked. Returns its opaque id; undefined where it is too large to keep. The oldest beyond `MOST` go. */
export async function keepForm(tx: Tx, accountId: number, form: KeptForm): Promise<string | undefined> {
  const fields = JSON.stringify(form.fields.map(([name, value]) => [name, maskNumbers(value)]));
  if (fields.length > MAX_CHARACTERS) return undefined;
  const id = randomUUID();
  await tx.run(sql`
    WITH kept AS (
      INSERT INTO staff.kept_forms (id, account_id, path, fields, kept_at)
      VALUES (${id}::uuid, ${accountId}, ${form.path}, ${fields}::jsonb, lib.now()))
    DELETE FROM staff.kept_forms WHERE id IN (
      SELECT k.id FROM staff.kept_forms k WHERE k.account_id = ${accountId} ORDER BY k.kept_at DESC, k.id OFFSET ${MOST - 1})`);
  return id;
}

/** A kept form, to the account that sent it and nobody else, within an hour. */
export const readForm = (tx: Tx, accountId: number, id: string): Promise<KeptForm | undefined> =>
  tx.row<KeptForm>(sql`
    SELECT path, fields FROM staff.kept_forms
    WHERE id = ${id}::uuid AND account_id = ${accountId} AND kept_at > lib.now() - interval '1 hour'`);
