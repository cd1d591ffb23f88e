import {
  beginDraft,
  beginOrReuse,
  type Draft,
  dropDraft,
  isDraftWithin,
  listDrafts,
  readChanges,
  readDraft,
  readDraftedState,
  readUndo,
  removeChange,
  setDraft,
} from '../../../calendar/drafts.ts';
import { countAffected } from '../../../closing/affected.ts';
import { readPreview } from '../../../closing/preview.ts';
import { publishProgress } from '../../../closing/steps.ts';
import { longDate, shortDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { rowVersion, smallId } from '../../../lib/values/ids.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { BEGINNINGS, type Beginning, DRAFT_NAMES, mayBegin } from '../../parts/begin-change.tsx';
import { readForm } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { ownPickupOffices } from '../../parts/office.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { affectedRoutes } from './affected.tsx';
import { bothChange, ComparePage } from './compare.tsx';
import { DraftPage } from './detail.tsx';
import { DraftsPage } from './list.tsx';
import { previewRoutes, readNames } from './publish.tsx';
import { settingsForm } from './settings.ts';
import { tellRoutes } from './tell.tsx';
import { isTold } from './told.ts';

/** The draft an address names, or the page that says there is none. */
async function named(ask: SignedAsk, then: (draft: Draft) => Promise<Answer>): Promise<Answer> {
  const id = smallId(ask.params['id']);
  const draft = id.ok ? await readDraft(ask.db, id.value) : undefined;
  return draft === undefined ? show(<NotFound ask={ask} />, 404) : then(draft);
}

async function detail(ask: SignedAsk, draft: Draft, errors: FormErrors = {}): Promise<Answer> {
  const [changes, { after }, all] = [
    await readChanges(ask.db, draft.id),
    await readDraftedState(ask.db, draft.id),
    await listDrafts(ask.db, ask.session.bounds),
  ];
  const wrong = Object.keys(errors).length > 0;
  const props = {
    draft,
    changes,
    names: await readNames(ask),
    offices: await ownPickupOffices(ask),
    state: after,
    others: all.filter(({ id, state }) => id !== draft.id && state === 'open'),
    progress: draft.state === 'publishing' ? await publishProgress(ask.db, draft.id) : undefined,
    affected: await countAffected(ask.db, draft.id),
    undone: draft.undoes === null ? 0 : await countAffected(ask.db, draft.undoes),
    undoneNotice: draft.undoes !== null && (await isTold(ask.db, draft.undoes)),
    errors,
  };
  return show(<DraftPage ask={ask} props={props} />, wrong ? 422 : 200);
}

const version = (ask: SignedAsk): number => {
  const read = rowVersion(ask.body['version']);
  return read.ok ? read.value : -1;
};

/** Back to the draft, with a word on what happened. */
const told = (id: number, outcome: { ok: true } | { ok: false; reason: string }, done: string): Answer =>
  go(withQuery(paths.draft(id), outcome.ok ? { done } : { refused: outcome.reason }));

/** Begins a draft, or goes on with an open one, and leads to the form of what is to be changed. */
async function begin(ask: SignedAsk): Promise<Answer> {
  const what = Object.keys(BEGINNINGS).find(
    (one): one is Beginning => one === field(ask.body, 'what') && mayBegin(ask, one as Beginning),
  );
  const chosen = smallId(ask.body['draft']);
  const day = dayParam(ask.body['day']);
  const start = wholeNumber(0, 1_439)(ask.body['start']);
  const about = {
    office: field(ask.body, 'office').slice(0, 40),
    service: field(ask.body, 'service').slice(0, 12),
    day: day.ok ? day.value : '',
    start: start.ok ? String(start.value) : '',
  };
  // Told apart by the day it was begun: clerks name a draft when it lives longer.
  const name = `${day.ok ? `${longDate(day.value)}の変更` : DRAFT_NAMES[what ?? 'days']}（${shortDate(cityDay(ask.now))}作成）`;
  if (what === undefined && !chosen.ok)
    return go(withQuery(paths.draft(await beginDraft(ask.db, ask.actor, { name })), { done: 'begun' }));
  const id = chosen.ok ? chosen.value : await beginOrReuse(ask.db, ask.actor, name);
  return go(what === undefined ? withQuery(paths.draft(id), { done: 'begun' }) : withQuery(paths.draftChange(id, what), about));
}

export const draftRoutes: readonly Route[] = [
  get(paths.drafts, 'calendar.see', async (ask) =>
    show(<DraftsPage ask={ask} drafts={await listDrafts(ask.db, ask.session.bounds)} />),
  ),
  post(paths.drafts, 'calendar.edit', '予約枠の変更の下書きの作成', begin),
  get(paths.draft(':id'), 'calendar.see', (ask) => named(ask, (draft) => detail(ask, draft))),

  post(paths.draftAct(':id', 'set'), 'calendar.edit', '下書きの名称と公開の時期の変更', (ask) =>
    named(ask, async (draft) => {
      const typed = readForm(ask, settingsForm(ask.now));
      if (!typed.ok) return detail(ask, draft, typed.errors);
      const set = await setDraft(ask.db, ask.actor, { draftId: draft.id, version: version(ask), ...typed.value });
      return set.ok && field(ask.body, 'act') === 'preview' ? go(paths.preview(draft.id)) : told(draft.id, set, 'set');
    }),
  ),

  post(paths.draftAct(':id', 'remove'), 'calendar.edit', '下書きからの変更の取りやめ', (ask) =>
    named(ask, async (draft) => {
      const position = smallId(ask.body['position']);
      if (!position.ok) return go(paths.draft(draft.id));
      const request = { draftId: draft.id, version: version(ask), position: position.value };
      const removed = await removeChange(ask.db, ask.actor, request);
      // Without its last change it is of who began it, which may be the city.
      const own = await isDraftWithin(ask.db, draft.id, ask.session.bounds);
      return own ? told(draft.id, removed, 'removed') : go(withQuery(paths.drafts, { done: 'removed' }));
    }),
  ),

  post(paths.draftAct(':id', 'drop'), 'calendar.edit', '下書きの取りやめ', (ask) =>
    named(ask, async (draft) => {
      if (field(ask.body, 'sure') !== 'yes') return go(withQuery(paths.draft(draft.id), { refused: 'unsure' }));
      return told(draft.id, await dropDraft(ask.db, ask.actor, { draftId: draft.id, version: version(ask) }), 'dropped');
    }),
  ),

  post(paths.draftAct(':id', 'undo'), 'calendar.edit', '公開した予約枠の変更の取り消し', (ask) =>
    named(ask, async (draft) => {
      if (draft.state !== 'published') return go(withQuery(paths.draft(draft.id), { refused: 'not_open' }));
      const id = await beginDraft(ask.db, ask.actor, {
        name: `「${draft.name}」の取り消し`.slice(0, 100),
        changes: await readUndo(ask.db, draft.id, cityDay(ask.now)),
        undoes: draft.id,
      });
      return go(withQuery(paths.draft(id), { done: 'undo' }));
    }),
  ),

  get(paths.compareDrafts(':id'), 'calendar.see', (ask) =>
    named(ask, async (draft) => {
      const wanted = smallId(ask.query['with']);
      const other = wanted.ok ? await readDraft(ask.db, wanted.value) : undefined;
      if (other === undefined) return show(<NotFound ask={ask} />, 404);
      const both = bothChange(await readPreview(ask.db, ask.clock, draft.id), await readPreview(ask.db, ask.clock, other.id));
      return show(<ComparePage ask={ask} drafts={[draft, other]} both={both} names={await readNames(ask)} />);
    }),
  ),

  ...previewRoutes(named),
  ...affectedRoutes(named),
  ...tellRoutes(named),
];
