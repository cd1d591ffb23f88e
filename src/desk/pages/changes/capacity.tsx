import type { Change } from '../../../calendar/changes.ts';
import { MOST_CAPACITY } from '../../../calendar/judge.ts';
import { planDays } from '../../../calendar/plan.ts';
import { counterState, rulesOf } from '../../../calendar/state.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import {
  Button,
  type FormErrors,
  hasErrors,
  LinkButton,
  PostForm,
  RadioGroup,
  Table,
  TextArea,
  TextField,
} from '../../../lib/html/index.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { timeOfDay } from '../../../lib/values/times.ts';
import { counterName, daysWords } from '../../parts/change-words.ts';
import { CounterPick, type Picked, readPicked } from '../../parts/counter-pick.tsx';
import { NoOffice } from '../../parts/office.tsx';
import { paths } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { readList } from './days-read.ts';
import { add, ChangePage, type DraftAsk, DraftForm } from './draft.tsx';

type Body = Readonly<Record<string, unknown>>;
type Props = { picked: Picked; typed: Body; day: string | undefined; errors: FormErrors; problem?: string | undefined };

/** The slots of the day the page is about, with the draft: what may be typed as the time. */
function DaySlots({ ask, picked, day }: { ask: DraftAsk; picked: Picked; day: string }) {
  const [plan] = planDays(rulesOf(ask.after, picked.counter), day, day);
  return (
    <section class="desk-side" aria-labelledby="day-slots">
      <h2 id="day-slots">{longDate(day)}の枠</h2>
      <Table
        caption={`${longDate(day)}の枠と定員`}
        columns={[
          { head: '時刻', whole: true },
          { head: '長さ', right: true },
          { head: '定員', right: true },
        ]}
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
    <section class="desk-section" aria-labelledby="own">
      <h2 id="own">パターンと違う定員にしている枠</h2>
      <ul class="rule-list">
        {[...groups.values()].map(({ startMinute, capacity, days }) => (
          <li>
            <p>
              <b>
                {clockTime(startMinute)}　{capacity}人
              </b>
              <span class="sub">{daysWords(days)}</span>
            </p>
            <PostForm
              action={paths.draftChange(ask.draft.id, 'capacity')}
              token={ask.token}
              hidden={{
                version: String(ask.draft.version),
                office: picked.office.code,
                service: String(picked.service.id),
                list: days.join(','),
                time: clockTime(startMinute),
                how: 'pattern',
              }}
            >
              <Button kind="second">
                パターンどおりに戻す
                <span class="unseen">
                  ：{clockTime(startMinute)} {daysWords(days)}
                </span>
              </Button>
            </PostForm>
          </li>
        ))}
      </ul>
    </section>
  );
}

function CapacityPage({ ask, props }: { ask: DraftAsk; props: Props }) {
  const { picked, typed, day, errors, problem } = props;
  const value = (name: string) => field(typed, name);
  return (
    <ChangePage ask={ask} title="1つの枠の定員を変更する" tab="capacity" errors={errors} problem={problem}>
      <CounterPick picked={picked} action={paths.draftChange(ask.draft.id, 'capacity')} keep={day === undefined ? {} : { day }} />
      <div class="desk-columns">
        <div class="desk-body">
          <DraftForm ask={ask} what="capacity" hidden={{ office: picked.office.code, service: String(picked.service.id) }}>
            <h2>{counterName(ask.names, picked.counter)}</h2>
            <TextArea
              name="list"
              label="日"
              hint="1行に1日。例：12月7日、令和9年1月15日（金）"
              error={errors['list']}
              value={value('list')}
              rows={4}
            />
            <TextField
              name="time"
              label="枠の開始時刻"
              size="code"
              hint="例：9:30"
              error={errors['time']}
              value={value('time')}
            />
            <RadioGroup
              name="how"
              legend="区分"
              error={errors['how']}
              value={value('how')}
              choices={[
                { value: 'number', label: '定員を変更する', more: '下に人数を入力してください。0人にすると、受け付けません。' },
                { value: 'pattern', label: 'パターンどおりに戻す' },
              ]}
            />
            <TextField
              name="capacity"
              label="定員"
              need="silent"
              size="code"
              inputMode="numeric"
              hint="定員を変更するときだけ。もう入っている予約より少なくしても、予約はなくなりません。"
              error={errors['capacity']}
              value={value('capacity')}
            />
            <p class="acts">
              <Button>下書きに追加する</Button>
              <LinkButton href={paths.draft(ask.draft.id)} kind="second">
                やめる
              </LinkButton>
            </p>
          </DraftForm>
        </div>
        {day !== undefined && <DaySlots ask={ask} picked={picked} day={day} />}
      </div>
      <OwnCapacities ask={ask} picked={picked} />
    </ChangePage>
  );
}

