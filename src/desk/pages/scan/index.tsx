import { recordView } from '../../../audit/view.ts';
import { moveCard, undoMove } from '../../../cards/custody.ts';
import { readPlace } from '../../../cards/places.ts';
import { isOwnMove, meantBy, readScan, scannedCard } from '../../../cards/scan.ts';
import { taskOf } from '../../../counter/card-tasks.ts';
import { wantedFor } from '../../../counter/expected-cards.ts';
import { SCAN_MODES, type ScanMode, stopOf, stopOfMove, takesBox } from '../../../counter/judge-scan.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { hasErrors } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { readForm } from '../../parts/form.tsx';
import { type WithRow, withFound } from '../../parts/row.tsx';
import { NOT_FOUND } from '../../parts/scan-answer.tsx';
import { readCode } from '../../parts/scan-form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { refusedWords, type ScanAnswer } from './answer.ts';
import { noteForm, noteState, readScanPage, type ScanPageProps, taskQuery } from './read.ts';
import { ScanPage } from './view.tsx';
import { eventsOf, SCAN_WORDS } from './words.ts';

const RIGHT = 'cards.move';

const withMode = (from: 'query' | 'body', work: Parameters<WithRow<ScanPageProps>>[0]) =>
  withFound(async (ask) => {
    const mode = SCAN_MODES.find((one): one is ScanMode => one === ask.params['mode']);
    return mode === undefined ? undefined : await readScanPage(ask, mode, ask[from]);
  })(work);

const back = (props: ScanPageProps, more: Record<string, string | number>): Answer =>
  go(withQuery(paths.cardScan(props.task.mode), { ...taskQuery(props), ...more }));

/** A refused scan is answered at once and changes nothing: there is nothing to send twice. Whose card it shows stands in the log. */
async function stopped(ask: SignedAsk, props: ScanPageProps, answer: ScanAnswer): Promise<Answer> {
  const shown = answer.kind === 'several' ? answer.cards : answer.kind === 'stopped' ? [answer.card] : [];
  for (const { id } of shown) await recordView(ask.db, ask.actor, { saw: 'card', cardId: id });
  return show(<ScanPage ask={ask} props={{ ...props, answer }} />, 409);
}

async function scan(ask: SignedAsk, props: ScanPageProps): Promise<Answer> {
  const { task } = props;
  const typed = readCode(ask);
  if (typed === '') return back(props, {});
  const scanned = await readScan(ask.db, viewerOf(ask), typed);
  if (scanned.kind === 'box') {
    const box = await readPlace(ask.db, scanned.placeId);
    if (!takesBox(task.mode) || box === undefined || box.officeId !== task.officeId)
      return stopped(ask, props, {
        kind: 'unknown',
        code: typed,
        why: '箱のラベルは、「保管する」「棚に戻す」「箱から箱へ移す」で、この場所の箱だけに使えます。',
      });
    return back({ ...props, task: { ...task, boxId: box.id } }, {});
  }
  if (scanned.kind === 'unreadable' || scanned.cards.length === 0)
    return stopped(ask, props, { kind: 'unknown', code: typed, why: NOT_FOUND });
  const meant = meantBy(scanned.cards);
  if (meant === undefined) return back(props, {});
  if ('several' in meant) return stopped(ask, props, { kind: 'several', cards: meant.several });
  const card = meant.one;
  const [wanted, open] = await Promise.all([wantedFor(ask.db, card.id), taskOf(ask.db, card.id)]);
  const stop = stopOf(task, card, wanted, open);
  const wrong = stop ?? (task.mode === 'move' && props.boxGone === '' ? stopOfMove(card, task.boxId) : undefined);
  if (wrong !== undefined) return stopped(ask, props, { kind: 'stopped', card, stop: wrong });
  if (props.boxGone !== '') return stopped(ask, props, { kind: 'stopped', card, stop: refusedWords('retired', card) });
  const note = task.mode === 'found' ? readForm(ask, noteForm) : undefined;
  if (note?.ok === false) return show(<ScanPage ask={ask} props={{ ...props, note: noteState(ask, note.errors) }} />, 422);
  const moved = await moveCard(ask.db, ask.actor, {
    cardId: card.id,
    // A card that was missing is found: seen, and in its box again.
    event: task.mode === 'shelve' && card.whereabouts === 'missing' ? 'counted' : SCAN_WORDS[task.mode].event,
    placeId: takesBox(task.mode) ? task.boxId : null,
    toOfficeId: task.mode === 'send' ? task.toOfficeId : task.mode === 'receive' || task.mode === 'found' ? task.officeId : null,
    note: note?.ok === true ? note.value.note : '',
  });
  if (moved.ok) return back(props, { last: card.id });
  // Read again: somebody moved it at the same moment, or its box is full.
  const now = (await scannedCard(ask.db, viewerOf(ask), card.id)) ?? card;
  return stopped(ask, props, { kind: 'stopped', card: now, stop: refusedWords(moved.reason, now) });
}

async function undo(ask: SignedAsk, props: ScanPageProps): Promise<Answer> {
  const id = rowId(ask.body['event']);
  if (!id.ok) return back(props, {});
  if (!(await isOwnMove(ask.db, ask.session.accountId, id.value, eventsOf(props.task.mode))))
    return back(props, { done: 'not-yours' });
  const undone = await undoMove(ask.db, ask.actor, id.value);
  return back(props, undone.ok ? { done: 'undone' } : { done: 'not-undone' });
}

export const scanRoutes: readonly Route[] = [
  get(
    paths.cardScan(':mode'),
    RIGHT,
    withMode('query', async (ask, props) => {
      // A page that follows a scan is no second look: the scan has its own line.
      if (props.left.length + props.arriving.length > 0 && props.answer === undefined)
        await recordView(ask.db, ask.actor, { saw: 'day', officeId: props.office.id, day: props.task.until ?? cityDay(ask.now) });
      return show(<ScanPage ask={ask} props={props} />, hasErrors(props.errors) ? 422 : 200);
    }),
  ),
  post(paths.cardScan(':mode'), RIGHT, 'カードの読み取り', withMode('body', scan)),
  post(paths.undoCardScan(':mode'), RIGHT, 'カードの読み取りの取り消し', withMode('body', undo)),
];
