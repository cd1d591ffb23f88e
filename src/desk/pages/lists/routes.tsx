import { recordView } from '../../../audit/view.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { hasErrors } from '../../../lib/html/index.ts';
import { listOf } from '../../../lists/all.ts';
import { MOST_ON_PAPER } from '../../../lists/files.ts';
import { listFilters } from '../../../lists/filters.ts';
import { countOf, countRows, linesOf, readAfter, readPage } from '../../../lists/read.ts';
import { recordShown } from '../../../lists/remember.ts';
import type { Right } from '../../../staff/rights.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { pageAsked } from '../../parts/pages.ts';
import { nothing } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { paths } from '../../paths.ts';
import { type Answer, field, get, needs, post, type Route, type SignedAsk, show } from '../../route.ts';
import { type AskedList, askedList } from './asked.ts';
import { ColumnsPage, chooseFor } from './columns.tsx';
import { askerOf, changeFilters, filtersPage } from './filters.tsx';
import { narrowList } from './narrow.ts';
import { ListPage, type Paging } from './page.tsx';
import { pickRows } from './picks.tsx';
import { sinceLast, take } from './take.tsx';

const A_PAGE = 100;

/** The lines of the page that was asked for, and the way to the others. */
async function pageOf(ask: SignedAsk, asked: AskedList, rows: number) {
  if (asked.prepared.long) {
    const after = field(ask.query, 'after');
    const { lines, next } = await readAfter(ask.db, asked, { limit: A_PAGE, after });
    return { lines, paging: { after, next } satisfies Paging };
  }
  const { page, pages, ...stretch } = pageAsked(ask, rows, A_PAGE);
  const lines = await readPage(ask.db, asked, stretch);
  return { lines, paging: { page, pages } satisfies Paging };
}

async function listPage(ask: SignedAsk, asked: AskedList): Promise<Answer> {
  const { list, prepared, person } = asked;
  const counted = await countOf(ask.db, prepared);
  const page = await pageOf(ask, asked, counted.rows);
  // A list that has grown beyond paper is compared with none.
  const since =
    counted.rows > MOST_ON_PAPER
      ? undefined
      : await sinceLast(ask, asked, () => linesOf(ask.db, { ...asked, sort: '', columns: [] }));
  // What is ticked and stands in the list no more is in no act.
  const chosen = asked.picks === undefined || asked.picks.keys.length === 0 ? 0 : await countRows(ask.db, asked.picks.rows);
  if (person === undefined)
    await recordShown(ask.db, ask.actor, { list: list.title, sentence: prepared.sentence, rows: counted.rows });
  else await recordView(ask.db, ask.actor, { saw: 'person', cardId: person.id });
  const filters = await listFilters(ask.db, askerOf(ask), list.code, cityDay(ask.now));
  const { well } = list;
  const went =
    well !== undefined &&
    ask.session.bounds === null &&
    asked.typed === undefined &&
    counted.rows === 0 &&
    counted.hidden === 0 &&
    well.asked(prepared.boxes)
      ? (await ask.db.one<{ count: number }>(well.count(viewerOf(ask)))).count
      : undefined;
  const props = { ...asked, ...counted, ...page, since, filters, chosen, went };
  return show(<ListPage ask={ask} props={props} />, hasErrors(prepared.errors) ? 422 : 200);
}

/** A list that narrows nothing down has no such address. */
const narrowed = async (ask: SignedAsk, asked: AskedList): Promise<Answer> =>
  asked.list.narrows === undefined ? show(<NotFound ask={ask} />, 404) : narrowList(ask, asked);

type Work = (ask: SignedAsk, asked: AskedList) => Promise<Answer>;

/**
 * The pages of a list, at its address. `code`: the list, or `:list` for whichever the address names. `called`: what its rows and itself are called where a press is set aside.
 */
export function listRoutes(code: string, right: Right, called: { rows: string; list: string }): readonly Route[] {
  const withList = (from: 'query' | 'body', work: Work) => async (ask: SignedAsk) => {
    const named = code === ':list' ? ask : { ...ask, params: { ...ask.params, list: code } };
    const asked = await askedList(named, ask[from]);
    return asked === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, asked);
  };
  return [
    get(paths.list(code), right, withList('query', listPage)),
    ...(code === ':list' || listOf(code)?.narrows !== undefined
      ? [post(paths.narrowList(code), right, { words: `${called.list}の絞り込み`, of: nothing }, withList('body', narrowed))]
      : []),
    post(paths.pickRows(code), right, `${called.rows}の行の選択`, withList('body', pickRows)),
    needs('lists.take', post(paths.takeList(code), right, `${called.list}の印刷・取り出し`, withList('body', take))),
    get(
      paths.listColumns(code),
      right,
      withList('query', async (ask, asked) => show(<ColumnsPage ask={ask} asked={asked} />)),
    ),
    post(paths.listColumns(code), right, `${called.list}の列の変更`, withList('query', chooseFor)),
    get(
      paths.listFilters(code),
      right,
      withList('query', (ask, asked) => filtersPage(ask, asked)),
    ),
    post(paths.listFilters(code), right, `${called.list}の絞り込みの保存`, withList('query', changeFilters)),
  ];
}
