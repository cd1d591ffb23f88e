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

/** What the form of a record holds: what is kept, or the texts of the version, or of the plan, that the address asks to take again. */
export function takenAgain<V extends Named, R extends string>({ ask, kind, row, history }: Props<V, R>): V {
  const texts = kind.texts?.of(row);
  if (texts === undefined) return row.facts;
  const taken = planAsked(ask, history.plans) ?? askedVersion(ask, bodied(history.versions, texts.labels));
  return taken === undefined ? row.facts : texts.into(row.facts, taken.said.texts);
}
