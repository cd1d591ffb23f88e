import { deskMoment } from '../../../lib/dates/jst.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, GetForm, hasErrors, Notice, Pager, PostForm, Says, Table } from '../../../lib/html/index.ts';
import type { SavedFilter } from '../../../lists/filters.ts';
import type { Goes, Line } from '../../../lists/list.ts';
import { screenText } from '../../../lists/values.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { Crumbs } from '../../parts/crumbs.tsx';
import { stateOf } from '../../parts/form.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { AskedList } from './asked.ts';
import type { Changes } from './changes.ts';
import { SavedFilters } from './filters.tsx';
import { filterQuery } from './query.ts';

export type ListProps = AskedList & {
  lines: Line[];
  rows: number;
  hidden: number;
  page: number;
  pages: number;
  changes: Changes | undefined;
  filters: readonly SavedFilter[];
};

/** Whom a list leaves out for this clerk, and so whatever is done with it. */
export const LeftOut = ({ people, what }: { people: number; what: string }) =>
  people === 0 ? null : (
    <p class="soft">
      支援措置の方が{people}人います。{what}。権限のある職員に確認してください。
    </p>
  );

function Filter({ ask, props: { list, known, prepared } }: { ask: SignedAsk; props: ListProps }) {
  // A form that came back for an error shows what was typed.
  const state = hasErrors(prepared.errors)
    ? { shown: (box: string) => field(ask.query, box), errors: prepared.errors }
    : { ...stateOf({ ...ask, body: {} }, prepared.boxes), errors: prepared.errors };
  return (
    <GetForm action={paths.list(list.code)} class="list-filter">
      <FormFields form={list.filter(known)} state={state} />
      <Button kind="second">表示</Button>
    </GetForm>
  );
}

const names = (of: readonly string[]): string => of.slice(0, 20).join('、') + (of.length > 20 ? `ほか${of.length - 20}件` : '');

/** What changed since the list was last printed stands before the table. */
function Since({ changes: { print, added, dropped, moved } }: { changes: Changes }) {
  const same = added.length + dropped.length + moved.length === 0;
  return (
    <Notice kind={same ? 'info' : 'care'} title={`前回の印刷：${deskMoment(print.at)}　${print.by ?? ''}`}>
      {same && <Says>前回の印刷から、変わったところはありません。</Says>}
      {added.length > 0 && <Says>{`追加 ${added.length}件：${names(added)}`}</Says>}
      {moved.length > 0 && (
        <Says>{`変更 ${moved.length}件：${names(moved.map(({ name, was }) => `${name}（前回は ${was}）`))}`}</Says>
      )}
      {dropped.length > 0 && <Says>{`除外 ${dropped.length}件：${names(dropped)}`}</Says>}
    </Notice>
  );
}

/** The address a cell leads to. */
function addressOf(goes: Goes): string {
  if ('card' in goes) return paths.person(goes.card);
  if ('status' in goes) return paths.status(goes.status);
  if ('reservation' in goes) return paths.reservation(goes.reservation);
  return withQuery(paths.cardScan(goes.scan), { office: goes.office, to: goes.scan === 'send' ? goes.to : '' });
}

function Rows({ props }: { props: ListProps }) {
  const { list, columns, lines, sort, prepared } = props;
  const head = (at: number) => {
    const column = list.columns[at];
    if (column === undefined) return '';
    if (column.sort === undefined) return column.head;
    const here = sort.replace(/^-/u, '') === column.code;
    const next = sort === column.code ? `-${column.code}` : column.code;
    return (
      <a href={withQuery(paths.list(list.code), filterQuery({ prepared, sort: next }))}>
        {column.head}
        {here && <span aria-hidden="true">{sort.startsWith('-') ? '▼' : '▲'}</span>}
        {here && <span class="unseen">{sort.startsWith('-') ? '（大きい順）' : '（小さい順）'}</span>}
      </a>
    );
  };
  return (
    <Table
      caption={list.title}
      wide
      empty={list.empty}
      columns={columns.map((at) => ({
        head: head(at),
        right: list.columns[at]?.right === true,
        whole: list.columns[at]?.whole === true,
      }))}
      rows={lines.map(({ values, goes }) =>
        columns.map((at) => {
          const text = screenText(values[at] ?? null);
          const cell = list.columns[at]?.bold === true ? <b>{text}</b> : text;
          const to = goes[at] ?? null;
          return to === null ? cell : <a href={addressOf(to)}>{cell}</a>;
        }),
      )}
    />
  );
}

/** Paper and files: each says how many rows it will hold before it is made. */
function TakeButtons({ ask, props }: { ask: SignedAsk; props: ListProps }) {
  const { list, rows } = props;
  if (rows === 0) return null;
  return (
    <PostForm action={paths.takeList(list.code)} token={ask.token} class="list-take" hidden={filterQuery(props)}>
      <Button name="as" value="pdf">
        印刷（PDF・{rows.toLocaleString('ja')}件）
      </Button>
      <Button kind="second" name="as" value="csv">
        CSV
      </Button>
      <Button kind="second" name="as" value="csv-cp932">
        CSV（シフトJIS）
      </Button>
      <Button kind="second" name="as" value="xlsx">
        Excel
      </Button>
    </PostForm>
  );
}

const DONE: Readonly<Record<string, string>> = {
  columns: '表示する列を変更しました。',
  'city-columns': '市の標準の列を変更しました。列を選んでいない職員に、この列で表示します。',
};

export function ListPage({ ask, props }: { ask: SignedAsk; props: ListProps }) {
  const { list, prepared, rows, hidden, page, pages, changes, filters } = props;
  const query = filterQuery(props);
  return (
    <Page ask={ask} title={list.title} wrong={hasErrors(prepared.errors)}>
      <Crumbs of={[{ href: paths.lists, words: '一覧・印刷' }]} />
      <h1>{list.title}</h1>
      {DONE[field(ask.query, 'done')] !== undefined && (
        <Notice kind="done" role="status">
          <Says>{DONE[field(ask.query, 'done')] ?? ''}</Says>
        </Notice>
      )}
      <ErrorSummary errors={prepared.errors} />
      <SavedFilters list={list.code} filters={filters} />
      <Filter ask={ask} props={props} />
      {!hasErrors(prepared.errors) && (
        <>
          <p class="list-count">
            <b>{prepared.sentence}</b>　{rows.toLocaleString('ja')}件
          </p>
          <LeftOut people={hidden} what="この一覧には載せていません" />
          {changes !== undefined && <Since changes={changes} />}
          <div class="list-acts">
            <TakeButtons ask={ask} props={props} />
            <a href={withQuery(paths.listColumns(list.code), query)}>列を選ぶ</a>
            <a href={withQuery(paths.listFilters(list.code), query)}>条件を保存する</a>
            {list.ofBookings === true && rows > 0 && can(ask.session, 'mails.mailing') && (
              <a href={withQuery(paths.newMailing, query)}>一斉メールを作成する</a>
            )}
            {list.toPost === true && rows > 0 && <a href={withQuery(paths.posting, query)}>宛名ラベルと差出票</a>}
            {list.ofCards === true && rows > 0 && can(ask.session, 'people.status') && (
              <a href={withQuery(paths.bulkStatus, { list: list.code === 'cards' ? '' : list.code, ...query })}>
                交付状況をまとめて変更する
              </a>
            )}
          </div>
          <Rows props={props} />
          <Pager page={page} pages={pages} href={(to) => withQuery(paths.list(list.code), { ...query, page: to })} />
        </>
      )}
    </Page>
  );
}
