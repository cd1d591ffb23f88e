import type { TextsByPart } from '../../languages/by-language.ts';
import { PlannedTexts, planAsked } from '../parts/planned.tsx';
import { askedVersion, TextVersions } from '../parts/text-versions.tsx';
import { bodied, heldFrom } from '../parts/texts-body.tsx';
import type { SignedAsk } from '../route.ts';
import type { RecordHistory } from './history.ts';
import type { Named, RecordKind, RecordRow } from './kind.ts';

type Props<V extends Named, R extends string> = {
  ask: SignedAsk;
  kind: RecordKind<V, R>;
  row: RecordRow<V>;
  history: RecordHistory;
};

/** What is to come of a record, and every text it had, below its form. */
export function RecordTextsAt<V extends Named, R extends string>({ ask, kind, row, history }: Props<V, R>) {
  if (kind.texts === undefined) return null;
  const { texts, labels } = kind.texts.of(row);
  const { withdraw } = kind.texts;
  const href = kind.paths.one(row.id);
  const { versions, plans } = history;
  return (
    <>
      <PlannedTexts
        ask={ask}
        plans={plans}
        now={texts(row.facts)}
        labels={labels}
        href={href}
        withdraw={(plan) => withdraw(row.id, plan)}
      />
      {versions.length > 0 && <TextVersions versions={bodied(versions, labels)} href={href} told={heldFrom(versions)} />}
    </>
  );
}

/** A version as it stood: a part that the row has now and the version did not is empty. A plan names only the parts that become others. */
const whole = (now: TextsByPart, kept: TextsByPart): TextsByPart => ({
  ...Object.fromEntries(Object.keys(now).map((part) => [part, { ja: '' }])),
  ...kept,
});

/** What the form of a record holds: what is kept, or the texts of the version, or of the plan, that the address asks to take again. */
export function takenAgain<V extends Named, R extends string>({ ask, kind, row, history }: Props<V, R>): V {
  const of = kind.texts?.of(row);
  if (of === undefined) return row.facts;
  const plan = planAsked(ask, history.plans);
  if (plan !== undefined) return of.into(row.facts, plan.said.texts);
  const version = askedVersion(ask, bodied(history.versions, of.labels));
  return version === undefined ? row.facts : of.into(row.facts, whole(of.texts(row.facts), version.said.texts));
}
