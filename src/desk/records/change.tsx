import type { FormErrors } from '../../lib/html/index.ts';
import { readForm } from '../parts/form.tsx';
import { planFrom, withSince } from '../parts/plan.ts';
import type { WithRow } from '../parts/row.tsx';
import { pressed } from '../parts/text-preview.tsx';
import { withQuery } from '../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../route.ts';
import { recordHistory } from './history.ts';
import type { Named, RecordKind, RecordRow, RecordTexts } from './kind.ts';
import { readsOtherwise, recordPreview } from './look.tsx';
import { RecordPage } from './pages.tsx';

type More<V> = { errors?: FormErrors; meanwhile?: V };

/** One record, with what stands around it what is to come of it and every text it had. */
export async function recordPage<V extends Named, R extends string>(
  ask: SignedAsk,
  kind: RecordKind<V, R>,
  row: RecordRow<V>,
  more: More<V> = {},
  status = 200,
): Promise<Answer> {
  const [around, history] = await Promise.all([kind.around(ask, row), recordHistory(ask, kind, row)]);
  return show(<RecordPage ask={ask} kind={kind} row={row} around={around} history={history} {...more} />, status);
}

/** What a change typed: the record, and from when its texts are to hold. */
function readChange<V extends Named, R extends string>(ask: SignedAsk, kind: RecordKind<V, R>, row: RecordRow<V>) {
  const typed = readForm(ask, kind.form(row));
  if (kind.texts !== undefined) return withSince(ask, typed);
  return typed.ok ? { ok: true as const, value: { value: typed.value, since: null } } : typed;
}

/** The press that changes a record: looked at first where citizens would read it otherwise, at once or from a time on, and where its kind foresees more. */
export function recordChange<V extends Named, R extends string>(
  kind: RecordKind<V, R>,
  withRecord: WithRow<RecordRow<V>>,
): (ask: SignedAsk, row: RecordRow<V>) => Promise<Answer> {
  const { paths } = kind;
  const page = (ask: SignedAsk, row: RecordRow<V>, more: More<V>, status: number) => recordPage(ask, kind, row, more, status);
  // The page is drawn from what is kept by now, read after the refusal.
  const meanwhile = (ask: SignedAsk, typed: V) => withRecord((again, now) => page(again, now, { meanwhile: typed }, 409))(ask);

  async function plan(
    ask: SignedAsk,
    row: RecordRow<V>,
    texts: RecordTexts<V>,
    { value, since }: { value: V; since: Temporal.Instant },
  ): Promise<Answer> {
    const { plans } = await recordHistory(ask, kind, row);
    const planned = await planFrom(ask, texts.of(row), row.facts, { value, since, plans });
    if (planned === 'planned') return go(withQuery(paths.one(row.id), { done: 'planned' }));
    if (planned === 'meanwhile') return meanwhile(ask, value);
    if ('look' in planned) return recordPreview(ask, kind, row, value, { plans, ahead: planned.look });
    return page(ask, row, planned, planned.status);
  }

  return async function change(ask: SignedAsk, row: RecordRow<V>): Promise<Answer> {
    const typed = readChange(ask, kind, row);
    if (pressed(ask) === 'edit') return recordPage(ask, kind, row);
    if (!typed.ok) return page(ask, row, { errors: typed.errors }, 422);
    const { value, since } = typed.value;
    if (kind.texts !== undefined && since !== null) return plan(ask, row, kind.texts, { value, since });
    if (pressed(ask) === 'look') {
      const foreseen = await kind.foreseen?.(ask, row, value);
      if (foreseen !== undefined || readsOtherwise(kind, row, value).length > 0)
        return recordPreview(ask, kind, row, value, { ...(await recordHistory(ask, kind, row)), foreseen });
    }
    const changed = await kind.change(ask.db, ask.actor, row.id, field(ask.body, 'seen'), value);
    if (changed.ok) return go(withQuery(paths.one(row.id), { done: changed.value }));
    const refusals: Partial<Record<string, readonly [string, string]>> = kind.refusals;
    const at = refusals[changed.reason];
    return at === undefined ? meanwhile(ask, value) : page(ask, row, { errors: { [at[0]]: at[1] } }, 409);
  };
}
