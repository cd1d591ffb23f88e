import { cityDay } from '../../../lib/dates/jst.ts';
import { form, line, radios, ticked } from '../../../lib/form/index.ts';
import { Button, type FormErrors, hasErrors, PostForm, Says } from '../../../lib/html/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import {
  type Asker,
  keepFilter,
  keptBoxes,
  listFilters,
  removeFilter,
  renameFilter,
  type SavedFilter,
} from '../../../lists/filters.ts';
import { TYPED } from '../../../lists/typed.ts';
import { DeskForm, readForm, untyped } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import type { AskedList } from './asked.ts';
import { filterQuery } from './query.ts';

const NAME_LONGEST = 40;

const keepForm = form<{ name: string; whose: 'mine' | 'office'; moving: boolean }>({
  name: line('条件の名称', NAME_LONGEST, { size: 'id' }),
  whose: radios('使う人', [
    { value: 'mine', label: '自分だけ' },
    { value: 'office', label: '同じ所属の職員' },
  ]),
  moving: ticked('日を、開く日に合わせて進める', { more: '本日の一覧を保存すると、いつ開いてもその日の一覧になります' }),
});
const renameForm = form<{ name: string }>({ name: line('条件の名称', NAME_LONGEST, { box: 'rename' }) });

export const askerOf = ({ session }: SignedAsk): Asker => ({ staffId: session.accountId, officeId: session.officeId });

/** The address of a list as a saved filter asks for it. */
const filterAddress = (list: string, { boxes, sort }: SavedFilter): string =>
  withQuery(paths.list(list), filterQuery({ prepared: { boxes }, sort }));

/** Links to the filters that are kept of a list. */
export function SavedFilters({ list, filters }: { list: string; filters: readonly SavedFilter[] }) {
  if (filters.length === 0) return null;
  return (
    <p class="saved-filters">
      保存した条件：
      {filters.map((filter) => (
        <>
          <a href={filterAddress(list, filter)}>{filter.name}</a>
          {'　'}
        </>
      ))}
    </p>
  );
}

const SAID: Readonly<Record<string, string>> = {
  kept: '条件を保存しました。',
  renamed: '条件の名称を変更しました。',
  removed: '条件を削除しました。',
};
const GONE = 'その条件は、もうありません。';
const TAKEN = '同じ名称の条件があります。別の名称にしてください。';
const MANY = '保存できる条件は30件までです。使わない条件を削除してください。';

type Tried = { errors: FormErrors; renaming?: number };

/** A filter that is kept: the way to its list, its other name, its end; one below the other, so that a narrow screen has all of them. */
function Kept({
  ask,
  list,
  filter,
  action,
  name,
}: {
  ask: SignedAsk;
  list: string;
  filter: SavedFilter;
  action: string;
  name: string;
}) {
  const hidden = { filter: String(filter.id) };
  return (
    <li>
      <p>
        <a href={filterAddress(list, filter)}>{filter.name}</a>
        <span class="soft">　{filter.shared ? `同じ所属の職員（${filter.by ?? ''}）` : '自分だけ'}</span>
      </p>
      <div class="kept-acts">
        <PostForm action={action} token={ask.token} class="line-form" hidden={hidden}>
          <label class="unseen" for={`rename-${filter.id}`}>
            新しい名称：{filter.name}
          </label>
          <input class="input rename" id={`rename-${filter.id}`} name="rename" type="text" autoComplete="off" value={name} />
          <Button kind="second" name="act" value="rename">
            名称を変更<span class="unseen">：{filter.name}</span>
          </Button>
        </PostForm>
        <PostForm action={action} token={ask.token} hidden={hidden}>
          <Button kind="stop" name="act" value="remove">
            削除<span class="unseen">：{filter.name}</span>
          </Button>
        </PostForm>
      </div>
    </li>
  );
}

