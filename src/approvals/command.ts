import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { connect, type Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { Said } from '../lib/said.ts';
import { migrate } from '../schema/migrate.ts';
import { presentChange } from './acts.ts';
import { type Program, thisProgram } from './program.ts';

type Context = { url: string; log: (line: string) => void };

const USAGE =
  'change present --title TITLE --file TEXT: puts this program before the city; TEXT says what changes, for whom, and what does not';

async function withDb<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = connect({ url, max: 1, name: 'madoguchi-change', queryTimeoutMs: 60_000 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** Which numbered migrations this program would bring to the database. */
async function newMigrations(db: Db, { migrations }: Program): Promise<string[]> {
  const applied = await db.rows<{ name: string }>(sql`SELECT name FROM madoguchi_migrations.files`);
  const known = new Set(applied.map(({ name }) => name));
  return migrations.filter((name) => !known.has(name));
}

const exists = async (db: Db, table: string): Promise<boolean> =>
  (await db.one<{ there: boolean }>(sql`SELECT to_regclass(${table}) IS NOT NULL AS there`)).there;

/**
 * `madoguchi change present`: run with the new program, before it is applied. The desk shows the text and waits for the city's decision (§9(3)).
 * @throws Said where the database is of a version that keeps no approvals, or this program is applied already
 */
export async function changeCommand(args: readonly string[], { url, log }: Context): Promise<void> {
  let given: { title?: string; file?: string };
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { title: { type: 'string' }, file: { type: 'string' } },
      allowPositionals: true,
    });
    if (positionals.join() !== 'present') throw new Error(USAGE);
    given = values;
  } catch {
    throw new Said(USAGE);
  }
  const { title = '', file } = given;
  if (title.trim() === '' || file === undefined) throw new Said(USAGE);
  const text = readFileSync(file, 'utf8').trim();
  if (text === '') throw new Said(`${file} says nothing: the city decides by it.`);
  const program = await thisProgram();
  await withDb(url, async (db) => {
    if (!(await exists(db, 'approvals.matters')))
      throw new Said('This database is of a version that keeps no approvals: keep this one on paper.');
    const fresh = await newMigrations(db, program);
    const body = `${text}\n\n版：${program.version}（${program.digest.slice(0, 12)}）\nデータベースの変更：${fresh.length === 0 ? 'なし' : fresh.join('、')}`;
    const id = await presentChange(db, { program: program.digest, title: title.trim(), body });
    log(`Presented as number ${id}. Once the city approved it at the desk (設定 › 市の承認), run "madoguchi migrate".`);
  });
}

type Standing = { known: boolean; anything: boolean; matter: number | null; waiting: number | null };

/**
 * Whether this program may be applied: the first one of a database, one that was applied before, or one the city approved and still does. Presented more
 * than once, the last that was decided or withdrawn counts alone. The database is of a release before: columns that came later are read where they are there.
 * @throws Said where it may not
 */
export async function mayApply(db: Db, { digest }: Program): Promise<{ matter: number | null }> {
  if (!(await exists(db, 'approvals.applied'))) return { matter: null };
  const { known, anything, matter, waiting } = await db.one<Standing>(sql`
    SELECT EXISTS (SELECT FROM approvals.applied WHERE program = ${digest}) AS known, EXISTS (SELECT FROM approvals.applied) AS anything,
      (SELECT CASE WHEN d.approved AND d.withdrawn_at IS NULL THEN d.id END FROM (
         SELECT m.id, m.approved, m.decided_at, (to_jsonb(m) ->> 'withdrawn_at')::timestamptz AS withdrawn_at
         FROM approvals.matters m WHERE m.kind = 'change' AND m.subject = ${digest} AND m.decided_at IS NOT NULL) d
       ORDER BY coalesce(d.withdrawn_at, d.decided_at) DESC, d.id DESC LIMIT 1) AS matter,
      (SELECT max(id) FROM approvals.matters WHERE kind = 'change' AND subject = ${digest} AND approved IS NULL) AS waiting`);
  if (known || !anything || matter !== null) return { matter };
  if (waiting !== null)
    throw new Said(`The city has not decided yet: number ${waiting}, at the desk under 設定 › 市の承認. Nothing was changed.`);
  throw new Said(
    'This program was not approved by the city: present it first ("madoguchi change present"), and apply it after the approval. Nothing was changed.',
  );
}

/**
 * `madoguchi migrate`: brings a database to this version, after the city's approval where it was brought to one before (§9(3)), and keeps which program
 * was applied. The demo applies what it comes with.
 * @throws Said where the city did not approve this program
 */
export async function migrateCommand({ url, log }: Context): Promise<void> {
  const program = await thisProgram();
  const { matter } = await withDb(url, (db) => mayApply(db, program));
  await migrate({ url, log });
  await withDb(url, async (db) => {
    const noted = await db.run(sql`
      INSERT INTO approvals.applied (program, version, at, matter) VALUES (${program.digest}, ${program.version}, lib.now(), ${matter}) ON CONFLICT DO NOTHING`);
    if (noted > 0 && matter !== null) await db.run(sql`SELECT approvals.used(${matter}::integer)`);
    if (noted > 0)
      await db.run(sql`
        SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'approval.applied', lib.now(), NULL, NULL, NULL,
          jsonb_build_object('program', ${program.digest.slice(0, 12)}::text, 'matter', ${matter}::integer))`);
  });
}
