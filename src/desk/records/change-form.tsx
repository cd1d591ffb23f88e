import { instantOf } from '../../lib/dates/jst.ts';
import { FormFields } from '../../lib/form/index.ts';
import type { FormErrors } from '../../lib/html/index.ts';
import { DeskForm, seenOf, stateOf } from '../parts/form.tsx';
import { textsSince } from '../parts/plan.ts';
import { PlanChanged, planAsked } from '../parts/planned.tsx';
import type { SignedAsk } from '../route.ts';
import type { RecordHistory } from './history.ts';
import type { Around, Named, RecordKind, RecordRow } from './kind.ts';
import { takenAgain } from './versions.tsx';

export type RecordProps<V extends Named, R extends string> = {
  ask: SignedAsk;
  kind: RecordKind<V, R>;
  row: RecordRow<V>;
  around: Around;
  history: RecordHistory;
  errors?: FormErrors;
  /** What was typed into a page that was out of date. */
  meanwhile?: V;
};

/** The form of a record; where its texts are kept, with the time from which they hold. */
export function ChangeForm<V extends Named, R extends string>({
  ask,
  kind,
  row,
  history,
  errors = {},
  meanwhile,
}: RecordProps<V, R>) {
  const { paths, texts } = kind;
  const timed = texts === undefined ? undefined : textsSince(ask);
  const plan = planAsked(ask, history.plans);
  const since = plan === undefined ? null : instantOf(plan.since);
  const form = kind.form(row);
  return (
    <>
      {plan !== undefined && <PlanChanged plan={plan} />}
      <DeskForm
        ask={ask}
        form={form}
        action={paths.one(row.id)}
        values={takenAgain({ ask, kind, row, history })}
        errors={errors}
        seen={seenOf(ask, row.facts, meanwhile !== undefined)}
        hidden={plan === undefined ? {} : { plan: String(plan.id) }}
        draw={(state) => (
          <>
            <FormFields form={form} state={state} />
            {timed !== undefined && <FormFields form={timed} state={stateOf(ask, timed.boxes({ since }), errors)} />}
          </>
        )}
        submit="保存する"
        back={{ href: paths.list, words: '一覧に戻る' }}
      />
    </>
  );
}
