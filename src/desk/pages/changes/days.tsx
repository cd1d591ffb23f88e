import type { Change } from '../../../calendar/changes.ts';
import { decide } from '../../../calendar/plan.ts';
import { type Counter, rulesOf } from '../../../calendar/state.ts';
import { longDate, plainDate } from '../../../lib/dates/format.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, type FormErrors, Table, wholeCol } from '../../../lib/html/index.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { counterName } from '../../parts/change-words.ts';
import { readPicked } from '../../parts/counter-pick.tsx';
import { readForm } from '../../parts/form.tsx';
import { paths } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { type DayBoxes, daysForm, daysOf } from './days-form.ts';
import { add, ChangePage, type DraftAsk, DraftForm } from './draft.tsx';
import { CLOSED, hoursWords } from './words.ts';

type Looked = { counters: readonly Counter[]; days: readonly string[] };
type Props = { values?: Partial<DayBoxes>; errors?: FormErrors; problem?: string; looked?: Looked };

const MOST_LOOKED = 60;

/** What those days follow with the draft, before anything is put into it. */
function LookedAt({ ask, looked }: { ask: DraftAsk; looked: Looked }) {
  const all = looked.days.flatMap((day) => looked.counters.map((counter) => ({ day, counter })));
  return (
    <section class="desk-section" id="looked" aria-labelledby="looked-title">
      <h2 id="looked-title">現在の予定（{grouped(all.length)}件）</h2>
      <Table
        caption="選んだ日の、現在の予定"
        wide
        columns={[wholeCol('日'), '交付場所・手続き', '現在の予定']}
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
  const { values = {}, errors = {}, problem, looked } = props;
  const form = daysForm(ask);
  return (
    <ChangePage ask={ask} title="日を指定して臨時開庁・臨時閉庁・時間変更" tab="days" errors={errors} problem={problem}>
      <p class="section-more">
        <a href={paths.draftChange(ask.draft.id, 'days-removed')}>入っている臨時の日を、曜日の規則どおりに戻す</a>
      </p>
      <DraftForm
        ask={ask}
        what="days"
        form={form}
        values={values}
        errors={errors}
        draw={(state) => (
          <>
            <FormFields form={form} state={state} only={['how', 'pattern']} />
            <div class="week-row">
              <FormFields form={form} state={state} only={['from', 'to']} />
            </div>
            <FormFields form={form} state={state} only={['on', 'list', 'counters', 'reason']} />
          </>
        )}
        more={
          <Button kind="second" name="act" value="look">
            追加する前に、現在の予定を確認する
          </Button>
        }
      />
      {looked !== undefined && <LookedAt ask={ask} looked={looked} />}
    </ChangePage>
  );
}

const page = (ask: DraftAsk, props: Props, status = 200): Answer => show(<DaysPage ask={ask} props={props} />, status);

/** What the calendar's page was about comes along: office, service and day. */
export async function daysPage(ask: DraftAsk): Promise<Answer> {
  const picked = field(ask.query, 'office') === '' ? undefined : await readPicked(ask, ask.query);
  const day = dayParam(ask.query['day']);
  return page(ask, {
    values: {
      how: CLOSED,
      ...(picked === undefined ? {} : { counters: [picked.counter] }),
      ...(day.ok ? { from: day.value } : {}),
    },
  });
}

export async function submitDays(ask: DraftAsk): Promise<Answer> {
  const looking = field(ask.body, 'act') === 'look';
  const typed = readForm(ask, daysForm(ask, looking));
  if (!typed.ok) return page(ask, { errors: typed.errors }, 422);
  const { counters, pattern: patternId, reason } = typed.value;
  const days = daysOf(typed.value);
  if (looking) return page(ask, { looked: { counters, days } });
  const change: Change = { kind: 'days', counters, days, patternId, reason };
  return add(ask, [change], (fresh, problem) => page(fresh, { problem }));
}
