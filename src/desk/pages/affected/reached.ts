import { createHash } from 'node:crypto';
import { type AffectedRow, type Reached, reach, type TakenBy } from '../../../closing/affected.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { can } from '../../../staff/rights.ts';
import { withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk } from '../../route.ts';
import type { Shown } from './words.tsx';

const REACHED: readonly Reached[] = ['reached', 'not-reached', 'recalled', 'not-recalled'];

export const sees = (ask: SignedAsk): boolean => can(ask.session, 'cards.protected');
export const shownOf = (value: unknown): Shown => (value === 'waiting' || value === 'phone' ? value : 'all');

/** A note as the page showed it, in short: where another clerk wrote one meanwhile, an untouched box does not write over it. */
export const noteMark = (note: string): string =>
  note === '' ? '' : createHash('sha256').update(note).digest('hex').slice(0, 8);

/** What was typed into the boxes of the list that is not what they had shown; or why one is not taken. */
function typedNotes(ask: SignedAsk, rows: readonly AffectedRow[]): { id: number; note: string }[] | 'note_long' | 'note_number' {
  const notes: { id: number; note: string }[] = [];
  for (const { id } of rows) {
    const typed = ask.body[`note-${id}`];
    if (typed === undefined) continue;
    const note = lineOfText(200)(typed);
    if (!note.ok && note.reason !== 'empty') return note.reason === 'impossible' ? 'note_number' : 'note_long';
    const text = note.ok ? note.value : '';
    if (noteMark(text) !== field(ask.body, `was-${id}`)) notes.push({ id, note: text });
  }
  return notes;
}

/** Ticks someone on the list off and keeps every note that was typed; a protected person's only by who may see them. `href`: the page of the list. */
export async function reached(ask: SignedAsk, by: TakenBy, rows: AffectedRow[], href: string): Promise<Answer> {
  const mine = rows.filter((row) => !row.protected || sees(ask));
  const shown = shownOf(ask.body['show']);
  const back = (said: Record<string, string>) => go(withQuery(href, { show: shown === 'all' ? '' : shown, ...said }, 'list'));
  const notes = typedNotes(ask, mine);
  if (typeof notes === 'string') return back({ refused: notes });
  const [, to, id] = /^([a-z-]+)-(\d+)$/u.exec(field(ask.body, 'act')) ?? [];
  const act = REACHED.find((one) => one === to);
  const row = mine.find((one) => String(one.id) === id);
  if (act !== undefined && row === undefined) return back({ refused: 'unknown' });
  await reach(ask.db, ask.actor, {
    by,
    press: act === undefined || row === undefined ? undefined : { id: row.id, to: act },
    notes,
  });
  return back({ done: act ?? 'noted' });
}
