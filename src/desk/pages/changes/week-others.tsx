import { counterState } from '../../../calendar/state.ts';
import { lastingRules } from '../../../calendar/week.ts';
import { Button, Select } from '../../../lib/html/index.ts';
import { counterName, ruleDays } from '../../parts/change-words.ts';
import type { Picked } from '../../parts/counter-pick.tsx';
import { Section } from '../../parts/section.tsx';
import { type DraftAsk, DraftPress, hiddenOf } from './draft.tsx';
import { patternName, ruleSpan } from './words.ts';

/** Rules for single weeks of a month and for a time, each with a way out. */
export function OtherRules({ ask, picked }: { ask: DraftAsk; picked: Picked }) {
  const rules = counterState(ask.after, picked.counter).weekRules.filter(
    (rule) => (rule.nth !== null || rule.validFrom !== null || rule.validTo !== null) && (rule.validTo ?? ask.day) >= ask.day,
  );
  if (rules.length === 0) return null;
  return (
    <Section id="other-rules" title="毎週の規則より先に当たる規則">
      <ul class="rule-list">
        {rules.map((rule) => (
          <li>
            <p>
              <b>{ruleDays(rule)}</b>　{patternName(ask.after, rule.patternId)}
              {ruleSpan(rule) !== '' && <span class="sub">{ruleSpan(rule)}</span>}
            </p>
            <DraftPress ask={ask} what="week-removed" hidden={{ ...hiddenOf(picked), rule: String(rule.id) }}>
              <Button kind="second">
                取りやめる<span class="unseen">：{ruleDays(rule)}</span>
              </Button>
            </DraftPress>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Another counter's week for this one. */
export function CopyWeek({ ask, picked, empty }: { ask: DraftAsk; picked: Picked; empty: boolean }) {
  const others = [...ask.after.counters.values()].filter(
    ({ counter, ...one }) =>
      lastingRules({ counter, ...one }, ask.day).length > 0 &&
      (counter.officeId !== picked.office.id || counter.serviceId !== picked.service.id) &&
      ask.names.offices.has(counter.officeId) &&
      ask.names.services.has(counter.serviceId),
  );
  if (others.length === 0) return null;
  return (
    <Section id="copy" title="ほかの窓口の規則を複写する">
      {!empty && <p class="soft">現在の規則はすべて取りやめになり、複写した規則に替わります。臨時の日は、そのままです。</p>}
      <DraftPress ask={ask} what="week" class="row-form" hidden={{ act: 'copy', ...hiddenOf(picked) }}>
        <Select
          name="copied"
          label="複写元の窓口"
          options={others.map(({ counter }) => ({
            value: `${counter.officeId}:${counter.serviceId}`,
            label: counterName(ask.names, counter),
          }))}
        />
        <Button kind="second">複写して、下書きに追加する</Button>
      </DraftPress>
    </Section>
  );
}
