import { applyChanges } from '../../../calendar/apply.ts';
import { drawId } from '../../../calendar/drafts.ts';
import { counterState, rulesOf } from '../../../calendar/state.ts';
import { copiedWeek, lastingRules, weekChanges } from '../../../calendar/week.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { counterName } from '../../parts/change-words.ts';
import { CounterPick, type Picked } from '../../parts/counter-pick.tsx';
import { readForm, untyped } from '../../parts/form.tsx';
import { paths } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { add, ChangePage, type DraftAsk, withPicked } from './draft.tsx';
import { WeekForm, type WeekProps } from './week-form.tsx';
import { CopyWeek, OtherRules } from './week-others.tsx';
import { choiceOf, weekBoxes } from './week-read.ts';
import { WeeksAhead } from './weeks-ahead.tsx';

function WeekPage({ ask, props }: { ask: DraftAsk; props: WeekProps }) {
  const { picked, shown, looking, errors, problem } = props;
  const empty = counterState(ask.after, picked.counter).weekRules.length === 0;
  return (
    <ChangePage ask={ask} title="曜日の規則を変更する" tab="week" errors={errors} problem={problem}>
      <CounterPick picked={picked} action={paths.draftChange(ask.draft.id, 'week')} />
      {empty && (
        <div class="empty">
          <p>
            <b>{counterName(ask.names, picked.counter)}</b>
            には、まだ曜日の規則がありません。すべての日が閉庁です。下で曜日ごとに選ぶか、ほかの窓口の規則を複写してください。
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
            {looking ? '選んだ内容を反映した予定です。下書きには、まだ追加していません。' : '下書きの変更を反映した予定です。'}
          </p>
          <WeeksAhead before={ask.before} after={shown} counter={picked.counter} today={ask.day} />
        </section>
      </div>
      <OtherRules ask={ask} picked={picked} />
      {!empty && <CopyWeek ask={ask} picked={picked} empty={empty} />}
    </ChangePage>
  );
}

const page = (ask: DraftAsk, picked: Picked, more: Partial<WeekProps> = {}, status = 200) =>
  show(<WeekPage ask={ask} props={{ picked, shown: ask.after, looking: false, errors: {}, ...more }} />, status);

/** The page with the week as it stands, after a press of another form on it. */
const unchanged = (ask: DraftAsk, picked: Picked, problem: string, status = 200) =>
  page({ ...ask, ...untyped(ask) }, picked, { problem }, status);

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
  if (from === undefined || lastingRules(from, ask.day).length === 0)
    return unchanged(ask, picked, '複写元の窓口を選んでください。', 422);
  const changes = await copiedWeek(from, counterState(ask.after, picked.counter), ask.day, () => drawId(ask.db, 'week_rules'));
  if (changes.length === 0) return unchanged(ask, picked, '同じ窓口からは複写できません。', 422);
  return add(ask, changes, (fresh, problem) => unchanged(fresh, picked, problem));
}

export const submitWeek = (ask: DraftAsk) =>
  withPicked(ask, ask.body, async (picked) => {
    if (field(ask.body, 'act') === 'copy') return copy(ask, picked);
    const typed = readForm(ask, weekBoxes(ask, picked));
    if (!typed.ok) return page(ask, picked, { errors: typed.errors }, 422);
    const choice = choiceOf(typed.value);
    const one = counterState(ask.after, picked.counter);
    if (field(ask.body, 'act') === 'look') {
      const shown = applyChanges(ask.after, await weekChanges(one, choice, ask.day, lookIds()));
      return page(ask, picked, { looking: true, shown });
    }
    const changes = await weekChanges(one, choice, ask.day, () => drawId(ask.db, 'week_rules'));
    return add(ask, changes, (fresh, problem) => page(fresh, picked, { problem }));
  });

export const submitWeekRemoved = (ask: DraftAsk) =>
  withPicked(ask, ask.body, (picked) => {
    const id = smallId(ask.body['rule']);
    const known = rulesOf(ask.after, picked.counter).weekRules.some((rule) => id.ok && rule.id === id.value);
    if (!id.ok || !known) return unchanged(ask, picked, 'その規則は、もうありません。', 409);
    return add(ask, [{ kind: 'week-rule-removed', counter: picked.counter, id: id.value }], (fresh, problem) =>
      unchanged(fresh, picked, problem),
    );
  });
