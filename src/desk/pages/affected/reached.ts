import { type AffectedRow, type Reached, reach, type TakenBy } from '../../../closing/affected.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { can } from '../../../staff/rights.ts';
import { withQuery } from '../../paths.ts';
import { type Answer, go, type SignedAsk } from '../../route.ts';
import type { Shown } from './words.tsx';

const REACHED: readonly Reached[] = ['reached', 'not-reached', 'recalled', 'not-recalled'];

export const sees = (ask: SignedAsk): boolean => can(ask.session, 'cards.protected');
export const shownOf = (value: unknown): Shown => (value === 'waiting' || value === 'phone' ? value : 'all');

/** Ticks someone on the list off; a protected person only by who may see them. `href`: the page of the list. */
export async function reached(ask: SignedAsk, by: TakenBy, rows: AffectedRow[], href: string): Promise<Answer> {
  const id = rowId(ask.body['row']);
  const row = id.ok ? rows.find((one) => one.id === id.value) : undefined;
  const shown = shownOf(ask.body['show']);
  const back = (said: Record<string, string>) => go(withQuery(href, { show: shown === 'all' ? '' : shown, ...said }, 'list'));
  if (row === undefined || (row.protected && !sees(ask))) return back({ refused: 'unknown' });
  const to = REACHED.find((one) => one === ask.body['act']) ?? 'reached';
  const note = lineOfText(200)(ask.body['note']);
  if (!note.ok && note.reason !== 'empty') return back({ refused: 'note_long' });
  await reach(ask.db, ask.actor, { by, id: row.id, to, note: note.ok ? note.value : '' });
  return back({ done: to });
}
