import { counterState } from '../../../calendar/state.ts';
import { weeklyRule } from '../../../calendar/week.ts';
import { weekdayWords } from '../../../lib/dates/format.ts';
import { type Field, type FormState, REFUSED } from '../../../lib/form/index.ts';
import { FieldError, fieldId, SelectBox } from '../../../lib/html/index.ts';
import type { Picked } from '../../parts/counter-pick.tsx';
import { field } from '../../route.ts';
import type { DraftAsk } from './draft.tsx';
import { chosenPattern, hoursWords, patternName, patternOptions, patternValue, ruleSpan, WEEKDAYS } from './words.ts';

/** What a weekday follows every week; null where it is closed. */
export const followedNow = (ask: DraftAsk, picked: Picked, weekday: number): number | null =>
  weeklyRule(counterState(ask.after, picked.counter).weekRules, weekday, ask.day)?.patternId ?? null;

/** Every weekday with what it follows and a pull-down to make it follow something else. */
function Weekdays({ ask, picked, state }: { ask: DraftAsk; picked: Picked; state: FormState }) {
  const rules = counterState(ask.after, picked.counter).weekRules;
  return (
    <table class="table week-table">
      <caption class="label">毎週の規則</caption>
      <thead>
        <tr>
          <th scope="col">曜日</th>
          <th scope="col">現在</th>
          <th scope="col">変更後</th>
        </tr>
      </thead>
      <tbody>
        {WEEKDAYS.map((weekday) => {
          const rule = weeklyRule(rules, weekday, ask.day);
          const name = `w-${weekday}`;
          const id = fieldId(name);
          const error = state.errors[name];
          const pattern = rule?.patternId == null ? undefined : ask.after.patterns.get(rule.patternId);
          return (
            <tr>
              <th scope="row">{weekdayWords(weekday)}</th>
              <td class="week-now">
                {patternName(ask.after, rule?.patternId ?? null)}
                {pattern !== undefined && <span class="sub">{hoursWords(pattern.bands)}</span>}
                {rule !== undefined && ruleSpan(rule) !== '' && <span class="sub">{ruleSpan(rule)}</span>}
              </td>
              <td>
                <SelectBox
                  id={id}
                  name={name}
                  value={state.shown(name)}
                  options={patternOptions(ask.after.patterns, rule?.patternId)}
                  attributes={{
                    'aria-label': `${weekdayWords(weekday)}の変更後`,
                    ...(error === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': `${id}-error` }),
                  }}
                />
                {error !== undefined && <FieldError id={id}>{error}</FieldError>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The field of the seven weekdays: which of them follow another pattern than now, and which. */
export const weeklyField = (ask: DraftAsk, picked: Picked): Field<ReadonlyMap<number, number | null>> => ({
  label: '毎週の規則',
  need: 'silent',
  box: 'w',
  look: { as: 'own', draw: (state) => <Weekdays ask={ask} picked={picked} state={state} /> },
  read: ({ box, input, say }) => {
    const changed = new Map<number, number | null>();
    for (const weekday of WEEKDAYS) {
      const value = field(input, `${box}-${weekday}`);
      if (value === '' || value === patternValue(followedNow(ask, picked, weekday))) continue;
      const patternId = chosenPattern(ask.after.patterns, value);
      if (patternId !== undefined) changed.set(weekday, patternId);
      else {
        say(`${box}-${weekday}`, 'そのパターンはありません。選び直してください。');
        return REFUSED;
      }
    }
    return changed;
  },
  show: (box, weekly) => Object.fromEntries([...weekly].map(([weekday, id]) => [`${box}-${weekday}`, patternValue(id)])),
});
