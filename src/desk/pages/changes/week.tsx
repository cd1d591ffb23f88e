import { applyChanges } from '../../../calendar/apply.ts';
import { drawId } from '../../../calendar/drafts.ts';
import type { WeekRule } from '../../../calendar/rules.ts';
import { type CalendarState, counterState, rulesOf } from '../../../calendar/state.ts';
import { copiedWeek, weekChanges, weeklyRule } from '../../../calendar/week.ts';
import { longDate } from '../../../lib/dates/format.ts';
import {
  Button,
  FieldError,
  type FormErrors,
  fieldId,
  hasErrors,
  LinkButton,
  PostForm,
  Select,
  SelectBox,
  TextField,
} from '../../../lib/html/index.ts';
import { counterName, ruleDays } from '../../parts/change-words.ts';
import { CounterPick, type Picked, readPicked } from '../../parts/counter-pick.tsx';
import { NoOffice } from '../../parts/office.tsx';
import { paths } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { add, ChangePage, type DraftAsk, DraftForm, integerId } from './draft.tsx';
import { followedNow, MONTHS, NTHS, readWeek } from './week-read.ts';
import { WeeksAhead } from './weeks-ahead.tsx';
import { hoursWords, patternOptions, WEEKDAYS, weekdayWord } from './words.ts';

type Props = {
  picked: Picked;
  /** The rules that the next weeks are shown by: with the draft, and with what was typed where the clerk only looks. */
  shown: CalendarState;
  looking: boolean;
  typed: boolean;
  errors: FormErrors;
  problem?: string | undefined;
};

const daysWords = ({ validFrom, validTo }: Pick<WeekRule, 'validFrom' | 'validTo'>): string =>
  `${validFrom === null ? '' : `${longDate(validFrom)}から`}${validTo === null ? '' : `${longDate(validTo)}まで`}`;

