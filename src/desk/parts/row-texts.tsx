import type { Facts } from '../../audit/change.ts';
import type { TextsByPart } from '../../languages/by-language.ts';
import type { Db } from '../../lib/db/db.ts';
import { type Plan, plansOf } from '../../site/planned.ts';
import { type WordingVersion, wordingVersions } from '../../site/wordings/acts.ts';
import type { SignedAsk } from '../route.ts';
import type { Plannable } from './plan.ts';
import { PlannedTexts, planAsked } from './planned.tsx';
import { askedVersion, TextVersions } from './text-versions.tsx';
import { bodied, heldFrom } from './texts-body.tsx';

/** Every text a row had, the newest first, and what is to come of it. */
export type TextHistory = { versions: readonly WordingVersion[]; plans: readonly Plan[] };

export async function textHistory(db: Db, name: string): Promise<TextHistory> {
  const [versions, plans] = await Promise.all([wordingVersions(db, name), plansOf(db, name)]);
  return { versions, plans };
}

type Props<F extends Facts> = {
  ask: SignedAsk;
  of: Plannable<F>;
  facts: F;
  history: TextHistory;
  called?: string;
  /** Of the page with the form. */
  href: string;
  withdraw: (plan: number) => string;
};

/** What is to come of a row, and every text it had, below its form. */
export const RowTexts = <F extends Facts>({ ask, of, facts, history: { versions, plans }, href, ...more }: Props<F>) => (
  <>
    <PlannedTexts {...more} ask={ask} plans={plans} now={of.texts(facts)} labels={of.labels} href={href} />
    {versions.length > 0 && <TextVersions versions={bodied(versions, of.labels)} href={href} told={heldFrom(versions)} />}
  </>
);

/** A version as it stood: a part that the row has now and the version did not is empty. A plan names only the parts that become others. */
const whole = (now: TextsByPart, kept: TextsByPart): TextsByPart => ({
  ...Object.fromEntries(Object.keys(now).map((part) => [part, { ja: '' }])),
  ...kept,
});

/** What the form of a row holds: what is kept, or the texts of the version, or of the plan, that the address asks to take again. */
export function takenAgain<F extends Facts>(ask: SignedAsk, of: Plannable<F>, facts: F, { versions, plans }: TextHistory): F {
  const plan = planAsked(ask, plans);
  if (plan !== undefined) return of.into(facts, plan.said.texts);
  const version = askedVersion(ask, bodied(versions, of.labels));
  return version === undefined ? facts : of.into(facts, whole(of.texts(facts), version.said.texts));
}
