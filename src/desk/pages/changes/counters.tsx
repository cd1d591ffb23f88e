import { type Counter, counterState } from '../../../calendar/state.ts';
import { FieldError, fieldId, NeedMark } from '../../../lib/html/index.ts';
import { counterName } from '../../parts/change-words.ts';
import { field } from '../../route.ts';
import type { DraftAsk } from './draft.tsx';

const boxName = ({ officeId, serviceId }: Counter): string => `c-${officeId}-${serviceId}`;
const allName = (serviceId: number): string => `all-${serviceId}`;
type Body = Readonly<Record<string, unknown>>;
const ticked = (body: Body, name: string): boolean => field(body, name) === 'yes';

const hasWeek = (ask: DraftAsk, counter: Counter): boolean => counterState(ask.after, counter).weekRules.length > 0;

/** The counters ticked; "all" of a service are those that have a week of their own: one tick must not open a counter that never was. */
export const readCounters = (ask: DraftAsk): Counter[] =>
  ask.services.flatMap((service) =>
    ask.offices
      .map((office): Counter => ({ officeId: office.id, serviceId: service.id }))
      .filter(
        (counter) => ticked(ask.body, boxName(counter)) || (ticked(ask.body, allName(service.id)) && hasWeek(ask, counter)),
      ),
  );

export const COUNTERS_FIELD = 'counters';

function Tick({ name, words, label, checked }: { name: string; words: string; label: string; checked: boolean }) {
  return (
    <label class="radio">
      <input type="checkbox" name={name} value="yes" aria-label={label} {...(checked ? { checked: true } : {})} />
      <span aria-hidden="true">{words}</span>
    </label>
  );
}

/** Offices and services to tick, several at once; a row a service, so that one of ten offices is found by eye. */
export function Counters({ ask, body, error }: { ask: DraftAsk; body: Body; error: string | undefined }) {
  const id = fieldId(COUNTERS_FIELD);
  return (
    <fieldset class={`field${error === undefined ? '' : ' field-wrong'}`} id={id} tabIndex={-1}>
      <legend class="label">
        交付場所と手続き
        <NeedMark need="must" />
      </legend>
      {ask.services.map((service) => (
        <div class="counter-ticks">
          <p>
            <b>{service.name}</b>
          </p>
          <div class="radios">
            <Tick
              name={allName(service.id)}
              words="すべての場所"
              label={`すべての場所・${service.name}`}
              checked={ticked(body, allName(service.id))}
            />
            {ask.offices.map((office) => {
              const counter = { officeId: office.id, serviceId: service.id };
              const usual = hasWeek(ask, counter) ? '' : '（通常は受付なし）';
              return (
                <Tick
                  name={boxName(counter)}
                  words={`${office.name}${usual}`}
                  label={`${counterName(ask.names, counter)}${usual}`}
                  checked={ticked(body, boxName(counter))}
                />
              );
            })}
          </div>
        </div>
      ))}
      <p class="hint">「すべての場所」には、通常受付のない場所は含みません。</p>
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  );
}

/** The boxes of one counter ticked, for a page that came from its calendar. */
export const tickedCounter = (counter: Counter): Body => ({ [boxName(counter)]: 'yes' });
