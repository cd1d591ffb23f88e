import { type FormErrors, hasErrors } from '../../lib/html/index.ts';
import { readForm } from '../parts/form.tsx';
import { type WithRow, withRow } from '../parts/row.tsx';
import { pressed } from '../parts/text-preview.tsx';
import { withQuery } from '../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../route.ts';
import { codeForm, type Named, positionAfter, type RecordKind, type RecordRow } from './kind.ts';
import { readsOtherwise, recordPreview, recordVersions } from './look.tsx';
import { NewRecordPage, RecordListPage, RecordPage, RetireRecordPage } from './pages.tsx';

const CODE_TAKEN = { code: 'このコードは、もう使われています。別のコードにしてください。' };

type More<V> = { errors?: FormErrors; meanwhile?: V };

/** One record, with what stands around it and every text it had. */
async function recordPage<V extends Named, R extends string>(
  ask: SignedAsk,
  kind: RecordKind<V, R>,
  row: RecordRow<V>,
  more: More<V>,
  status: number,
): Promise<Answer> {
  const [around, versions] = await Promise.all([kind.around(ask, row), recordVersions(ask, kind, row)]);
  return show(<RecordPage ask={ask} kind={kind} row={row} around={around} versions={versions} {...more} />, status);
}

/** The routes of a kind, and what finds one of it for its further pages. */
export function recordRoutes<V extends Named, Refusal extends string = never>(
  kind: RecordKind<V, Refusal>,
): { routes: readonly Route[]; withRecord: WithRow<RecordRow<V>> } {
  const { right, paths } = kind;
  const withRecord = withRow((ask, id) => kind.read(ask.db, id));

  const newPage = async (ask: SignedAsk, errors: FormErrors = {}): Promise<Answer> =>
    show(
      <NewRecordPage ask={ask} kind={kind} errors={errors} position={positionAfter(await kind.list(ask.db))} />,
      hasErrors(errors) ? 422 : 200,
    );
  const page = (ask: SignedAsk, row: RecordRow<V>, more: More<V> = {}, status = 200) => recordPage(ask, kind, row, more, status);
  const retirePage = async (ask: SignedAsk, row: RecordRow<V>, status = 200) =>
    show(<RetireRecordPage ask={ask} kind={kind} row={row} inTheWay={await kind.inTheWay(ask.db, row.id)} />, status);

  async function add(ask: SignedAsk): Promise<Answer> {
    const named = readForm(ask, codeForm(kind.codeHint));
    const typed = readForm(ask, kind.form(undefined));
    if (!named.ok || !typed.ok) return newPage(ask, { ...(named.ok ? {} : named.errors), ...(typed.ok ? {} : typed.errors) });
    const added = await kind.add(ask.db, ask.actor, named.value.code, typed.value);
    return added.ok ? go(withQuery(paths.one(added.value), { done: 'added' })) : newPage(ask, CODE_TAKEN);
  }

  async function change(ask: SignedAsk, row: RecordRow<V>): Promise<Answer> {
    const typed = readForm(ask, kind.form(row));
    if (!typed.ok) return page(ask, row, { errors: typed.errors }, 422);
    if (pressed(ask) === 'edit') return page(ask, row);
    if (pressed(ask) === 'look' && readsOtherwise(kind, row.facts, typed.value))
      return recordPreview(ask, kind, row, typed.value);
    const changed = await kind.change(ask.db, ask.actor, row.id, field(ask.body, 'seen'), typed.value);
    if (changed.ok) return go(withQuery(paths.one(row.id), { done: changed.value }));
    const refusals: Partial<Record<string, readonly [string, string]>> = kind.refusals;
    const at = refusals[changed.reason];
    if (at !== undefined) return page(ask, row, { errors: { [at[0]]: at[1] } }, 409);
    // The page is drawn from what is kept by now, read after the refusal.
    return withRecord((again, now) => page(again, now, { meanwhile: typed.value }, 409))(ask);
  }

  const routes: readonly Route[] = [
    get(paths.list, right, async (ask) => show(<RecordListPage ask={ask} kind={kind} rows={await kind.list(ask.db)} />)),
    get(paths.new, right, (ask) => newPage(ask)),
    post(paths.new, right, add),
    get(
      paths.one(':id'),
      right,
      withRecord((ask, row) => page(ask, row)),
    ),
    post(paths.one(':id'), right, withRecord(change)),
    get(
      paths.retire(':id'),
      right,
      withRecord(async (ask, row) => (row.retiredAt === null ? retirePage(ask, row) : go(paths.one(row.id)))),
    ),
    post(
      paths.retire(':id'),
      right,
      withRecord(async (ask, row) => {
        const retired = await kind.retire(ask.db, ask.actor, row.id);
        return retired.ok ? go(withQuery(paths.list, { done: 'retired' })) : retirePage(ask, row, 409);
      }),
    ),
    post(
      paths.restore(':id'),
      right,
      withRecord(async (ask, row) => {
        await kind.restore(ask.db, ask.actor, row.id);
        return go(withQuery(paths.one(row.id), { done: 'restored' }));
      }),
    ),
  ];
  return { routes, withRecord };
}
