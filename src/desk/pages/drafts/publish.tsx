import { setTimeout as pause } from 'node:timers/promises';
import { type Draft, readDraft } from '../../../calendar/drafts.ts';
import { daysOfMonth, readMonthSlots } from '../../../closing/month.ts';
import { readOutsideNames } from '../../../closing/outside-names.ts';
import { type Preview, readPreview } from '../../../closing/preview.ts';
import { publish, rememberPreview, whatMoved } from '../../../closing/publish.ts';
import { finishPublish } from '../../../closing/steps.ts';
import { rowVersion, smallId } from '../../../lib/values/ids.ts';
import { listOffices } from '../../../offices/read.ts';
import { listServices } from '../../../services/read.ts';
import type { Names } from '../../parts/change-words.ts';
import { namesOf } from '../../parts/counter-pick.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { PreviewPage } from './preview.tsx';
import type { PreviewProps } from './preview-props.ts';
import { refusalWords } from './words.ts';

/** For how long the press waits for a publish to end before it shows how far it is; the rest goes on by itself. */
const WAIT_MS = 4_000;

export const readNames = async (ask: SignedAsk): Promise<Names> =>
  namesOf({ offices: await listOffices(ask.db), services: await listServices(ask.db) });

/** The counter and month asked for, else the first that differ. */
async function shownOf(ask: SignedAsk, preview: Preview, codes: PreviewProps['codes']): Promise<PreviewProps['shown']> {
  const differing = preview.counters.filter(({ differences }) => differences.length > 0);
  const [office, service] = [field(ask.query, 'office'), smallId(ask.query['service'])];
  const one =
    differing.find(
      ({ counter }) => codes.get(counter.officeId) === office && service.ok && counter.serviceId === service.value,
    ) ?? differing[0];
  if (one === undefined) return undefined;
  const months = [...new Set(one.differences.map(({ day }) => day.slice(0, 7)))].toSorted();
  const month = months.find((each) => each === field(ask.query, 'month')) ?? months[0] ?? '';
  return {
    one,
    month,
    months,
    days: daysOfMonth(preview.after, one.counter, month),
    slots: await readMonthSlots(ask.db, one.counter, month),
  };
}

async function previewPage(ask: SignedAsk, draft: Draft, refused?: { words: string; version: string }): Promise<Answer> {
  const preview = await readPreview(ask.db, ask.clock, draft.id);
  const moved = refused === undefined ? undefined : await whatMoved(ask.db, draft.id, refused.version, preview);
  if (draft.state === 'open') await rememberPreview(ask.db, draft.id, preview);
  const codes = new Map((await listOffices(ask.db)).map(({ id, code }) => [id, code]));
  const props = {
    draft,
    preview,
    names: await readNames(ask),
    codes,
    named: await readOutsideNames(
      ask.db,
      viewerOf(ask),
      // Of all: whom this viewer may not see stands behind the others before the table is cut.
      preview.outside.map(({ reservationId }) => reservationId),
    ),
    shown: await shownOf(ask, preview, codes),
    refused: refused?.words,
    moved,
  };
  return show(<PreviewPage ask={ask} props={props} />, refused === undefined ? 200 : 409);
}

async function press(ask: SignedAsk, draft: Draft): Promise<Answer> {
  const read = rowVersion(ask.body['version']);
  const previewVersion = field(ask.body, 'preview').slice(0, 64);
  const published = await publish(ask.db, ask.clock, ask.actor, {
    draftId: draft.id,
    draftVersion: read.ok ? read.value : -1,
    previewVersion,
  });
  if (!published.ok) {
    // The button pressed twice: the second press finds the first one's work.
    if (published.reason === 'not_open') return go(withQuery(paths.draft(draft.id), { refused: 'not_open' }));
    const fresh = await readDraft(ask.db, draft.id);
    return previewPage(ask, fresh ?? draft, { words: refusalWords(published.reason), version: previewVersion });
  }
  // A fault after the first transaction is the worker's to mend: it goes on with the steps within a minute.
  await Promise.race([finishPublish(ask.db, ask.clock).catch(() => false), pause(WAIT_MS)]);
  return go(withQuery(paths.draft(draft.id), { done: 'published' }));
}

/** The preview, and the press that publishes just what it showed (§8(2)⑤f). */
export const previewRoutes = (named: (ask: SignedAsk, then: (draft: Draft) => Promise<Answer>) => Promise<Answer>): Route[] => [
  get(paths.preview(':id'), 'calendar.see', (ask) => named(ask, (draft) => previewPage(ask, draft))),
  post(paths.draftAct(':id', 'publish'), 'calendar.edit', '予約枠の変更の公開', (ask) =>
    named(ask, (draft) => press(ask, draft)),
  ),
];
