import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { TextsByPart } from '../languages/by-language.ts';
import { type DuePlan, holdDue } from '../languages/planned.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type CautionFacts, type CautionRecord, readCaution } from './read-cautions.ts';

const CLOCK: Actor = { kind: 'clock' };

/** Under which name what is planned of a caution is kept (`site.planned_texts`). Its versions are `services.caution_versions`. */
export const cautionTextsName = (id: number): string => `caution.${id}`;

/** What citizens read of a caution. */
export const cautionTexts = ({ concerns, body }: CautionFacts): TextsByPart => ({
  concerns: { ja: concerns },
  body: { ja: body },
});

/** The same caution with other texts. */
export const withCautionTexts = (facts: CautionFacts, texts: TextsByPart): CautionFacts => ({
  ...facts,
  concerns: texts['concerns']?.['ja'] ?? facts.concerns,
  body: texts['body']?.['ja'] ?? facts.body,
});

async function holdOne(tx: Tx, id: number, { id: plan, said }: DuePlan): Promise<boolean> {
  const caution = await readCaution(tx, id);
  if (caution === undefined) return false;
  const after = withCautionTexts(caution.facts, said.texts);
  const was = caution.retiredAt === null;
  const shown = said.shown ?? was;
  const { held } = await tx.one<{ held: boolean }>(sql`SELECT services.hold_caution(${plan}::integer, ${id}::integer) AS held`);
  if (!held) return false;
  const of = { service: caution.serviceCode, caution: id };
  await writeChange(tx, CLOCK, { act: 'site.plan-held', of }, { ...caution.facts, shown: was }, { ...after, shown });
  return true;
}

/** Puts texts into a caution that were planned and are due: who ticked the one before is asked again before booking (§8(3)⑨). Returns how many plans. */
export const holdCautionTexts = (tx: Tx, id: number): Promise<number> =>
  holdDue(tx, [cautionTextsName(id)], sql`SELECT services.lock_caution(${id}::integer)`, (plan) => holdOne(tx, id, plan));

/** A caution to be changed, read under a lock, with what was due in it. */
export async function cautionToChange(tx: Tx, id: number): Promise<CautionRecord | undefined> {
  await holdCautionTexts(tx, id);
  return readCaution(tx, id, 'locked');
}
