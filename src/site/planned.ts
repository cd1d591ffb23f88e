import { type Actor, staffOf } from '../audit/actor.ts';
import { type About, type ChangeRefusal, type Facts, writeChange } from '../audit/change.ts';
import type { TextsByPart } from '../languages/by-language.ts';
import { onlyParts, type PlannedSaid, partsToPlan, textsAfter } from '../languages/planned.ts';
import { instantOf, type Moment } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { attempt, done, type Outcome, refused } from '../lib/outcome.ts';

/** Texts of a row that are to become others, until they stand in it. `was`: the same parts as they were to stand just before, when it was planned. */
export type Plan = {
  id: number;
  said: PlannedSaid;
  was: TextsByPart;
  since: Date;
  at: Date;
  by: string | null;
  /** Its time has come; the next minute puts it in. */
  due: boolean;
};

/** What is to come of a row, the earliest first. */
export const plansOf = (tx: Tx, name: string): Promise<Plan[]> =>
  tx.rows<Plan>(sql`
    SELECT p.id, p.said, p.was, p.since, p.at, a.name AS by, p.since <= lib.now() AS due FROM site.planned_texts p LEFT JOIN staff.accounts a ON a.id = p.by_staff
    WHERE p.name = ${name} AND p.held_at IS NULL AND p.withdrawn_at IS NULL ORDER BY p.since, p.id`);

/** When these rows become others next; one of which nothing is planned is left out. */
export const comingAt = (tx: Tx, names: readonly string[]): Promise<{ name: string; at: Date }[]> =>
  tx.rows<{ name: string; at: Date }>(sql`
    SELECT p.name, min(p.since) AS at FROM site.planned_texts p
    WHERE p.name = ANY (${[...names]}::text[]) AND p.held_at IS NULL AND p.withdrawn_at IS NULL GROUP BY p.name`);

/** What the row says just before a moment, with what is to come until then; `instead`: a plan that is left out. */
export const textsBefore = (now: TextsByPart, plans: readonly Plan[], since: Moment, instead?: number): TextsByPart => {
  const at = instantOf(since);
  const before = plans.filter((plan) => plan.id !== instead && Temporal.Instant.compare(instantOf(plan.since), at) < 0);
  return textsAfter(
    now,
    before.map(({ said }) => said),
  );
};

/** Whose texts are planned. `read`: the row under a lock, with what was due in it; undefined: it is not in use. `into`: its facts with other texts. */
export type PlanOf<F extends Facts> = {
  name: string;
  about: Omit<About, 'act'>;
  read: (tx: Tx) => Promise<F | undefined>;
  texts: (facts: F) => TextsByPart;
  into: (facts: F, texts: TextsByPart) => F;
  /** What the log tells of the facts, where that is not all of them. */
  logged?: (facts: F) => Facts;
};

/** `seen`: the fingerprint of the facts the page showed. `shown`: whether the row is shown from then on. */
type Planned = {
  seen: string;
  typed: TextsByPart;
  since: Temporal.Instant;
  instead?: number | undefined;
  shown?: boolean;
};

const REFUSALS = ['late', 'past', 'taken'] as const;
/** `late`: what it takes the place of holds already. `past`: its time is over. `taken`: another plan begins at that moment. `same`: nothing becomes other. */
export type PlanRefusal = ChangeRefusal | (typeof REFUSALS)[number] | 'same';

/** Plans that texts of a row become others at a time (§8(3)⑨). What else the row holds stays as it is then. */
export async function planTexts<F extends Facts>(
  db: Db,
  actor: Actor,
  { name, about, read, texts, into, logged = (facts) => facts }: PlanOf<F>,
  { seen, typed, since, instead, shown }: Planned,
): Promise<Outcome<number, PlanRefusal>> {
  const planned = await attempt(REFUSALS, () =>
    db.transaction(async (tx): Promise<Outcome<number, ChangeRefusal | 'same'>> => {
      const kept = await read(tx);
      if (kept === undefined) return refused('unknown');
      if (fingerprint(kept) !== seen) return refused('changed_meanwhile');
      const now = texts(kept);
      const before = textsBefore(now, await plansOf(tx, name), since, instead);
      const next = onlyParts(typed, shown === undefined ? partsToPlan(now, typed, before) : []);
      if (Object.keys(next).length === 0 && shown === undefined) return refused('same');
      const said: PlannedSaid = shown === undefined ? { texts: next } : { texts: next, shown };
      const was = onlyParts(before, Object.keys(next));
      const { id } = await tx.one<{ id: number }>(sql`
        SELECT site.plan_texts(${name}, ${JSON.stringify(said)}::jsonb, ${JSON.stringify(was)}::jsonb, ${since.toString()}::timestamptz, ${staffOf(actor)}::integer,
          ${instead ?? null}::integer) AS id`);
      const of = { ...about.of, since: since.toString(), ...(shown === undefined ? {} : { shown }) };
      await writeChange(tx, actor, { ...about, act: 'site.plan-made', of }, logged(kept), logged(into(kept, next)));
      return done(id);
    }),
  );
  return planned.ok ? planned.value : planned;
}

/** Calls off a plan of a row. False: its time has come, or it was called off. */
export const withdrawPlan = (db: Db, actor: Actor, name: string, about: Omit<About, 'act'>, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const plan = (await plansOf(tx, name)).find((one) => one.id === id);
    if (plan === undefined) return false;
    const { off } = await tx.one<{ off: boolean }>(sql`SELECT site.withdraw_texts(${id}::integer) AS off`);
    const of = { ...about.of, since: plan.since.toISOString() };
    if (off) await writeChange(tx, actor, { ...about, act: 'site.plan-withdrawn', of }, null, null);
    return off;
  });
