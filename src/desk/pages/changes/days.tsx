import type { Change } from '../../../calendar/changes.ts';
import { decide } from '../../../calendar/plan.ts';
import { type Counter, rulesOf } from '../../../calendar/state.ts';
import { longDate, plainDate } from '../../../lib/dates/format.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import {
  Button,
  FieldError,
  type FormErrors,
  fieldId,
  hasErrors,
  LinkButton,
  RadioGroup,
  Select,
  Table,
  TextArea,
  TextField,
} from '../../../lib/html/index.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { counterName } from '../../parts/change-words.ts';
import { readPicked } from '../../parts/counter-pick.tsx';
import { paths } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { COUNTERS_FIELD, Counters, readCounters, tickedCounter } from './counters.tsx';
import { readDays } from './days-read.ts';
import { add, ChangePage, type DraftAsk, DraftForm } from './draft.tsx';
import { CLOSED, chosenPattern, hoursWords, openOptions, WEEKDAYS, weekdayWord } from './words.ts';

const REASON_LONGEST = 60;

type Body = Readonly<Record<string, unknown>>;
type Looked = { counters: readonly Counter[]; days: readonly string[] };
type Props = { typed: Body; errors: FormErrors; problem?: string | undefined; looked?: Looked };

const DEFAULTS: Body = { how: CLOSED };

function Weekdays({ typed, error }: { typed: Body; error: string | undefined }) {
  return (
    <fieldset class={`field${error === undefined ? '' : ' field-wrong'}`} aria-describedby="on-hint">
      <legend class="label">この曜日だけ</legend>
      <p class="hint" id="on-hint">
        選ばないときは、期間のすべての日です。
      </p>
      <div class="radios">
        {WEEKDAYS.map((weekday) => (
          <label class="radio">
            <input
              type="checkbox"
              id={fieldId(`on-${weekday}`)}
              name={`on-${weekday}`}
              value="yes"
              {...(field(typed, `on-${weekday}`) === 'yes' ? { checked: true } : {})}
            />
            {weekdayWord(weekday).charAt(0)}
            <span class="unseen">曜日</span>
          </label>
        ))}
      </div>
      {error !== undefined && <FieldError id={fieldId('on-1')}>{error}</FieldError>}
    </fieldset>
  );
}

const MOST_LOOKED = 60;

/** What those days follow with the draft, before anything is put into it. */
function LookedAt({ ask, looked }: { ask: DraftAsk; looked: Looked }) {
  const all = looked.days.flatMap((day) => looked.counters.map((counter) => ({ day, counter })));
  return (
    <section class="desk-section" id="looked" aria-labelledby="looked-title">
      <h2 id="looked-title">現在の予定（{all.length}件）</h2>
      <Table
        caption="選んだ日の、現在の予定"
        wide
        columns={[{ head: '日', whole: true }, { head: '交付場所・手続き' }, { head: '現在の予定' }]}
        rows={all.slice(0, MOST_LOOKED).map(({ day, counter }) => {
          const { pattern, note } = decide(rulesOf(ask.after, counter), plainDate(day));
          const now = pattern === null ? '閉庁' : `${pattern.name}　${hoursWords(pattern.bands)}`;
          return [longDate(day), counterName(ask.names, counter), note === '' ? now : `${now}（${note}）`];
        })}
      />
      {all.length > MOST_LOOKED && <p class="soft">最初の{MOST_LOOKED}件を表示しています。</p>}
    </section>
  );
}

