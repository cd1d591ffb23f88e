import { instantOf } from '../../lib/dates/jst.ts';
import { FormFields } from '../../lib/form/index.ts';
import type { Plan } from '../../site/planned.ts';
import type { SignedAsk } from '../route.ts';
import { DeskForm, type DeskFormProps, stateOf } from './form.tsx';
import { textsSince } from './plan.ts';
import { PlanChanged, planAsked } from './planned.tsx';

type Props<V extends object> = Omit<DeskFormProps<V>, 'ask' | 'draw' | 'hidden'> & {
  ask: SignedAsk;
  plans: readonly Plan[];
  /** What the time is called, where the form asks for other times too. */
  since?: string;
};

/** A form of texts, with the time from which they hold; where the address names a plan, that plan is changed. */
export function TextsForm<V extends object>({ plans, since: label, ...props }: Props<V>) {
  const { ask, form, errors } = props;
  const timed = textsSince(ask, label);
  const plan = planAsked(ask, plans);
  const since = plan === undefined ? null : instantOf(plan.since);
  return (
    <>
      {plan !== undefined && <PlanChanged plan={plan} />}
      <DeskForm
        {...props}
        hidden={plan === undefined ? {} : { plan: String(plan.id) }}
        draw={(state) => (
          <>
            <FormFields form={form} state={state} />
            <FormFields form={timed} state={stateOf(ask, timed.boxes({ since }), errors)} />
          </>
        )}
      />
    </>
  );
}
