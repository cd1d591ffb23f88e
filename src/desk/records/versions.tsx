import { RowTexts, takenAgain } from '../parts/row-texts.tsx';
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
  const { of, withdraw } = kind.texts;
  return (
    <RowTexts
      ask={ask}
      of={of(row)}
      facts={row.facts}
      history={history}
      href={kind.paths.one(row.id)}
      withdraw={(plan) => withdraw(row.id, plan)}
    />
  );
}

/** What the form of a record holds: what is kept, or the texts of the version, or of the plan, that the address asks to take again. */
export const recordTaken = <V extends Named, R extends string>({ ask, kind, row, history }: Props<V, R>): V =>
  kind.texts === undefined ? row.facts : takenAgain(ask, kind.texts.of(row), row.facts, history);
