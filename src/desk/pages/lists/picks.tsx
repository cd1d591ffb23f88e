import type { ComponentChildren } from 'preact';
import { Button, hasErrors, PostForm } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import type { Line } from '../../../lists/list-types.ts';
import { MOST_PICKED, pick, pickNothing } from '../../../lists/picked.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk } from '../../route.ts';
import { ActButtons, actsOn } from './acts.tsx';
import { type AskedList, toList } from './asked.ts';
import { filterQuery, PICKED } from './query.ts';

type Of = { ask: SignedAsk; asked: AskedList };

/** The name of a row's box. */
const pickBox = (key: string): string => `pick-${key}`;

/** Whether this clerk may do something with rows that they tick. */
export const mayPick = ({ ask, asked }: Of): boolean => asked.picks !== undefined && actsOn(ask, asked).length > 0;

/** The address of a list with all rows of its filter. */
const everyRow = ({ list, prepared: { boxes }, sort }: AskedList, more: Record<string, string> = {}): string =>
  withQuery(paths.list(list.code), { ...filterQuery({ prepared: { boxes }, sort }), ...more });

/** From the ticked rows back to all. */
export const EveryRow = ({ asked }: { asked: AskedList }) => <a href={everyRow(asked)}>すべての行を表示する</a>;

/** 「3件を選択中」, with the ways to see them alone and to let go of them. `elsewhere`: on other pages, to which a script adds what is ticked on this one. */
function Chosen({ asked, chosen, elsewhere }: { asked: AskedList; chosen: number; elsewhere: number }) {
  const { list, prepared, sort } = asked;
  return (
    <>
      <b role="status" data-elsewhere={elsewhere}>
        {grouped(chosen)}件を選択中
      </b>
      {prepared.picked ? (
        <EveryRow asked={asked} />
      ) : (
        chosen > 0 && (
          <a href={withQuery(paths.list(list.code), { ...filterQuery({ prepared, sort }), ...PICKED })}>
            選択した行だけを表示する
          </a>
        )
      )}
    </>
  );
}

/** What turns to a page while it keeps what was ticked: a link would lose it. */
const turnTo = (page: number): string => `turn-${page}`;
const turned = (act: string): number | undefined => {
  const page = /^turn-(\d{1,6})$/u.exec(act)?.[1];
  return page === undefined ? undefined : Number(page);
};

/** The first and the last page, and those around this one. */
function Turn({ page, pages }: { page: number; pages: number }) {
  if (pages <= 1) return null;
  const near = [...new Set([1, page - 1, page, page + 1, pages])].filter((one) => one >= 1 && one <= pages);
  return (
    <nav class="pick-bar" aria-label="ページ">
      {near
        .toSorted((one, other) => one - other)
        .map((one) =>
          one === page ? (
            <b aria-current="page">{one}ページ</b>
          ) : (
            <Button kind="second" name="act" value={turnTo(one)}>
              {one}ページ
            </Button>
          ),
        )}
      <span class="soft">ほかのページに移っても、付けた印は残ります。</span>
    </nav>
  );
}

/** The rows of a page in a form that keeps which are ticked, from page to page and without scripts. `page`: the one that is shown, `pages`: how many there are. */
export function PickForm({
  ask,
  asked,
  lines,
  chosen,
  page,
  pages,
  children,
}: Of & { lines: readonly Line[]; chosen: number; page: number; pages: number; children: ComponentChildren }) {
  const ticked = new Set(asked.picks?.keys);
  const hidden = { ...filterQuery(asked), page: String(page), rows: lines.map(({ key }) => key).join(' ') };
  return (
    <PostForm action={paths.pickRows(asked.list.code)} token={ask.token} class="pick-rows" hidden={hidden}>
      {children}
      <div class="pick-bar pick-acts" data-picks="" data-kept={chosen}>
        <Chosen asked={asked} chosen={chosen} elsewhere={chosen - lines.filter(({ key }) => ticked.has(key)).length} />
        <Button kind="second" name="act" value="keep">
          選択を記録する
        </Button>
        {page < pages && (
          <Button kind="second" name="act" value="next">
            選択して次のページへ
          </Button>
        )}
        <Button kind="second" name="act" value="page">
          このページの{lines.length}件を選択する
        </Button>
        <ActButtons ask={ask} asked={asked} />
        <Button kind="second" name="act" value="none">
          選択を解除する
        </Button>
      </div>
      <Turn page={page} pages={pages} />
    </PostForm>
  );
}

/** The box of a row, before what its first column says. */
export const PickBox = ({ boxKey, label, picked }: { boxKey: string; label: string; picked: boolean }) => (
  <input
    class="pick"
    type="checkbox"
    name={pickBox(boxKey)}
    value="yes"
    aria-label={`選択：${label}`}
    {...(picked ? { checked: true } : {})}
  />
);

/** What a page says of the last press of its form. */
export const PICK_SAID = {
  picked: { kind: 'done', words: '選択を記録しました。ほかのページに移っても残ります。ログアウトするか、12時間たつと消えます。' },
  unpicked: { kind: 'done', words: '選択を解除しました。' },
  'no-picks': { kind: 'care', words: '行が選択されていません。何も始めていません。行に印を付けてから、押してください。' },
  'many-picked': {
    kind: 'care',
    words: `一度に選択できるのは、${grouped(MOST_PICKED)}件までです。このページの選択は、記録していません。`,
  },
} as const;

/** More than a page has none. */
const MOST_ON_A_PAGE = 200;

/** Keeps what was ticked on one page of a list. */
export async function pickRows(ask: SignedAsk, asked: AskedList): Promise<Answer> {
  const { picks, prepared, list, sort } = asked;
  if (picks === undefined || hasErrors(prepared.errors)) return toList(asked, ask.body);
  const act = field(ask.body, 'act');
  const page = Number.parseInt(field(ask.body, 'page'), 10) || 1;
  const back = (done: keyof typeof PICK_SAID, more: Record<string, string | number> = {}) =>
    go(withQuery(paths.list(list.code), { ...filterQuery({ prepared, sort }), page: page > 1 ? page : '', done, ...more }));
  if (act === 'none') {
    await pickNothing(ask.db, picks.of);
    return go(everyRow(asked, { done: 'unpicked' }));
  }
  const rows = field(ask.body, 'rows').split(' ').slice(0, MOST_ON_A_PAGE);
  const isOn = (key: string) => act === 'page' || ask.body[pickBox(key)] === 'yes';
  const kept = await pick(ask.db, picks.of, { on: rows.filter(isOn), off: rows.filter((key) => !isOn(key)) });
  if (!kept.ok) return back('many-picked');
  const then = actsOn(ask, asked).find(({ code }) => code === act);
  // Where none is ticked any more, all rows are shown again: those alone would be an empty page.
  const none: Record<string, string> = kept.value === 0 ? { picked: '' } : {};
  if (then !== undefined)
    return kept.value === 0 ? back('no-picks', none) : go(then.href({ ...filterQuery({ prepared, sort }), ...PICKED }));
  const to = act === 'next' ? page + 1 : turned(act);
  return back('picked', { ...none, ...(to === undefined ? {} : { page: to }) });
}
