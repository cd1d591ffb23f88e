import type { ComponentChildren } from 'preact';
import { Button, hasErrors, PostForm } from '../../../lib/html/index.ts';
import type { Line } from '../../../lists/list.ts';
import { MOST_PICKED, pick, pickNothing } from '../../../lists/picked.ts';
import { can } from '../../../staff/rights.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk } from '../../route.ts';
import { type AskedList, toList } from './asked.ts';
import { filterQuery, PICKED } from './query.ts';

type Of = { ask: SignedAsk; asked: AskedList };

/** The name of a row's box. */
export const pickBox = (key: string): string => `pick-${key}`;

/** Whether this clerk may do something with rows that they tick. */
export const mayPick = ({ ask, asked: { list, picks } }: Of): boolean =>
  picks !== undefined &&
  ((list.ofCards === true && can(ask.session, 'people.status')) ||
    (list.ofBookings === true && can(ask.session, 'mails.mailing')) ||
    list.toPost === true);

/** 「3件を選択中」, with the ways to see them alone and to let go of them. */
function Chosen({ asked, chosen }: { asked: AskedList; chosen: number }) {
  const { list, prepared, sort } = asked;
  const all = filterQuery({ prepared: { boxes: prepared.boxes }, sort });
  return (
    <>
      <b role="status">{chosen.toLocaleString('ja')}件を選択中</b>
      {(chosen > 0 || prepared.picked) && (
        <a href={withQuery(paths.list(list.code), prepared.picked ? all : { ...all, ...PICKED })}>
          {prepared.picked ? 'すべての行を表示する' : '選択した行だけを表示する'}
        </a>
      )}
      {chosen > 0 && (
        <Button kind="second" name="act" value="none">
          選択を解除する
        </Button>
      )}
    </>
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
  const hidden = { ...filterQuery(asked), page: String(page), rows: lines.map(({ key }) => key).join(' ') };
  return (
    <PostForm action={paths.pickRows(asked.list.code)} token={ask.token} class="pick-rows" hidden={hidden}>
      <div class="pick-bar">
        <Button kind="second" name="act" value="keep">
          印を付けた行を選択する
        </Button>
        {page < pages && (
          <Button kind="second" name="act" value="next">
            選択して次のページへ
          </Button>
        )}
        <Button kind="second" name="act" value="page">
          このページの{lines.length}件を選択する
        </Button>
        <Chosen asked={asked} chosen={chosen} />
      </div>
      {children}
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
  'many-picked': {
    kind: 'care',
    words: `一度に選択できるのは、${MOST_PICKED.toLocaleString('ja')}件までです。このページの選択は、記録していません。`,
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
    return go(
      withQuery(paths.list(list.code), { ...filterQuery({ prepared: { boxes: prepared.boxes }, sort }), done: 'unpicked' }),
    );
  }
  const rows = field(ask.body, 'rows').split(' ').slice(0, MOST_ON_A_PAGE);
  const isOn = (key: string) => act === 'page' || ask.body[pickBox(key)] === 'yes';
  const kept = await pick(ask.db, picks.of, { on: rows.filter(isOn), off: rows.filter((key) => !isOn(key)) });
  if (!kept.ok) return back('many-picked');
  return back('picked', act === 'next' ? { page: page + 1 } : {});
}