const withPicked = async (ask: DraftAsk, fields: Body, then: (picked: Picked) => Answer | Promise<Answer>): Promise<Answer> => {
  const picked = await readPicked(ask, fields);
  return picked === undefined ? show(<NoOffice ask={ask} />) : then(picked);
};

/** `day` and `start` (minutes since midnight): the cell of the calendar that was pressed. */
export const capacityForm = (ask: DraftAsk) =>
  withPicked(ask, ask.query, (picked) => {
    const [day, start] = [dayParam(ask.query['day']), wholeNumber(0, 1_439)(ask.query['start'])];
    const typed = {
      how: 'number',
      ...(day.ok ? { list: longDate(day.value) } : {}),
      ...(start.ok ? { time: clockTime(start.value) } : {}),
    };
    return show(<CapacityPage ask={ask} props={{ picked, typed, day: day.ok ? day.value : undefined, errors: {} }} />);
  });

export const submitCapacity = (ask: DraftAsk) =>
  withPicked(ask, ask.body, (picked) => {
    const errors: FormErrors = {};
    const days = [...new Set(readList(ask.body, 'list', ask.day, errors))].toSorted();
    if (days.length === 0) errors['list'] ??= '日を入力してください。';
    if (days.some((day) => day < ask.day)) errors['list'] ??= '過ぎた日は変更できません。';
    const time = timeOfDay(ask.body['time']);
    if (!time.ok)
      errors['time'] =
        time.reason === 'impossible' ? '0:00から24:00までの時刻にしてください。' : '時刻を「9:30」のように入力してください。';
    const how = field(ask.body, 'how');
    if (how !== 'number' && how !== 'pattern') errors['how'] = '定員を変更するか、戻すかを選んでください。';
    const capacity = wholeNumber(0, MOST_CAPACITY, '人')(ask.body['capacity']);
    if (how === 'number' && !capacity.ok) errors['capacity'] = `定員は、0人から${MOST_CAPACITY}人までの数で入力してください。`;
    const page = (problem: string | undefined, status: number) => (fresh: DraftAsk) =>
      show(<CapacityPage ask={fresh} props={{ picked, typed: ask.body, day: days[0], errors, problem }} />, status);
    if (time.ok && !hasErrors(errors) && how === 'number') {
      const without = days.find((day) => {
        const [plan] = planDays(rulesOf(ask.after, picked.counter), day, day);
        return plan?.slots.some(({ startMinute }) => startMinute === time.value) !== true;
      });
      if (without !== undefined) errors['time'] = `${longDate(without)}には、${clockTime(time.value)}に始まる枠がありません。`;
    }
    if (!time.ok || hasErrors(errors)) return page(undefined, 422)(ask);
    const change: Change = {
      kind: 'capacity',
      counter: picked.counter,
      days,
      startMinute: time.value,
      capacity: how === 'number' && capacity.ok ? capacity.value : null,
    };
    return add(ask, [change], (fresh, problem) => page(problem, 200)(fresh));
  });
