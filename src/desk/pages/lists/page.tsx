import { shortDate } from '../../../lib/dates/format.ts';
import { addDays, cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { type Form, FormFields, isUsed } from '../../../lib/form/index.ts';
import { Button, type FormErrors, GetForm, hasErrors, Notice, Pager, PostForm, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { MOST_ON_PAPER } from '../../../lists/files.ts';
import type { SavedFilter } from '../../../lists/filters.ts';
import type { Line } from '../../../lists/list-types.ts';
import { MOST_COUNTED } from '../../../lists/read.ts';
import type { Since } from '../../../lists/since.ts';
import { typedForm } from '../../../lists/typed.ts';
import { can } from '../../../staff/rights.ts';
import { stateOf } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { ActLinks } from './acts.tsx';
import type { AskedList } from './asked.ts';
import { SavedFilters } from './filters.tsx';
import { EveryRow, mayPick, PICK_SAID, PickForm } from './picks.tsx';
import { filterQuery } from './query.ts';
import { Rows } from './rows.tsx';

/** More rows than these do not stand on a screen: what leads on stands below them too. */
const A_SCREEN = 20;

/** Pages by number; of a long list from a place on, `next` being where the next page begins. */
export type Paging = { page: number; pages: number } | { after: string; next: string | undefined };

type ListProps = AskedList & {
  lines: readonly Line[];
  rows: number;
  hidden: number;
  paging: Paging;
  since: Since | undefined;
  /** How many of its rows this clerk has ticked, on all pages. */
  chosen: number;
  filters: readonly SavedFilter[];
  /** How much went well, where the list is of what did not and is empty. */
  went: number | undefined;
};

/** 1,234件; 10,000件以上 where no more are counted. */
const countWords = (rows: number, { long }: { long: boolean }): string =>
  long && rows > MOST_COUNTED ? `${grouped(MOST_COUNTED)}件以上` : `${grouped(rows)}件`;

/** Whom a list leaves out for this clerk, and so whatever is done with it. */
export const LeftOut = ({ people, what }: { people: number; what: string }) =>
  people === 0 ? null : (
    <p class="soft">
      支援措置の方が{grouped(people)}人います。{what}。権限のある職員に確認してください。
    </p>
  );

/** Who is looked for, and words of a remark: sent in the body of a form, so that no address carries them. */
const TypedFields = ({ typed, errors }: { typed: AskedList['typed']; errors: FormErrors }) => (
  <FormFields form={typedForm} state={{ ...stateOf({ body: {} }, typedForm.boxes(typed ?? {})), errors }} />
);

function Filter({ ask, props: { list, known, prepared, person, sort, typed } }: { ask: SignedAsk; props: ListProps }) {
  // A form that came back for an error shows what was typed.
  const state = hasErrors(prepared.errors)
    ? { shown: (box: string) => field(ask.query, box), errors: prepared.errors }
    : { ...stateOf({ ...ask, body: {} }, prepared.boxes), errors: prepared.errors };
  const form = list.filter(known) as Form<Record<string, unknown>>;
  const { fields = [], words } = list.seldom ?? {};
  const folded = field(ask.query, 'more') !== 'yes' && !fields.some((name) => isUsed(form, name, state));
  const boxes = (
    <>
      {list.narrows !== undefined && <TypedFields typed={typed} errors={prepared.errors} />}
      <FormFields form={form} state={state} without={folded ? fields : []} />
      {folded && words !== undefined && (
        <a class="field" href={withQuery(paths.list(list.code), { ...filterQuery({ prepared, sort }), more: 'yes' })}>
          {words}
        </a>
      )}
      <Button kind="second">表示する</Button>
    </>
  );
  if (list.narrows !== undefined)
    return (
      <PostForm action={paths.narrowList(list.code)} token={ask.token} class="list-filter">
        {boxes}
      </PostForm>
    );
  return (
    <GetForm action={paths.list(list.code)} class="list-filter" hidden={person === undefined ? {} : { card: String(person.id) }}>
      {boxes}
    </GetForm>
  );
}

const names = (of: readonly string[]): string =>
  of.slice(0, 20).join('、') + (of.length > 20 ? `ほか${grouped(of.length - 20)}件` : '');

/** What changed since the list was last printed stands before the table. */
function SincePrint({ since: { print, added, dropped, moved } }: { since: Since }) {
  const same = added.length + dropped.length + moved.length === 0;
  return (
    <Notice kind={same ? 'info' : 'care'} title={`前回の印刷：${deskMoment(print.at)}　${print.by ?? ''}`}>
      {same && <Says>前回の印刷から、変わったところはありません。</Says>}
      {added.length > 0 && <Says>{`追加 ${grouped(added.length)}件：${names(added.map(({ name }) => name))}`}</Says>}
      {moved.length > 0 && (
        <Says>{`変更 ${grouped(moved.length)}件：${names(moved.map(({ name, was }) => `${name}（前回は ${was}）`))}`}</Says>
      )}
      {dropped.length > 0 && <Says>{`除外 ${grouped(dropped.length)}件：${names(dropped.map(({ name }) => name))}`}</Says>}
    </Notice>
  );
}

/** Paper and files: each says how many rows it will hold before it is made. */
function TakeButtons({ ask, props }: { ask: SignedAsk; props: ListProps }) {
  const { list, rows, prepared } = props;
  if (rows === 0 || !can(ask.session, 'lists.take')) return null;
  return (
    <PostForm action={paths.takeList(list.code)} token={ask.token} class="list-take" hidden={filterQuery(props)}>
      {rows > MOST_ON_PAPER ? (
        <p class="soft">印刷は{grouped(MOST_ON_PAPER)}件までです。条件を絞り込んで、分けて印刷してください。</p>
      ) : (
        <Button name="as" value="pdf">
          印刷（PDF・{countWords(rows, prepared)}）
        </Button>
      )}
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

type Said = { kind: 'done' | 'care'; words: string };
const DONE: Readonly<Record<string, Said>> = {
  columns: { kind: 'done', words: '表示する列を変更しました。' },
  'city-columns': { kind: 'done', words: '市の標準の列を変更しました。列を選んでいない職員に、この列で表示します。' },
};
/** What the page says of the last press, by its code in the address. */
const saidOf = ({ press }: AskedList['list'], code: string): Said | undefined => {
  const all: Readonly<Record<string, Said>> = { ...DONE, ...PICK_SAID, ...press?.done };
  return Object.hasOwn(all, code) ? all[code] : undefined;
};

/** Whose list it is, and the ways to their page and to everybody's. */
const Whose = ({ list, person }: AskedList) =>
  person === undefined ? null : (
    <>
      <Says class="lead">{`${printable(person.name).text}さん（${person.noticeId}）のカードと予約の記録を表示しています。`}</Says>
      <p class="lead">
        <a href={paths.person(person.id)}>この方の画面へ</a>　<a href={paths.list(list.code)}>すべての方の記録を表示</a>
      </p>
    </>
  );

/** The ways to the other pages of a list. */
function Pages({ props }: { props: ListProps }) {
  const { list, paging } = props;
  const query = filterQuery(props);
  if ('pages' in paging) return <Pager {...paging} href={(to) => withQuery(paths.list(list.code), { ...query, page: to })} />;
  const { after, next } = paging;
  return (
    <p class="lead">
      {after !== '' && <a href={withQuery(paths.list(list.code), query)}>最初から表示する</a>}
      {after !== '' && next !== undefined && '　'}
      {next !== undefined && <a href={withQuery(paths.list(list.code), { ...query, after: next })}>続きを表示する</a>}
    </p>
  );
}

/** From one day of a list that is read day by day to those beside it; a day to come has no rows. */
function Days({ ask, props, below = false }: { ask: SignedAsk; props: ListProps; below?: boolean }) {
  const { list, prepared } = props;
  if (prepared.days === undefined || prepared.days.from !== prepared.days.to) return null;
  const { to: day } = prepared.days;
  const today = cityDay(ask.now);
  const step = (to: string, words: string) => (
    <a href={withQuery(paths.list(list.code), { ...filterQuery(props), from: to, to })}>{`${words}：${shortDate(to)}`}</a>
  );
  return (
    <nav class="list-days" aria-label={below ? '日の移動（一覧の下）' : '日の移動'}>
      {step(addDays(day, -1), '前の日')}
      {day < today && step(addDays(day, 1), '次の日')}
      {day < addDays(today, -1) && step(today, '本日')}
    </nav>
  );
}

/** In place of no rows: that all is well, and the way to what went well. */
const Well = ({ list: { code, well }, went }: ListProps) =>
  well === undefined || went === undefined ? null : (
    <div class="empty">
      <Says>{well.says(went)}</Says>
      <p>
        <a href={withQuery(paths.list(code), { ...well.way.boxes })}>{well.way.words}</a>
      </p>
    </div>
  );

/** The rows; where something may be done with some of them, each has its box. */
function PickableRows({ ask, props }: { ask: SignedAsk; props: ListProps }) {
  const { lines, chosen, paging } = props;
  const picks = 'pages' in paging && lines.length > 0 && mayPick({ ask, asked: props });
  const rows = <Rows ask={ask} asked={props} lines={lines} picks={picks} />;
  if (!picks)
    return (
      <>
        {props.prepared.picked && (
          <p class="lead">
            <EveryRow asked={props} />
          </p>
        )}
        {rows}
        <Pages props={props} />
      </>
    );
  return (
    <PickForm ask={ask} asked={props} lines={lines} chosen={chosen} page={paging.page} pages={paging.pages}>
      {rows}
    </PickForm>
  );
}

export function ListPage({ ask, props }: { ask: SignedAsk; props: ListProps }) {
  const { list, prepared, lines, rows, hidden, since, filters } = props;
  const done = saidOf(list, field(ask.query, 'done'));
  const query = filterQuery(props);
  return (
    <TitledPage
      ask={ask}
      title={list.title}
      // A list with a page of its own in the menu stands under that.
      crumbs={paths.list(list.code).startsWith(paths.lists) ? [{ href: paths.lists, words: '一覧・印刷' }] : []}
      told={
        done !== undefined && (
          <Notice kind={done.kind} role="status">
            <Says>{done.words}</Says>
          </Notice>
        )
      }
      errors={prepared.errors}
    >
      <Whose {...props} />
      <SavedFilters list={list.code} filters={filters} />
      {hasErrors(prepared.errors) ? (
        <Filter ask={ask} props={props} />
      ) : (
        <>
          <div class="list-head">
            <p class="list-count">
              {prepared.sentence !== '' && <b>{`${prepared.sentence}　`}</b>}
              {countWords(rows, prepared)}
            </p>
            {/* A script folds the form to one press; without it the form stands open. */}
            <div
              class="list-fold"
              {...(field(ask.query, 'more') === 'yes' ? {} : { 'data-fold': '条件を変更する', 'data-open': '条件を隠す' })}
            >
              <Filter ask={ask} props={props} />
            </div>
          </div>
          <LeftOut people={hidden} what="この一覧には載せていません" />
          {props.typed !== undefined && !viewerOf(ask).seesProtected && (
            <p class="soft">支援措置の方は、氏名や備考では絞り込めません。権限のある職員に確認してください。</p>
          )}
          {since !== undefined && <SincePrint since={since} />}
          <div class="list-acts">
            <TakeButtons ask={ask} props={props} />
            <a href={withQuery(paths.listColumns(list.code), query)}>列を選ぶ</a>
            <a href={withQuery(paths.listFilters(list.code), query)}>条件を保存する</a>
            {list.toTranslate === true && <a href={paths.translationFiles}>翻訳のファイルを渡す・読み込む</a>}
            <span class="list-all">
              <ActLinks ask={ask} asked={props} rows={rows} count={countWords(rows, prepared)} />
            </span>
          </div>
          <Days ask={ask} props={props} />
          {props.went === undefined ? <PickableRows ask={ask} props={props} /> : <Well {...props} />}
          {lines.length > A_SCREEN && <Days ask={ask} props={props} below />}
        </>
      )}
    </TitledPage>
  );
}
