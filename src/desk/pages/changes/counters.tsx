import { type Counter, counterState } from '../../../calendar/state.ts';
import { type Field, type FormState, type Input, REFUSED } from '../../../lib/form/index.ts';
import { FieldError, fieldId, NeedMark } from '../../../lib/html/index.ts';
import { counterName } from '../../parts/change-words.ts';
import { field } from '../../route.ts';
import type { DraftAsk } from './draft.tsx';

const LABEL = '交付場所と手続き';
const boxName = ({ officeId, serviceId }: Counter): string => `c-${officeId}-${serviceId}`;
const allName = (serviceId: number): string => `all-${serviceId}`;
const ticked = (input: Input, name: string): boolean => field(input, name) === 'yes';

const hasWeek = (ask: DraftAsk, counter: Counter): boolean => counterState(ask.after, counter).weekRules.length > 0;

/** The counters ticked; "all" of a service are those that have a week of their own: one tick must not open a counter that never was. */
const readCounters = (ask: DraftAsk, input: Input): Counter[] =>
  ask.services.flatMap((service) =>
    ask.offices
      .map((office): Counter => ({ officeId: office.id, serviceId: service.id }))
      .filter((counter) => ticked(input, boxName(counter)) || (ticked(input, allName(service.id)) && hasWeek(ask, counter))),
  );

type TickProps = { name: string; words: string; label: string; state: FormState };

const Tick = ({ name, words, label, state }: TickProps) => (
  <label class="radio">
    <input type="checkbox" name={name} value="yes" aria-label={label} checked={state.shown(name) === 'yes'} />
    <span aria-hidden="true">{words}</span>
  </label>
);

/** Offices and services to tick, several at once; a row a service, so that one of ten offices is found by eye. */
function Counters({ ask, state }: { ask: DraftAsk; state: FormState }) {
  const id = fieldId('counters');
  const error = state.errors['counters'];
  return (
    <fieldset class={`field${error === undefined ? '' : ' field-wrong'}`} id={id} tabIndex={-1}>
      <legend class="label">
        {LABEL}
        <NeedMark need="must" />
      </legend>
      {ask.services.map((service) => (
        <div class="counter-ticks">
          <p>
            <b>{service.name}</b>
          </p>
          <div class="radios">
            <Tick name={allName(service.id)} words="すべての場所" label={`すべての場所・${service.name}`} state={state} />
            {ask.offices.map((office) => {
              const counter = { officeId: office.id, serviceId: service.id };
              const usual = hasWeek(ask, counter) ? '' : '（通常は受付なし）';
              const label = `${counterName(ask.names, counter)}${usual}`;
              return <Tick name={boxName(counter)} words={`${office.name}${usual}`} label={label} state={state} />;
            })}
          </div>
        </div>
      ))}
      <p class="hint">「すべての場所」には、通常受付のない場所は含みません。</p>
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  );
}

/** The field of offices and services, at least one of each. */
export const counters = (ask: DraftAsk): Field<Counter[]> => ({
  label: LABEL,
  need: 'must',
  look: { as: 'own', draw: (state) => <Counters ask={ask} state={state} /> },
  read: ({ box, input, context, say }) => {
    const chosen = readCounters(ask, input);
    if (chosen.length > 0) return chosen;
    say(box, context.sentences.choice(LABEL));
    return REFUSED;
  },
  show: (_, chosen) => Object.fromEntries(chosen.map((counter) => [boxName(counter), 'yes'])),
});
