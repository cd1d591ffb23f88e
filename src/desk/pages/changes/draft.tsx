import type { ComponentChildren } from 'preact';
import { type Change, countersOf } from '../../../calendar/changes.ts';
import { addChanges, type Draft, readDraft, readDraftedState } from '../../../calendar/drafts.ts';
import type { CalendarState } from '../../../calendar/state.ts';
import { today } from '../../../lib/clock.ts';
import { type FormErrors, LinkButton, PostForm, Says } from '../../../lib/html/index.ts';
import { refused } from '../../../lib/outcome.ts';
import { rowVersion, smallId } from '../../../lib/values/ids.ts';
import type { Office } from '../../../offices/read.ts';
import { listServices, type Service } from '../../../services/read.ts';
import { isOwn } from '../../../staff/bounds.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import type { Names } from '../../parts/change-words.ts';
import { namesOf, type Picked, readPicked } from '../../parts/counter-pick.tsx';
import { DeskForm } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { NoOffice, ownPickupOffices } from '../../parts/office.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, type SignedAsk, show } from '../../route.ts';
import { refusalWords } from '../drafts/words.ts';

export type ChangeWhat = Parameters<typeof paths.draftChange>[1];

/** What a page that changes an open draft is asked, with the rules before the draft and with its changes upon them. */
export type DraftAsk = SignedAsk & {
  draft: Draft;
  before: CalendarState;
  after: CalendarState;
  offices: Office[];
  services: Service[];
  names: Names;
  /** JST. */
  day: string;
};

const Shut = ({ ask, draft }: { ask: SignedAsk; draft: Draft }) => (
  <TitledPage ask={ask} title="変更できない下書き" heading="この下書きは変更できません">
    <Says class="lead">公開または取りやめ済みの下書きです。変更する内容は、新しい下書きに追加してください。</Says>
    <p class="acts">
      <LinkButton href={paths.draft(draft.id)}>この下書きを表示する</LinkButton>
      <LinkButton href={paths.drafts} kind="second">
        下書きの一覧へ
      </LinkButton>
    </p>
  </TitledPage>
);

/** The plan of the counters this account acts for: no page shows or copies another, and none puts it into a draft. */
const ownCounters = ({ session }: SignedAsk, state: CalendarState): CalendarState => ({
  ...state,
  counters: new Map([...state.counters].filter(([, { counter }]) => isOwn(session, counter.officeId))),
});

/** Leads to `work` with the open draft of the address; else the page that says why not. */
export const withDraft =
  (work: (ask: DraftAsk) => Promise<Answer> | Answer) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const id = smallId(ask.params['id']);
    const draft = id.ok ? await readDraft(ask.db, id.value) : undefined;
    if (draft === undefined) return show(<NotFound ask={ask} />, 404);
    if (draft.state !== 'open') return show(<Shut ask={ask} draft={draft} />, 409);
    const drafted = await readDraftedState(ask.db, draft.id);
    const [before, after] = [ownCounters(ask, drafted.before), ownCounters(ask, drafted.after)];
    const [offices, services] = await Promise.all([ownPickupOffices(ask), listServices(ask.db)]);
    const names = namesOf({ offices, services });
    return work({ ...ask, draft, before, after, offices, services, names, day: today(ask.clock).toString() });
  };

/**
 * Puts changes into the draft and goes back to it. Where they are refused, `again` shows the form with the reason; where somebody
 * changed the draft meanwhile, with the draft as it stands now, so that a second press is made upon what was seen.
 */
export async function add(
  ask: DraftAsk,
  changes: readonly Change[],
  again: (ask: DraftAsk, problem: string) => Promise<Answer> | Answer,
): Promise<Answer> {
  const version = rowVersion(ask.body['version']);
  const foreign = changes.flatMap(countersOf).some(({ officeId }) => !isOwn(ask.session, officeId));
  const added = foreign
    ? refused('not_own')
    : version.ok
      ? await addChanges(ask.db, ask.clock, ask.actor, { draftId: ask.draft.id, version: version.value, changes })
      : refused('changed_meanwhile');
  if (added.ok) return go(withQuery(paths.draft(ask.draft.id), { done: 'added' }));
  if (added.reason === 'not_open' || added.reason === 'unknown') return withDraft(() => go(paths.draft(ask.draft.id)))(ask);
  const { reason } = added;
  const answer = await withDraft((fresh) => again(fresh, refusalWords(reason)))(ask);
  return answer.kind === 'page' && answer.status === 200 ? { ...answer, status: 409 } : answer;
}

/** Office and service as a form carries them unseen. */
export const hiddenOf = ({ office, service }: Picked) => ({ office: office.code, service: String(service.id) });

/** Leads to `then` with the counter that `fields` name. */
export const withPicked = async (
  ask: DraftAsk,
  fields: DraftAsk['body'],
  then: (picked: Picked) => Answer | Promise<Answer>,
): Promise<Answer> => {
  const picked = await readPicked(ask, fields);
  return picked === undefined ? show(<NoOffice ask={ask} />) : then(picked);
};

const TABS: readonly { what: ChangeWhat; words: string }[] = [
  { what: 'days', words: '臨時の日' },
  { what: 'week', words: '曜日の規則' },
  { what: 'pattern', words: 'パターン' },
  { what: 'capacity', words: '1つの枠の定員' },
  { what: 'holiday', words: '祝日' },
  { what: 'year', words: '翌年へ複写する' },
];

type ChangePageProps = {
  ask: DraftAsk;
  title: string;
  tab: ChangeWhat;
  errors?: FormErrors | undefined;
  problem?: string | undefined;
  children: ComponentChildren;
};

/** A page that puts something into a draft: which draft, what else could be changed, what is wrong. */
export function ChangePage({ ask, title, tab, errors = {}, problem, children }: ChangePageProps) {
  const { draft } = ask;
  return (
    <TitledPage
      ask={ask}
      title={title}
      crumbs={[{ href: paths.draft(draft.id), words: `下書き「${draft.name}」` }]}
      tabs={{
        label: '下書きに追加する内容',
        tabs: TABS.filter(({ what }) => leadsWithin(ask.session, paths.draftChange(':id', what))).map(({ what, words }) => ({
          href: paths.draftChange(draft.id, what),
          words,
          here: what === tab,
        })),
      }}
      refused={problem}
      errors={errors}
    >
      {children}
    </TitledPage>
  );
}

type Pressed = { ask: DraftAsk; what: ChangeWhat; hidden?: Record<string, string>; class?: string; children: ComponentChildren };

/** A press of such a page without boxes of its own; it carries the version of the draft it was shown with. */
export const DraftPress = ({ ask, what, hidden = {}, class: name = '', children }: Pressed) => (
  <PostForm
    action={paths.draftChange(ask.draft.id, what)}
    token={ask.token}
    class={name}
    hidden={{ version: String(ask.draft.version), ...hidden }}
  >
    {children}
  </PostForm>
);

type DraftFormProps<V extends object> = Omit<Parameters<typeof DeskForm<V>>[0], 'ask' | 'action' | 'submit'> & {
  ask: DraftAsk;
  what: ChangeWhat;
  submit?: string;
};

/** A form of such a page; it carries the version of the draft it was shown with. */
export const DraftForm = <V extends object>({ ask, what, hidden = {}, ...props }: DraftFormProps<V>) => (
  <DeskForm<V>
    submit="下書きに追加する"
    back={{ href: paths.draft(ask.draft.id), words: 'やめる' }}
    {...props}
    ask={ask}
    action={paths.draftChange(ask.draft.id, what)}
    hidden={{ version: String(ask.draft.version), ...hidden }}
  />
);
