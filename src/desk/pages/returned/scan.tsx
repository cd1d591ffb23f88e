import { recordView } from '../../../audit/view.ts';
import { lastNotices, listReturnReasons, noticeReturned, recentReturns, undoReturned } from '../../../cards/returned.ts';
import { meantBy, readScan, scannedCards } from '../../../cards/scan.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { hasErrors } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { contextOf } from '../../parts/form.tsx';
import { readCode } from '../../parts/scan-form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, needs, post, type Route, type SignedAsk, show } from '../../route.ts';
import { RIGHT } from './card.tsx';
import { DAY_WRONG, onForm } from './form.ts';
import { stopOfReturn } from './judge.ts';
import { ReturnScanPage, type ReturnScanProps, taskQuery } from './scan-view.tsx';

const RECENT = 10;

/** Everything the scan page shows; a day that cannot be read is said and today's is taken. */
async function readPage(ask: SignedAsk, input: SignedAsk['query']): Promise<ReturnScanProps> {
  const today = cityDay(ask.now);
  const [reasons, returns] = await Promise.all([listReturnReasons(ask.db), recentReturns(ask.db, ask.session.accountId, RECENT)]);
  const cards = await scannedCards(
    ask.db,
    viewerOf(ask),
    returns.map(({ cardId }) => cardId),
  );
  const recent = returns.flatMap((one) => {
    const card = cards.get(one.cardId);
    return card === undefined ? [] : [{ ...one, card }];
  });
  const reason = wholeNumber(1, reasons.length)(input['reason']);
  const on = onForm.read(input, contextOf(ask));
  const last = rowId(input['last']);
  const done = recent.find(({ id }) => last.ok && id === last.value);
  return {
    reasons,
    reason: reason.ok ? reason.value : 1,
    on: (on.ok ? on.value.on : null) ?? today,
    recent,
    answer: done === undefined ? undefined : { kind: 'done', card: done.card },
    errors: on.ok ? {} : on.errors,
  };
}

const back = (props: ReturnScanProps, more: Record<string, string | number>): Answer =>
  go(withQuery(paths.noticesBack, { ...taskQuery(props), ...more }));

/** A refused scan changes nothing and is answered at once. Whose card it shows stands in the log. */
async function stopped(ask: SignedAsk, props: ReturnScanProps, answer: NonNullable<ReturnScanProps['answer']>): Promise<Answer> {
  const shown = answer.kind === 'several' ? answer.cards : answer.kind === 'unknown' ? [] : [answer.card];
  for (const { id } of shown) await recordView(ask.db, ask.actor, { saw: 'card', cardId: id });
  return show(<ReturnScanPage ask={ask} props={{ ...props, answer }} />, 409);
}

async function scan(ask: SignedAsk): Promise<Answer> {
  const props = await readPage(ask, ask.body);
  const typed = readCode(ask);
  const why = props.reasons[props.reason - 1];
  if (typed === '' || why === undefined) return back(props, {});
  const scanned = await readScan(ask.db, viewerOf(ask), typed);
  const meant = scanned.kind === 'cards' ? meantBy(scanned.cards, 'letter') : undefined;
  if (meant === undefined) return stopped(ask, props, { kind: 'unknown', code: typed });
  if ('several' in meant) return stopped(ask, props, { kind: 'several', cards: meant.several });
  const card = meant.one;
  const [notice] = await lastNotices(ask.db, [card.id]);
  const stop = stopOfReturn(card, notice, props.on);
  if (stop !== undefined) return stopped(ask, props, { kind: 'stopped', card, stop });
  const done = await noticeReturned(ask.db, ask.actor, { cardId: card.id, why, on: props.on });
  if (done.ok) return back(props, { last: done.value });
  // Somebody else recorded it at the same moment, or it was closed.
  const words = DAY_WRONG[done.reason] ?? said(done.reason) ?? '';
  return stopped(ask, props, { kind: 'stopped', card, stop: { sign: '！', first: '別にしてください。', why: words } });
}

async function undo(ask: SignedAsk): Promise<Answer> {
  const props = await readPage(ask, ask.body);
  const id = rowId(ask.body['notice']);
  if (!id.ok || !props.recent.some((one) => one.id === id.value)) return back(props, { done: 'not-yours' });
  const undone = await undoReturned(ask.db, ask.actor, id.value);
  return back(props, { done: undone.ok ? 'undone' : 'not-undone' });
}

/** A stack of notices that came back, read one by one. */
export const scanRoutes: readonly Route[] = [
  needs(
    'people.see',
    get(paths.noticesBack, RIGHT, async (ask) => {
      const props = await readPage(ask, ask.query);
      return show(<ReturnScanPage ask={ask} props={props} />, hasErrors(props.errors) ? 422 : 200);
    }),
  ),
  needs('people.see', post(paths.noticesBack, RIGHT, '通知の返戻の記録', scan)),
  needs('people.see', post(paths.noticesBackUndo, RIGHT, '通知の返戻の記録の取り消し', undo)),
];
