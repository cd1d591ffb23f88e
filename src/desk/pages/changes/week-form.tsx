import { type CalendarState, counterState } from '../../../calendar/state.ts';
import { weeklyRule } from '../../../calendar/week.ts';
import {
  Button,
  FieldError,
  type FormErrors,
  fieldId,
  LinkButton,
  Select,
  SelectBox,
  TextField,
} from '../../../lib/html/index.ts';
import type { Picked } from '../../parts/counter-pick.tsx';
import { paths } from '../../paths.ts';
import { field } from '../../route.ts';
import { type DraftAsk, DraftForm } from './draft.tsx';
import { followedNow, MONTHS, NTHS } from './week-read.ts';
import { hoursWords, patternName, patternOptions, ruleSpan, WEEKDAYS, weekdayWord } from './words.ts';

export type WeekProps = {
  picked: Picked;
  /** The rules that the next weeks are shown by: with the draft, and with what was typed where the clerk only looks. */
  shown: CalendarState;
  looking: boolean;
  typed: boolean;
  errors: FormErrors;
  problem?: string | undefined;
};

/** Ticks in a row; the first has the id an error links to. */
function Ticks({
  legend,
  hint,
  choices,
  ask,
  error,
}: {
  legend: string;
  hint: string;
  choices: readonly { name: string; words: string }[];
  ask: DraftAsk;
  error: string | undefined;
}) {
  const [first] = choices;
  const id = fieldId(first?.name ?? '');
  return (
    <fieldset class={`field${error === undefined ? '' : ' field-wrong'}`} aria-describedby={`${id}-hint`}>
      <legend class="label">{legend}</legend>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <div class="radios">
        {choices.map(({ name, words }) => (
          <label class="radio">
            <input
              type="checkbox"
              id={fieldId(name)}
              name={name}
              value="yes"
              {...(field(ask.body, name) === 'yes' ? { checked: true } : {})}
            />
            {words}
          </label>
        ))}
      </div>
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  );
}

/** Every weekday with what it follows and a pull-down to make it follow something else. */
function Weekdays({ ask, props }: { ask: DraftAsk; props: WeekProps }) {
  const rules = counterState(ask.after, props.picked.counter).weekRules;
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
          const now = followedNow(ask, props.picked, weekday);
          const error = props.errors[name];
          const pattern = rule?.patternId == null ? undefined : ask.after.patterns.get(rule.patternId);
          return (
            <tr>
              <th scope="row">{weekdayWord(weekday)}</th>
              <td class="week-now">
                {patternName(ask.after, rule?.patternId ?? null)}
                {pattern !== undefined && <span class="sub">{hoursWords(pattern.bands)}</span>}
                {rule !== undefined && ruleSpan(rule) !== '' && <span class="sub">{ruleSpan(rule)}</span>}
              </td>
              <td>
                <SelectBox
                  id={id}
                  name={name}
                  value={props.typed ? field(ask.body, name) : now}
                  options={patternOptions(ask.after.patterns, rule?.patternId)}
                  attributes={{
                    'aria-label': `${weekdayWord(weekday)}の変更後`,
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

/** 第2木曜日 and the like, in one go for several weeks of the month. */
function NthWeekday({ ask, errors }: { ask: DraftAsk; errors: FormErrors }) {
  return (
    <fieldset class="week-part">
      <legend class="label">月に何回かの規則を追加する</legend>
      <Ticks
        legend="第何週"
        hint="例：第2木曜日だけ夜も開庁するときは、第2を選びます。いくつでも選べます。"
        choices={NTHS}
        ask={ask}
        error={errors['nth-1']}
      />
      <div class="week-row">
        <Select
          name="nth-weekday"
          label="曜日"
          value={field(ask.body, 'nth-weekday')}
          error={errors['nth-weekday']}
          options={[
            { value: '', label: '選んでください' },
            ...WEEKDAYS.map((weekday) => ({ value: String(weekday), label: weekdayWord(weekday) })),
          ]}
        />
        <Select
          name="nth-pattern"
          label="その日の時間"
          value={field(ask.body, 'nth-pattern')}
          error={errors['nth-pattern']}
          options={[{ value: '', label: '選んでください' }, ...patternOptions(ask.after.patterns)]}
        />
      </div>
      <p class="hint">
        その日は、ここで選んだ時間だけになります。昼も夜も開庁するときは、昼と夜の両方が入ったパターンを選んでください。ないときは、
        <a href={paths.draftChange(ask.draft.id, 'pattern')}>パターンを作成する</a>。
      </p>
      <Ticks
        legend="除く月"
        hint="選んだ月は、毎週の規則どおりになります。"
        choices={MONTHS.map((month) => ({ name: `except-${month}`, words: `${month}月` }))}
        ask={ask}
        error={errors['except-1']}
      />
    </fieldset>
  );
}

/** The week of a counter, single weeks of the month and from when to when: one form. */
export function WeekForm({ ask, props }: { ask: DraftAsk; props: WeekProps }) {
  const { picked, errors, typed } = props;
  const value = (name: string) => (typed ? field(ask.body, name) : '');
  return (
    <DraftForm ask={ask} what="week" hidden={{ office: picked.office.code, service: String(picked.service.id) }}>
      <Weekdays ask={ask} props={props} />
      <NthWeekday ask={ask} errors={errors} />
      <fieldset class="week-part">
        <legend class="label">適用期間</legend>
        <p class="hint">空欄にすると、公開したときから期限なしです。祝日と年末年始は、規則にかかわらず閉庁です。</p>
        <div class="week-row">
          <TextField
            name="from"
            label="この日から"
            need="may"
            hint="例：令和8年12月1日"
            error={errors['from']}
            value={value('from')}
          />
          <TextField name="to" label="この日まで" need="may" hint="例：令和9年3月31日" error={errors['to']} value={value('to')} />
        </div>
      </fieldset>
      <p class="acts">
        <Button>下書きに追加する</Button>
        <Button kind="second" name="act" value="look">
          追加する前に、予定を確認する
        </Button>
        <LinkButton href={paths.draft(ask.draft.id)} kind="second">
          やめる
        </LinkButton>
      </p>
    </DraftForm>
  );
}
