import type { Change } from '../../../calendar/changes.ts';
import { MOST_CAPACITY } from '../../../calendar/judge.ts';
import { planDays } from '../../../calendar/plan.ts';
import { counterState, rulesOf } from '../../../calendar/state.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { days, type Form, form, number, onlyIf, radios, time } from '../../../lib/form/index.ts';
import { Button, type FormErrors, rightCol, Table, wholeCol } from '../../../lib/html/index.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { counterName, daysWords } from '../../parts/change-words.ts';
import { CounterPick, type Picked } from '../../parts/counter-pick.tsx';
import { readForm } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { paths } from '../../paths.ts';
import { show } from '../../route.ts';
import { MOST_DAYS } from './days-form.ts';
import { add, ChangePage, type DraftAsk, DraftForm, DraftPress, hiddenOf, withPicked } from './draft.tsx';

type Capacity = { list: readonly string[]; time: number; how: 'number' | 'pattern'; capacity: number | null };
type Props = {
  picked: Picked;
  values: Partial<Capacity>;
  day: string | undefined;
  errors?: FormErrors;
  problem?: string | undefined;
};

const capacityBoxes = (ask: DraftAsk, picked: Picked): Form<Capacity> =>
  form<Capacity>(
    {
      list: days('日', MOST_DAYS, {
        hint: '1行に1日。例：12月7日、令和9年1月15日（金）',
        wrong: { empty: '日を入力してください。' },
      }),
      time: time('枠の開始時刻', { hint: '例：9:30' }),
      how: radios(
        '区分',
        [
          { value: 'number', label: '定員を変更する', more: '下に人数を入力してください。0人にすると、受け付けません。' },
          { value: 'pattern', label: 'パターンどおりに戻す' },
        ],
        { wrong: { empty: '定員を変更するか、戻すかを選んでください。' } },
      ),
      capacity: onlyIf(
        number(
          '定員',
          { least: 0, most: MOST_CAPACITY, unit: '人' },
          {
            hint: '定員を変更するときだけ。もう入っている予約より少なくしても、予約はなくなりません。',
          },
        ),
        (input) => input['how'] === 'number',
      ),
    },
    {
      rules: ({ list = [], time, how }, say) => {
        if (list.some((day) => day < ask.day)) say('list', '過ぎた日は変更できません。');
        else if (time !== undefined && how === 'number') {
          const without = list.find((day) => {
            const [plan] = planDays(rulesOf(ask.after, picked.counter), day, day);
            return plan?.slots.some(({ startMinute }) => startMinute === time) !== true;
          });
          if (without !== undefined) say('time', `${longDate(without)}には、${clockTime(time)}に始まる枠がありません。`);
        }
      },
    },
  );

/** The slots of the day the page is about, with the draft: what may be typed as the time. */
function DaySlots({ ask, picked, day }: { ask: DraftAsk; picked: Picked; day: string }) {
  const [plan] = planDays(rulesOf(ask.after, picked.counter), day, day);
  return (
    <section class="desk-side" aria-labelledby="day-slots">
      <h2 id="day-slots">{longDate(day)}の枠</h2>
      <Table
        caption={`${longDate(day)}の枠と定員`}
        columns={[wholeCol('時刻'), rightCol('長さ'), rightCol('定員')]}
        rows={(plan?.slots ?? []).map(({ startMinute, minutes, capacity }) => [
          clockTime(startMinute),
          `${minutes}分`,
          `${capacity}人`,
        ])}
        empty="この日は閉庁で、枠がありません。"
      />
    </section>
  );
}

/** Slots whose capacity is their own from today on, each with the way back. */
function OwnCapacities({ ask, picked }: { ask: DraftAsk; picked: Picked }) {
  const groups = new Map<string, { startMinute: number; capacity: number; days: string[] }>();
  for (const [day, slots] of [...counterState(ask.after, picked.counter).slotOverrides].toSorted(([a], [b]) =>
    a.localeCompare(b),
  ))
    for (const [startMinute, capacity] of day < ask.day ? [] : slots) {
      const group = groups.get(`${startMinute} ${capacity}`);
      if (group === undefined) groups.set(`${startMinute} ${capacity}`, { startMinute, capacity, days: [day] });
      else group.days.push(day);
    }
  if (groups.size === 0) return null;
  return (
    <Section id="own" title="パターンと違う定員にしている枠">
      <ul class="rule-list">
        {[...groups.values()].map(({ startMinute, capacity, days }) => (
          <li>
            <p>
              <b>
                {clockTime(startMinute)}　{capacity}人
              </b>
              <span class="sub">{daysWords(days)}</span>
            </p>
            <DraftPress
              ask={ask}
              what="capacity"
              hidden={{ ...hiddenOf(picked), list: days.join(','), time: clockTime(startMinute), how: 'pattern' }}
            >
              <Button kind="second">
                パターンどおりに戻す
                <span class="unseen">
                  ：{clockTime(startMinute)} {daysWords(days)}
                </span>
              </Button>
            </DraftPress>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function CapacityPage({ ask, props }: { ask: DraftAsk; props: Props }) {
  const { picked, day, errors, problem } = props;
  return (
    <ChangePage ask={ask} title="1つの枠の定員を変更する" tab="capacity" errors={errors} problem={problem}>
      <CounterPick picked={picked} action={paths.draftChange(ask.draft.id, 'capacity')} keep={day === undefined ? {} : { day }} />
      <div class="desk-columns">
        <div class="desk-body">
          <DraftForm
            ask={ask}
            what="capacity"
            form={capacityBoxes(ask, picked)}
            values={props.values}
            errors={errors}
            hidden={hiddenOf(picked)}
          >
            <h2>{counterName(ask.names, picked.counter)}</h2>
          </DraftForm>
        </div>
        {day !== undefined && <DaySlots ask={ask} picked={picked} day={day} />}
      </div>
      <OwnCapacities ask={ask} picked={picked} />
    </ChangePage>
  );
}

/** `day` and `start` (minutes since midnight): the cell of the calendar that was pressed. */
export const capacityForm = (ask: DraftAsk) =>
  withPicked(ask, ask.query, (picked) => {
    const [day, start] = [dayParam(ask.query['day']), wholeNumber(0, 1_439)(ask.query['start'])];
    const values: Props['values'] = {
      how: 'number',
      ...(day.ok ? { list: [day.value] } : {}),
      ...(start.ok ? { time: start.value } : {}),
    };
    return show(<CapacityPage ask={ask} props={{ picked, values, day: day.ok ? day.value : undefined }} />);
  });

export const submitCapacity = (ask: DraftAsk) =>
  withPicked(ask, ask.body, (picked) => {
    const typed = readForm(ask, capacityBoxes(ask, picked));
    if (!typed.ok)
      return show(<CapacityPage ask={ask} props={{ picked, values: {}, day: undefined, errors: typed.errors }} />, 422);
    const { list: days, time: startMinute, capacity } = typed.value;
    const change: Change = { kind: 'capacity', counter: picked.counter, days, startMinute, capacity };
    return add(ask, [change], (fresh, problem) =>
      show(<CapacityPage ask={fresh} props={{ picked, values: {}, day: days[0], problem }} />),
    );
  });
