import { recordLook } from '../../../audit/view.ts';
import {
  countDecided,
  DECISIONS,
  decide,
  lastDecided,
  listConflicts,
  openConflicts,
  readConflict,
  undecide,
} from '../../../intake/decide.ts';
import { rowId } from '../../../lib/values/ids.ts';
import type { Feature } from '../../feature.ts';
import { pageAsked } from '../../parts/pages.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { get, go, post, type SignedAsk, show } from '../../route.ts';
import { AskPage } from './ask-page.tsx';
import { ConflictsPage } from './view.tsx';

const MOST = 50;
/** Decisions on a page, each with its way back. */
const LAST = 20;

/** That somebody looked at so many people whose names a list says otherwise (§11(12)a). */
const looked = async (ask: SignedAsk, hits: number): Promise<void> => {
  if (hits > 0) await recordLook(ask.db, ask.actor, { saw: 'search', hits });
};

export const conflictsFeature: Feature = {
  routes: [
    get(paths.conflicts, 'intake.decide', async (ask) => {
      const conflicts = await listConflicts(ask.db, viewerOf(ask), MOST);
      const { page, pages, limit, offset } = pageAsked(ask, await countDecided(ask.db, viewerOf(ask)), LAST);
      const decided = await lastDecided(ask.db, viewerOf(ask), limit, offset);
      await looked(ask, conflicts.length + decided.length);
      return show(<ConflictsPage ask={ask} conflicts={conflicts} last={{ decided, page, pages }} most={MOST} />);
    }),
    post(paths.undecide(':id'), 'intake.decide', '取込みデータの氏名相違の判断の取り消し', async (ask) => {
      const id = rowId(ask.params['id']);
      if (!id.ok) return go(paths.conflicts);
      const undone = await undecide(ask.db, viewerOf(ask), ask.actor, id.value);
      return go(withQuery(paths.conflicts, undone.ok ? { done: 'undone' } : { stays: undone.reason }));
    }),
    get(paths.decide(':id'), 'intake.decide', async (ask) => {
      const id = rowId(ask.params['id']);
      const decision = DECISIONS.find((one) => one === ask.query['decision']);
      const conflict = id.ok ? await readConflict(ask.db, id.value, viewerOf(ask)) : undefined;
      if (conflict === undefined || decision === undefined)
        return go(withQuery(paths.conflicts, { done: conflict === undefined ? 'already' : '' }));
      await looked(ask, 1);
      return show(<AskPage ask={ask} conflict={conflict} decision={decision} />);
    }),
    post(paths.decide(':id'), 'intake.decide', '取込みデータの氏名相違の判断', async (ask) => {
      const id = rowId(ask.params['id']);
      const decision = DECISIONS.find((one) => one === ask.body['decision']);
      if (!id.ok || decision === undefined) return go(paths.conflicts);
      const decided = await decide(ask.db, viewerOf(ask), ask.actor, id.value, decision);
      if (!decided.ok) return go(withQuery(paths.conflicts, { refused: decided.reason }));
      return go(withQuery(paths.conflicts, { done: decided.value === null ? 'already' : decision }));
    }),
  ],
  menu: [{ group: 'todo', href: paths.conflicts, words: '取込みデータの氏名相違', right: 'intake.decide' }],
  waits: [
    {
      words: '取込みデータの氏名相違',
      why: '交付通知書IDが同じで、氏名か生年月日が異なる行です。同じ方か別の方かを判断してください。',
      urgency: 'soon',
      href: paths.conflicts,
      right: 'intake.decide',
      count: openConflicts,
      answers: ['intake.decided', 'intake.undecided'],
      takesBack: ['intake.decided'],
    },
  ],
};