/** Where a filter is kept under a name, and where those that are kept are renamed and removed. */
export async function filtersPage(
  ask: SignedAsk,
  asked: AskedList,
  { errors, renaming }: Tried = { errors: {} },
): Promise<Answer> {
  const { list } = asked;
  const query = filterQuery(asked);
  const filters = await listFilters(ask.db, askerOf(ask), list.code, cityDay(ask.now));
  const action = withQuery(paths.listFilters(list.code), query);
  return show(
    <TitledPage
      ask={ask}
      title={`条件を保存する：${list.title}`}
      heading={`${list.title}の条件を保存する`}
      crumbs={[{ href: withQuery(paths.list(list.code), query), words: list.title }]}
      said={SAID[field(ask.query, 'done')]}
      refused={field(ask.query, 'done') === 'gone' ? GONE : undefined}
      errors={errors}
    >
      <p class="list-count">
        現在の条件：<b>{asked.prepared.sentence}</b>
      </p>
      {asked.typed !== undefined && <Says class="lead">氏名などと備考の言葉は、条件に保存しません。</Says>}
      <DeskForm
        ask={renaming === undefined ? ask : untyped(ask)}
        form={keepForm}
        action={action}
        values={{ name: '', whose: 'mine', moving: true }}
        errors={renaming === undefined ? errors : {}}
        submit={
          <Button name="act" value="keep">
            この条件を保存する
          </Button>
        }
        back={{ href: withQuery(paths.list(list.code), query), words: '一覧に戻る' }}
      />
      <Section id="kept" title="保存した条件">
        {filters.length === 0 && <Says class="empty">保存した条件は、まだありません。</Says>}
        {filters.length > 0 && (
          <ul class="kept-filters">
            {filters.map((filter) => (
              <Kept
                ask={ask}
                list={list.code}
                filter={filter}
                action={action}
                name={renaming === filter.id ? field(ask.body, 'rename') : filter.name}
              />
            ))}
          </ul>
        )}
      </Section>
    </TitledPage>,
    hasErrors(errors) ? 422 : 200,
  );
}

const back = (asked: AskedList, done: string): Answer =>
  go(withQuery(paths.listFilters(asked.list.code), { ...filterQuery(asked), done }));

async function keep(ask: SignedAsk, asked: AskedList): Promise<Answer> {
  const typed = readForm(ask, keepForm);
  if (!typed.ok) return filtersPage(ask, asked, { errors: typed.errors });
  const { name, whose, moving } = typed.value;
  // What was typed of persons is kept for a day and for one clerk: no filter holds it.
  const { [TYPED]: _, ...filter } = asked.prepared.boxes;
  const boxes = keptBoxes(filter, cityDay(ask.now), moving);
  const made = { list: asked.list.code, name, shared: whose === 'office', boxes, sort: asked.sort };
  const kept = await keepFilter(ask.db, ask.actor, askerOf(ask), made);
  return kept.ok ? back(asked, 'kept') : filtersPage(ask, asked, { errors: { name: kept.reason === 'taken' ? TAKEN : MANY } });
}

async function rename(ask: SignedAsk, asked: AskedList, id: number): Promise<Answer> {
  const box = `rename-${id}`;
  const typed = readForm(ask, renameForm);
  if (!typed.ok) return filtersPage(ask, asked, { errors: { [box]: Object.values(typed.errors)[0] ?? '' }, renaming: id });
  const renamed = await renameFilter(ask.db, ask.actor, askerOf(ask), { list: asked.list.code, id, name: typed.value.name });
  if (renamed.ok) return back(asked, 'renamed');
  return renamed.reason === 'unknown' ? back(asked, 'gone') : filtersPage(ask, asked, { errors: { [box]: TAKEN }, renaming: id });
}

/** What the page of filters was asked to do. */
export async function changeFilters(ask: SignedAsk, asked: AskedList): Promise<Answer> {
  const act = field(ask.body, 'act');
  if (act !== 'rename' && act !== 'remove') return keep(ask, asked);
  const id = smallId(ask.body['filter']);
  if (!id.ok) return back(asked, 'gone');
  if (act === 'rename') return rename(ask, asked, id.value);
  const gone = await removeFilter(ask.db, ask.actor, askerOf(ask), { list: asked.list.code, id: id.value });
  return back(asked, gone ? 'removed' : 'gone');
}