function DaysPage({ ask, props }: { ask: DraftAsk; props: Props }) {
  const { typed, errors, problem, looked } = props;
  const value = (name: string) => field(typed, name);
  return (
    <ChangePage ask={ask} title="日を指定して臨時開庁・臨時閉庁・時間変更" tab="days" errors={errors} problem={problem}>
      <p class="section-more">
        <a href={paths.draftChange(ask.draft.id, 'days-removed')}>入っている臨時の日を、曜日の規則どおりに戻す</a>
      </p>
      <DraftForm ask={ask} what="days">
        <RadioGroup
          name="how"
          legend="区分"
          error={errors['how']}
          value={value('how')}
          choices={[
            { value: CLOSED, label: '臨時閉庁', more: '予約のある方は、公開する前に一覧で確かめられます。' },
            { value: 'open', label: '臨時開庁・時間変更', more: '通常とは別の開庁時間パターンにします。' },
          ]}
        />
        <Select
          name="pattern"
          label="臨時開庁のパターン"
          value={value('pattern')}
          error={errors['pattern']}
          options={[{ value: '', label: '選んでください' }, ...openOptions(ask.after.patterns)]}
        />
        <div class="week-row">
          <TextField
            name="from"
            label="この日から"
            need="may"
            hint="1日だけのときは、ここだけ。例：12月20日"
            error={errors['from']}
            value={value('from')}
          />
          <TextField name="to" label="この日まで" need="may" hint="例：令和9年1月10日" error={errors['to']} value={value('to')} />
        </div>
        <Weekdays typed={typed} error={errors['on-1']} />
        <TextArea
          name="list"
          label="個別の日付"
          need="may"
          hint="1行に1日。期間を空けて、ここだけでもかまいません。例：12月6日、令和9年1月17日（日）"
          error={errors['list']}
          value={value('list')}
          rows={4}
        />
        <Counters ask={ask} body={typed} error={errors[COUNTERS_FIELD]} />
        <TextField
          name="reason"
          label="理由"
          hint="予約枠の画面で、職員に表示します。市民の画面には表示しません。例：臨時開庁、施設の点検のため"
          error={errors['reason']}
          value={value('reason')}
        />
        <p class="acts">
          <Button>下書きに追加する</Button>
          <Button kind="second" name="act" value="look">
            追加する前に、現在の予定を確認する
          </Button>
          <LinkButton href={paths.draft(ask.draft.id)} kind="second">
            やめる
          </LinkButton>
        </p>
      </DraftForm>
      {looked !== undefined && <LookedAt ask={ask} looked={looked} />}
    </ChangePage>
  );
}

const page = (ask: DraftAsk, props: Props, status = 200): Answer => show(<DaysPage ask={ask} props={props} />, status);

/** What the calendar's page was about comes along: office, service and day. */
export async function daysForm(ask: DraftAsk): Promise<Answer> {
  const picked = field(ask.query, 'office') === '' ? undefined : await readPicked(ask, ask.query);
  const day = dayParam(ask.query['day']);
  const typed = {
    ...DEFAULTS,
    ...(picked === undefined ? {} : tickedCounter(picked.counter)),
    ...(day.ok ? { from: longDate(day.value) } : {}),
  };
  return page(ask, { typed, errors: {} });
}

export async function submitDays(ask: DraftAsk): Promise<Answer> {
  const typed = ask.body;
  const errors: FormErrors = {};
  const how = field(typed, 'how');
  const patternId = how === CLOSED ? null : chosenPattern(ask.after.patterns, field(typed, 'pattern'));
  if (how !== CLOSED && how !== 'open') errors['how'] = '区分を選んでください。';
  if (how === 'open' && (patternId === undefined || patternId === null))
    errors['pattern'] = '臨時開庁のパターンを選んでください。';
  const days = readDays(typed, ask.day, errors);
  const counters = readCounters(ask);
  if (counters.length === 0) errors[COUNTERS_FIELD] = '交付場所と手続きを選んでください。';
  const looking = field(typed, 'act') === 'look';
  const reason = lineOfText(REASON_LONGEST)(typed['reason']);
  if (!reason.ok && !(looking && reason.reason === 'empty'))
    errors['reason'] =
      reason.reason === 'empty' ? '理由を入力してください。' : japaneseSentences.line('理由', REASON_LONGEST)[reason.reason];
  if (looking) {
    const shown = errors[COUNTERS_FIELD] === undefined && days.length > 0 && !hasErrors(errors);
    return page(ask, { typed, errors, ...(shown ? { looked: { counters, days } } : {}) }, hasErrors(errors) ? 422 : 200);
  }
  if (hasErrors(errors) || !reason.ok || patternId === undefined) return page(ask, { typed, errors }, 422);
  const change: Change = { kind: 'days', counters, days, patternId, reason: reason.value };
  return add(ask, [change], (fresh, problem) => page(fresh, { typed, errors: {}, problem }));
}
