import { type Actor, staffOf } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { lockTranslations } from './planned-translations.ts';
import { type Given, readTranslations, type TranslationsRefusal, type WrongRow } from './read-translations.ts';
import { listTexts, type StaffText, sayElsewhere } from './translations.ts';

export type TranslationFile = {
  id: number;
  fileName: string;
  at: Date;
  staffName: string | null;
  given: Given[];
  wrong: WrongRow[];
  pressedAt: Date | null;
  undoneAt: Date | null;
};

type Before = readonly [source: string, language: string, body: string | null];

const FILES = sql`
  SELECT f.id, f.file_name AS "fileName", f.at, a.name AS "staffName", f.given, f.wrong, f.pressed_at AS "pressedAt", f.undone_at AS "undoneAt"
  FROM site.translation_files f LEFT JOIN staff.accounts a ON a.id = f.staff_id`;

/** The last files that came back, newest first. */
export const listTranslationFiles = (tx: Tx, most = 50): Promise<TranslationFile[]> =>
  tx.rows<TranslationFile>(sql`${FILES} ORDER BY f.id DESC LIMIT ${most}`);

export const readTranslationFile = (tx: Tx, id: number): Promise<TranslationFile | undefined> =>
  tx.row<TranslationFile>(sql`${FILES} WHERE f.id = ${id}`);

/** Reads a file and keeps what it says, to be looked at. Nothing is shown to citizens yet. Returns the number of the file. */
export async function keepTranslationFile(
  db: Db,
  actor: Actor,
  path: string,
  fileName: string,
): Promise<Outcome<number, TranslationsRefusal>> {
  const texts = await listTexts(db);
  const read = await readTranslations(
    path,
    texts.map(({ source }) => source),
  );
  if (!read.ok) return read;
  const { given, wrong } = read.value;
  const { id } = await db.one<{ id: number }>(sql`
    INSERT INTO site.translation_files (file_name, at, staff_id, given, wrong)
    VALUES (${fileName.slice(-100)}, lib.now(), ${staffOf(actor)}, ${JSON.stringify(given)}::jsonb, ${JSON.stringify(wrong)}::jsonb)
    RETURNING id`);
  return done(id);
}

/** A translation that a file would change: the text it is of, and what is kept now. */
export type Judged = { text: StaffText; language: string; now: string | undefined; body: string };

/** What a file would change now; what says the same as is kept, and of how many the text is gone. `version`: what a press is bound to. */
export async function judgeTranslations(
  tx: Tx,
  given: readonly Given[],
): Promise<{ changes: Judged[]; same: number; gone: number; version: string }> {
  const texts = new Map((await listTexts(tx)).map((text) => [text.source, text]));
  const found = given.flatMap(([source, language, body]): Judged[] => {
    const text = texts.get(source);
    return text === undefined ? [] : [{ text, language, now: text.bodies[language], body }];
  });
  const changes = found.filter(({ now, body }) => now !== body);
  const version = fingerprint(changes.map(({ text, language, now }) => [text.source, language, now ?? null]));
  return { changes, same: found.length - changes.length, gone: given.length - found.length, version };
}

const audited = (tx: Tx, actor: Actor, act: string, file: number, rows: number, languages: readonly string[]) =>
  writeChange(tx, actor, { act, of: { file, rows, languages: [...new Set(languages)] } }, null, null);

/** Each text is another version once, however many languages it is said in. */
async function sayAll(tx: Tx, actor: Actor, all: readonly Before[]): Promise<void> {
  for (const [source, of] of Map.groupBy(all, ([text]) => text))
    await sayElsewhere(tx, staffOf(actor), source, Object.fromEntries(of.map(([, language, body]) => [language, body])));
}

/** Takes over what a file says, as its page showed it (`seen`): citizens read it from now on. Refuses: unknown, pressed_already, changed_meanwhile. */
export const pressTranslations = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
): Promise<Outcome<undefined, 'unknown' | 'pressed_already' | 'changed_meanwhile'>> =>
  db.transaction(async (tx) => {
    await lockTranslations(tx);
    const file = await readTranslationFile(tx, id);
    if (file === undefined) return refused('unknown');
    if (file.pressedAt !== null) return refused('pressed_already');
    const { changes, version } = await judgeTranslations(tx, file.given);
    if (version !== seen) return refused('changed_meanwhile');
    await sayAll(
      tx,
      actor,
      changes.map(({ text, language, body }) => [text.source, language, body]),
    );
    const before = changes.map(({ text, language, now }): Before => [text.source, language, now ?? null]);
    await tx.run(
      sql`UPDATE site.translation_files SET pressed_at = lib.now(), before = ${JSON.stringify(before)}::jsonb WHERE id = ${id}`,
    );
    await audited(
      tx,
      actor,
      'site.texts-translated',
      id,
      changes.length,
      before.map(([, language]) => language),
    );
    return done(undefined);
  });

/** Puts back what a file replaced; what was changed since stays. Returns how many stayed. Refuses: unknown, not_pressed, undone_already. */
export const undoTranslations = (
  db: Db,
  actor: Actor,
  id: number,
): Promise<Outcome<number, 'unknown' | 'not_pressed' | 'undone_already'>> =>
  db.transaction(async (tx) => {
    await lockTranslations(tx);
    const file = await readTranslationFile(tx, id);
    if (file === undefined) return refused('unknown');
    if (file.pressedAt === null) return refused('not_pressed');
    if (file.undoneAt !== null) return refused('undone_already');
    const { before } = await tx.one<{ before: Before[] }>(sql`SELECT before FROM site.translation_files WHERE id = ${id}`);
    const kept = new Map((await listTexts(tx)).map(({ source, bodies }) => [source, bodies]));
    const given = new Map(file.given.map(([source, language, body]) => [`${language} ${source}`, body]));
    const untouched = before.filter(([source, language]) => kept.get(source)?.[language] === given.get(`${language} ${source}`));
    await sayAll(tx, actor, untouched);
    await tx.run(sql`UPDATE site.translation_files SET undone_at = lib.now() WHERE id = ${id}`);
    await audited(
      tx,
      actor,
      'site.texts-taken-back',
      id,
      untouched.length,
      untouched.map(([, language]) => language),
    );
    return done(before.length - untouched.length);
  });
