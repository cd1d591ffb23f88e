import { beginOrReuse, type Draft, listDrafts } from '../../../calendar/drafts.ts';
import { usesOf } from '../../../calendar/judge.ts';
import { readState } from '../../../calendar/read.ts';
import type { CalendarState, KeptPattern } from '../../../calendar/state.ts';
import { today } from '../../../lib/clock.ts';
import { Button, PostForm, Says, SelectBox } from '../../../lib/html/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { listPickupOffices } from '../../../offices/read.ts';
import { listServices } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { bandWords, type Names } from '../../parts/change-words.ts';
import { namesOf } from '../../parts/counter-pick.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { isUsed, UseList } from './used-by.tsx';

type Props = { state: CalendarState; names: Names; drafts: readonly Draft[]; day: string };

/** A change goes into a draft: an open one, or a new one. */
function InDraft({
  ask,
  drafts,
  hidden,
  children,
}: {
  ask: SignedAsk;
  drafts: readonly Draft[];
  hidden: Record<string, string>;
  children: string;
}) {
  const id = `draft-${Object.values(hidden).join('-')}`;
  return (
    <PostForm action={paths.patterns} token={ask.token} class="in-draft" hidden={hidden}>
      {drafts.length > 0 && (
        <>
          <label class="unseen" for={id}>
            どの下書きで変更しますか
          </label>
          <SelectBox
            id={id}
            name="draft"
            value=""
            options={[
              { value: '', label: '新しい下書きで' },
              ...drafts.map((draft) => ({ value: String(draft.id), label: `「${draft.name}」で` })),
            ]}
          />
        </>
      )}
      <Button kind="second" name="act" value="change">
        {children}
      </Button>
      {hidden['id'] !== undefined && (
        <Button kind="second" name="act" value="copy">
          複製して作成する
        </Button>
      )}
    </PostForm>
  );
}

function Pattern({ ask, pattern, props }: { ask: SignedAsk; pattern: KeptPattern; props: Props }) {
  const use = usesOf(props.state, pattern.id, props.day);
  const id = `p-${pattern.id}`;
  return (
    <section class="pattern" aria-labelledby={id}>
      <h2 id={id}>{pattern.name}</h2>
      <ul class="pattern-bands">
        {pattern.bands.map((band) => (
          <li>{bandWords(band)}</li>
        ))}
      </ul>
      <div class="pattern-use">
        {isUsed(use) ? <UseList use={use} names={props.names} /> : <p class="soft">どこでも使っていません。</p>}
      </div>
      {can(ask.session, 'calendar.edit') && (
        <InDraft ask={ask} drafts={props.drafts} hidden={{ id: String(pattern.id) }}>
          変更する
        </InDraft>
      )}
    </section>
  );
}

function PatternsPage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const all = [...props.state.patterns.values()];
  const retired = all.filter((pattern) => pattern.retired);
  return (
    <TitledPage ask={ask} title="開庁時間パターン" crumbs={[{ href: paths.calendar, words: '予約枠' }]}>
      <Says class="lead">一日の時間帯に名称を付けたものです。|曜日や日ごとに、どれを使うかを選びます。</Says>
      {all.length === retired.length && (
        <p class="empty">まだパターンがありません。最初に「通常」のパターンを作成してください。</p>
      )}
      {all
        .filter((pattern) => !pattern.retired)
        .map((pattern) => (
          <Pattern ask={ask} pattern={pattern} props={props} />
        ))}
      {retired.length > 0 && <p class="soft">廃止したパターン：{retired.map(({ name }) => name).join('、')}</p>}
      {can(ask.session, 'calendar.edit') && (
        <InDraft ask={ask} drafts={props.drafts} hidden={{}}>
          新しいパターンを作成する
        </InDraft>
      )}
    </TitledPage>
  );
}

/** The patterns as they are followed now (§8(2)⑤e): the published rules, no draft upon them. */
export async function patternsPage(ask: SignedAsk): Promise<Answer> {
  const [state, offices, services, drafts] = await Promise.all([
    readState(ask.db),
    listPickupOffices(ask.db),
    listServices(ask.db),
    listDrafts(ask.db),
  ]);
  const props = {
    state,
    names: namesOf({ offices, services }),
    drafts: drafts.filter((draft) => draft.state === 'open'),
    day: today(ask.clock).toString(),
  };
  return show(<PatternsPage ask={ask} props={props} />);
}

/** Goes to the form in an open draft, or begins one for it. */
export async function beginPattern(ask: SignedAsk): Promise<Answer> {
  const id = smallId(ask.body['id']);
  const chosen = smallId(ask.body['draft']);
  const pattern = id.ok ? (await readState(ask.db)).patterns.get(id.value) : undefined;
  const copy = field(ask.body, 'act') === 'copy';
  const name = pattern === undefined || copy ? '開庁時間パターンを作成する' : `開庁時間パターン「${pattern.name}」を変更する`;
  const draft = chosen.ok ? chosen.value : await beginOrReuse(ask.db, ask.actor, name);
  return go(withQuery(paths.draftChange(draft, 'pattern'), { [copy ? 'copy' : 'id']: pattern?.id }));
}
