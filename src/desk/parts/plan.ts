import { changesOf, type Facts } from '../../audit/change.ts';
import { factName } from '../../audit/facts.ts';
import { partsToPlan } from '../../languages/planned.ts';
import type { FormErrors } from '../../lib/html/index.ts';
import { smallId } from '../../lib/values/ids.ts';
import { type Plan, type PlanOf, planTexts, textsBefore, withdrawPlan } from '../../site/planned.ts';
import { field, type SignedAsk } from '../route.ts';
import { readForm } from './form.tsx';
import { planAsked, planErrors } from './planned.tsx';
import { type Since, sinceForm } from './since.ts';
import { pressed } from './text-preview.tsx';
import type { PartLabels } from './texts-body.tsx';

/** A row whose texts may become others from a time on, as a page of the desk changes it. `labels`: what its texts are called. */
export type Plannable<F extends Facts> = PlanOf<F> & { labels: PartLabels };

/** The boxes of the time from which texts hold. */
export const textsSince = ({ now }: Pick<SignedAsk, 'now'>, label?: string) =>
  sinceForm(now, '空欄なら、すぐに使います。例：令和8年12月1日', label);

/** A plan is changed into another plan: what is to hold at once is another act. */
const NEEDS_SINCE: FormErrors = {
  'since-day':
    '予定を変更するときは、使い始める日時を入力してください。すぐに変更するときは、予定を取りやめてから、変更してください。',
};

type Read<V> = { ok: true; value: V } | { ok: false; errors: FormErrors };

/** What a form typed, and from when its texts are to hold. */
export function withSince<V>(ask: SignedAsk, typed: Read<V>): Read<{ value: V } & Since> {
  const timed = readForm(ask, textsSince(ask));
  if (!typed.ok || !timed.ok)
    return { ok: false, errors: { ...(typed.ok ? {} : typed.errors), ...(timed.ok ? {} : timed.errors) } };
  const { since } = timed.value;
  if (since === null && field(ask.body, 'plan') !== '') return { ok: false, errors: NEEDS_SINCE };
  return { ok: true, value: { value: typed.value, since } };
}

/** What else than texts was typed otherwise: it holds at once or not at all. */
function onlyAtOnce<F extends Facts>({ texts, into }: PlanOf<F>, before: F, typed: F): FormErrors | undefined {
  const others = Object.keys(changesOf(into(before, texts(typed)), typed));
  return others.length === 0
    ? undefined
    : {
        'since-day': `「${others.map(factName).join('」「')}」は、日時を指定して変更できません。元の内容に戻すか、この欄を空欄にして先に保存してください。`,
      };
}

/** What is to hold from a time on: the parts that become others, and what the form carries of it. */
export type Ahead = { since: Temporal.Instant; parts: readonly string[]; boxes: Readonly<Record<string, string>> };

/** `errors`: the form again. `meanwhile`: the page was old. */
type Planning = { look: Ahead } | 'planned' | { errors: FormErrors; status: 409 | 422 } | 'meanwhile';

/** Plans texts of a row: first they are looked at, as what holds at once. `kept`: the row as the page read it. */
export async function planFrom<F extends Facts>(
  ask: SignedAsk,
  row: Plannable<F>,
  kept: F,
  { value, since, plans }: { value: F; since: Temporal.Instant; plans: readonly Plan[] },
): Promise<Planning> {
  const wrong = onlyAtOnce(row, kept, value);
  if (wrong !== undefined) return { errors: wrong, status: 422 };
  const instead = planAsked(ask, plans)?.id;
  const late = instead === undefined && field(ask.body, 'plan') !== '' ? planErrors('late') : undefined;
  if (late !== undefined) return { errors: late, status: 409 };
  if (pressed(ask) === 'look') {
    const now = row.texts(kept);
    const parts = partsToPlan(now, row.texts(value), textsBefore(now, plans, since, instead));
    const taken = plans.some((plan) => plan.id !== instead && plan.since.getTime() === since.epochMilliseconds);
    const errors = taken ? planErrors('taken') : parts.length === 0 ? planErrors('same') : undefined;
    if (errors !== undefined) return { errors, status: 422 };
    const boxes = { ...textsSince(ask).boxes({ since }), plan: field(ask.body, 'plan') };
    return { look: { since, parts, boxes } };
  }
  const typed = { seen: field(ask.body, 'seen'), typed: row.texts(value), since, instead };
  const planned = await planTexts(ask.db, ask.actor, row, typed);
  if (planned.ok) return 'planned';
  const errors = planErrors(planned.reason);
  return errors === undefined ? 'meanwhile' : { errors, status: 409 };
}

/** Calls off the plan of a row that the address names; what `done` of the next address is. */
export async function withdrawAsked<F extends Facts>(ask: SignedAsk, { name, about }: PlanOf<F>): Promise<'withdrawn' | 'late'> {
  const plan = smallId(ask.params['plan']);
  return plan.ok && (await withdrawPlan(ask.db, ask.actor, name, about, plan.value)) ? 'withdrawn' : 'late';
}