const patternName = (state: CalendarState, id: number | null): string =>
  id === null ? '休み' : (state.patterns.get(id)?.name ?? '（なくなったパターン）');

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
function Weekdays({ ask, props }: { ask: DraftAsk; props: Props }) {
  const rules = counterState(ask.after, props.picked.counter).weekRules;
  return (
    <table class="table week-table">
      <caption class="label">毎週の規則</caption>
      <thead>
        <tr>
          <th scope="col">曜日</th>
          <th scope="col">いま</th>
          <th scope="col">これから</th>
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
                {rule !== undefined && daysWords(rule) !== '' && <span class="sub">{daysWords(rule)}</span>}
              </td>
              <td>
                <SelectBox
                  id={id}
                  name={name}
                  value={props.typed ? field(ask.body, name) : now}
                  options={patternOptions(ask.after.patterns, rule?.patternId)}
                  attributes={{
                    'aria-label': `${weekdayWord(weekday)}のこれから`,
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
      <legend class="label">月に何回かの規則を足す</legend>
      <Ticks
        legend="第何週"
        hint="例：第2木曜日だけ夜も開けるときは、第2を選びます。いくつでも選べます。"
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
        その日は、ここで選んだ時間だけになります。昼も夜も開けるときは、昼と夜の両方が入ったパターンを選んでください。ないときは、
        <a href={paths.draftChange(ask.draft.id, 'pattern')}>パターンを作る</a>。
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

function WeekForm({ ask, props }: { ask: DraftAsk; props: Props }) {
  const { picked, errors, typed } = props;
  const value = (name: string) => (typed ? field(ask.body, name) : '');
  return (
    <DraftForm ask={ask} what="week" hidden={{ office: picked.office.code, service: String(picked.service.id) }}>
      <Weekdays ask={ask} props={props} />
      <NthWeekday ask={ask} errors={errors} />
      <fieldset class="week-part">
        <legend class="label">いつから、いつまで</legend>
        <p class="hint">空けておくと、公開したときから、ずっとです。祝日と年末年始は、規則にかかわらず休みです。</p>
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
        <Button>下書きに入れる</Button>
        <Button kind="second" name="act" value="look">
          入れる前に、予定を見る
        </Button>
        <LinkButton href={paths.draft(ask.draft.id)} kind="second">
          やめる
        </LinkButton>
      </p>
    </DraftForm>
  );
}

/** Rules for single weeks of a month and for a time, each with a way out. */
function OtherRules({ ask, picked }: { ask: DraftAsk; picked: Picked }) {
  const rules = counterState(ask.after, picked.counter).weekRules.filter(
    (rule) => (rule.nth !== null || rule.validFrom !== null || rule.validTo !== null) && (rule.validTo ?? ask.day) >= ask.day,
  );
  if (rules.length === 0) return null;
  return (
    <section class="desk-section" aria-labelledby="other-rules">
      <h2 id="other-rules">毎週の規則より先に当たる規則</h2>
      <ul class="rule-list">
        {rules.map((rule) => (
          <li>
            <p>
              <b>{ruleDays(rule)}</b>　{patternName(ask.after, rule.patternId)}
              {daysWords(rule) !== '' && <span class="sub">{daysWords(rule)}</span>}
            </p>
            <PostForm
              action={paths.draftChange(ask.draft.id, 'week-removed')}
              token={ask.token}
              hidden={{
                version: String(ask.draft.version),
                office: picked.office.code,
                service: String(picked.service.id),
                rule: String(rule.id),
              }}
            >
              <Button kind="second">
                外す<span class="unseen">：{ruleDays(rule)}</span>
              </Button>
            </PostForm>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Another counter's week for this one. */
function CopyWeek({ ask, picked, empty }: { ask: DraftAsk; picked: Picked; empty: boolean }) {
  const others = [...ask.after.counters.values()].filter(
    ({ counter, weekRules }) =>
      weekRules.length > 0 &&
      (counter.officeId !== picked.office.id || counter.serviceId !== picked.service.id) &&
      ask.names.offices.has(counter.officeId) &&
      ask.names.services.has(counter.serviceId),
  );
  if (others.length === 0) return null;
  return (
    <section class="desk-section" aria-labelledby="copy">
      <h2 id="copy">ほかの窓口の規則を写す</h2>
      {!empty && <p class="soft">いまの規則はすべて外れ、写したものに替わります。臨時の日は、そのままです。</p>}
      <DraftForm
        ask={ask}
        what="week"
        class="row-form"
        hidden={{ act: 'copy', office: picked.office.code, service: String(picked.service.id) }}
      >
        <Select
          name="copied"
          label="写す窓口"
          options={others.map(({ counter }) => ({
            value: `${counter.officeId}:${counter.serviceId}`,
            label: counterName(ask.names, counter),
          }))}
        />
        <Button kind="second">写して、下書きに入れる</Button>
      </DraftForm>
    </section>
  );
}

function WeekPage({ ask, props }: { ask: DraftAsk; props: Props }) {
  const { picked, shown, looking, errors, problem } = props;
  const empty = counterState(ask.after, picked.counter).weekRules.length === 0;
  return (
    <ChangePage ask={ask} title="曜日の規則を変える" tab="week" errors={errors} problem={problem}>
      <CounterPick picked={picked} action={paths.draftChange(ask.draft.id, 'week')} />
      {empty && (
        <div class="empty">
          <p>
            <b>{counterName(ask.names, picked.counter)}</b>
            には、まだ曜日の規則がありません。すべての日が休みです。下で曜日ごとに選ぶか、ほかの窓口の規則を写してください。
          </p>
        </div>
      )}
      {empty && <CopyWeek ask={ask} picked={picked} empty={empty} />}
      <div class="week-columns">
        <div class="week-form">
          <h2 class="week-title">{counterName(ask.names, picked.counter)}</h2>
          <WeekForm ask={ask} props={props} />
        </div>
        <section class="week-ahead" aria-labelledby="ahead">
          <h2 id="ahead">これから8週間の予定</h2>
          <p class="soft">
            {looking ? 'いま選んだものを入れてみた予定です。まだ下書きには入っていません。' : '下書きの変更を入れた予定です。'}
          </p>
          <WeeksAhead before={ask.before} after={shown} counter={picked.counter} today={ask.day} />
        </section>
      </div>
      <OtherRules ask={ask} picked={picked} />
      {!empty && <CopyWeek ask={ask} picked={picked} empty={empty} />}
    </ChangePage>
  );
}

const withPicked = async (
  ask: DraftAsk,
  fields: DraftAsk['body'],
  then: (picked: Picked) => Answer | Promise<Answer>,
): Promise<Answer> => {
  const picked = await readPicked(ask, fields);
  return picked === undefined ? show(<NoOffice ask={ask} />) : then(picked);
};

const page = (ask: DraftAsk, picked: Picked, more: Partial<Props> = {}, status = 200) =>
  show(<WeekPage ask={ask} props={{ picked, shown: ask.after, looking: false, typed: false, errors: {}, ...more }} />, status);

export const weekForm = (ask: DraftAsk) => withPicked(ask, ask.query, (picked) => page(ask, picked));

/** Ids for a look at what was typed: above all that are drawn, so that of two equal rules the typed one goes first, as it will. */
function lookIds(): () => Promise<number> {
  let id = 2_000_000_000;
  return async () => {
    id += 1;
    return id;
  };
}

async function copy(ask: DraftAsk, picked: Picked): Promise<Answer> {
  const from = ask.after.counters.get(field(ask.body, 'copied'));
  if (from === undefined || from.weekRules.length === 0) return page(ask, picked, { problem: '写す窓口を選んでください。' }, 422);
  const changes = await copiedWeek(from, counterState(ask.after, picked.counter), () => drawId(ask.db, 'week_rules'));
  if (changes.length === 0) return page(ask, picked, { problem: '同じ窓口からは写せません。' }, 422);
  return add(ask, changes, (fresh, problem) => page(fresh, picked, { problem }));
}

export const submitWeek = (ask: DraftAsk) =>
  withPicked(ask, ask.body, async (picked) => {
    if (field(ask.body, 'act') === 'copy') return copy(ask, picked);
    const { choice, errors } = readWeek(ask, picked);
    if (hasErrors(errors)) return page(ask, picked, { typed: true, errors }, 422);
    const one = counterState(ask.after, picked.counter);
    if (field(ask.body, 'act') === 'look') {
      const shown = applyChanges(ask.after, await weekChanges(one, choice, ask.day, lookIds()));
      return page(ask, picked, { typed: true, looking: true, shown });
    }
    const changes = await weekChanges(one, choice, ask.day, () => drawId(ask.db, 'week_rules'));
    return add(ask, changes, (fresh, problem) => page(fresh, picked, { typed: true, problem }));
  });

export const submitWeekRemoved = (ask: DraftAsk) =>
  withPicked(ask, ask.body, (picked) => {
    const id = integerId(ask.body['rule']);
    const known = rulesOf(ask.after, picked.counter).weekRules.some((rule) => id.ok && rule.id === id.value);
    if (!id.ok || !known) return page(ask, picked, { problem: 'その規則は、もうありません。' }, 409);
    return add(ask, [{ kind: 'week-rule-removed', counter: picked.counter, id: id.value }], (fresh, problem) =>
      page(fresh, picked, { problem }),
    );
  });
