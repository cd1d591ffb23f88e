import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import { OTHER_LANGUAGES } from '../audit/facts.ts';
import type { TextsByPart } from '../languages/by-language.ts';
import { type DuePlan, holdDue } from '../languages/planned.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type Bodies, bodiesKept, LOCK_TEXTS, placesWords, readText, type StaffText } from './translations.ts';

const CLOCK: Actor = { kind: 'clock' };
const KIND = 'translation';

/** Under which name what a text said in other languages, and what is planned of that, is kept (`site.wordings`, `site.planned_texts`). */
export const translationName = (key: string): string => `${KIND}.${key}`;

/** What is said in other languages, each language a part: two who plan different ones leave each other's alone. */
export const translationTexts = (bodies: Bodies): TextsByPart =>
  Object.fromEntries(
    OTHER_LANGUAGES.map(([code]) => {
      const body = bodies[code];
      return [code, body === undefined ? {} : { [code]: body }];
    }),
  );

/** The same text said otherwise in the languages of `texts`. */
export const withTranslationTexts = (bodies: Bodies, texts: TextsByPart): Bodies =>
  bodiesKept({ ...bodies, ...Object.fromEntries(Object.entries(texts).map(([code, by]) => [code, by[code] ?? ''])) });

/** What the log tells of a text: where it stands and its digest, not its words; notices may name somebody. */
export const translationAbout = ({ key, places }: StaffText) => ({ where: placesWords(places), digest: key });

async function holdOne(tx: Tx, key: string, { id, said }: DuePlan): Promise<boolean> {
  const text = await readText(tx, key);
  const { held } = await tx.one<{ held: boolean }>(sql`SELECT site.hold_translation(${id}::integer, ${key}) AS held`);
  if (!held || text === undefined) return held;
  const of = { ...translationAbout(text), languages: Object.keys(said.texts) };
  await writeChange(tx, CLOCK, { act: 'site.plan-held', of }, null, null);
  return true;
}

/** Puts in how a text is said in other languages where that was planned and is due. Returns how many plans. */
export const holdTranslation = (tx: Tx, key: string): Promise<number> =>
  holdDue(tx, [translationName(key)], LOCK_TEXTS, (plan) => holdOne(tx, key, plan));

/** A text to be said otherwise, under a lock, with what was due of it. */
export async function textToTranslate(tx: Tx, key: string): Promise<StaffText | undefined> {
  await tx.run(LOCK_TEXTS);
  await holdTranslation(tx, key);
  return readText(tx, key);
}

/** Whoever takes over many at once: all that is due of them is put in first. */
export async function lockTranslations(tx: Tx): Promise<void> {
  await tx.run(LOCK_TEXTS);
  const due = await tx.rows<{ name: string }>(
    sql`SELECT DISTINCT name FROM site.due_texts(NULL) WHERE name LIKE ${`${KIND}.%`} ORDER BY name`,
  );
  for (const { name } of due) await holdTranslation(tx, name.slice(KIND.length + 1));
}
