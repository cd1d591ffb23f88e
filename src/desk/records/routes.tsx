import { type FormErrors, hasErrors } from '../../lib/html/index.ts';
import { readForm } from '../parts/form.tsx';
import { withdrawAsked } from '../parts/plan.ts';
import { type WithRow, withRow } from '../parts/row.tsx';
import { withQuery } from '../paths.ts';
import { type Answer, get, go, post, type Route, type SignedAsk, show } from '../route.ts';
import { recordChange, recordPage } from './change.tsx';
import { recordsComing } from './history.ts';
import { codeForm, type Named, positionAfter, type RecordKind, type RecordRow } from './kind.ts';
import { NewRecordPage, RecordListPage, RetireRecordPage } from './pages.tsx';

const CODE_TAKEN = { code: 'このコードは、もう使われています。別のコードにしてください。' };

async function listPage<V extends Named, R extends string>(ask: SignedAsk, kind: RecordKind<V, R>): Promise<Answer> {
  const rows = (await kind.list(ask.db)).filter((row) => kind.own?.(ask.session, row) ?? true);
  return show(<RecordListPage ask={ask} kind={kind} rows={rows} comes={await recordsComing(ask, kind, rows)} />);
}

/** The routes of a kind, and what finds one of it for its further pages. */
export function recordRoutes<V extends Named, Refusal extends string = never>(
  kind: RecordKind<V, Refusal>,
): { routes: readonly Route[]; withRecord: WithRow<RecordRow<V>> } {
  const { right, paths, words } = kind;
  const withRecord = withRow((ask, id) => kind.read(ask.db, id));

  const newPage = async (ask: SignedAsk, errors: FormErrors = {}): Promise<Answer> =>
    show(
      <NewRecordPage ask={ask} kind={kind} errors={errors} position={positionAfter(await kind.list(ask.db))} />,
      hasErrors(errors) ? 422 : 200,
    );
  const retirePage = async (ask: SignedAsk, row: RecordRow<V>, status = 200) =>
    show(<RetireRecordPage ask={ask} kind={kind} row={row} inTheWay={await kind.inTheWay(ask.db, row.id)} />, status);

  async function add(ask: SignedAsk): Promise<Answer> {
    const named = readForm(ask, codeForm(kind.codeHint));
    const typed = readForm(ask, kind.form(undefined));
    if (!named.ok || !typed.ok) return newPage(ask, { ...(named.ok ? {} : named.errors), ...(typed.ok ? {} : typed.errors) });
    const added = await kind.add(ask.db, ask.actor, named.value.code, typed.value);
    return added.ok ? go(withQuery(paths.one(added.value), { done: 'added' })) : newPage(ask, CODE_TAKEN);
  }

  const routes: readonly Route[] = [
    get(paths.list, right, (ask) => listPage(ask, kind)),
    get(paths.new, right, (ask) => newPage(ask)),
    post(paths.new, right, words.kept.add, add),
    get(
      paths.one(':id'),
      right,
      withRecord((ask, row) => recordPage(ask, kind, row)),
    ),
    post(paths.one(':id'), right, words.kept.change, withRecord(recordChange(kind, withRecord))),
    get(
      paths.retire(':id'),
      right,
      withRecord(async (ask, row) => (row.retiredAt === null ? retirePage(ask, row) : go(paths.one(row.id)))),
    ),
    post(
      paths.retire(':id'),
      right,
      words.kept.retire,
      withRecord(async (ask, row) => {
        const retired = await kind.retire(ask.db, ask.actor, row.id);
        return retired.ok ? go(withQuery(paths.list, { done: 'retired' })) : retirePage(ask, row, 409);
      }),
    ),
    post(
      paths.restore(':id'),
      right,
      words.kept.restore,
      withRecord(async (ask, row) => {
        const restored = await kind.restore(ask.db, ask.actor, row.id);
        return go(withQuery(paths.one(row.id), { done: restored ? 'restored' : 'in-use' }));
      }),
    ),
  ];
  return { routes: [...routes, ...planRoutes(kind, withRecord)], withRecord };
}

/** The routes of what is to come of a kind whose texts are kept. */
function planRoutes<V extends Named, R extends string>(
  { right, paths, texts }: RecordKind<V, R>,
  withRecord: WithRow<RecordRow<V>>,
): Route[] {
  if (texts === undefined) return [];
  const withdraw = withRecord(async (ask, row) =>
    go(withQuery(paths.one(row.id), { done: await withdrawAsked(ask, texts.of(row)) })),
  );
  return [post(texts.withdraw(':id', ':plan'), right, texts.kept, withdraw)];
}
