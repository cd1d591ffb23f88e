import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { type AffectedRow, isSeen, type Reached, reach, type SeenRow, type TakenBy } from '../../../closing/affected.ts';
import { type Form, form, line } from '../../../lib/form/index.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { readForm } from '../../parts/form.tsx';
import { withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import type { Shown } from './words.tsx';

const REACHED: readonly Reached[] = ['reached', 'not-reached', 'recalled', 'not-recalled'];

export const shownOf = (value: unknown): Shown => (value === 'waiting' || value === 'phone' ? value : 'all');

/** A note as the page showed it, in short: where another clerk wrote one meanwhile, an untouched box does not write over it. */
export const noteMark = (note: string): string =>
  note === '' ? '' : createHash('sha256').update(note).digest('hex').slice(0, 8);

const NOTE_MOST = 200;
export const noteBox = (id: number): string => `note-${id}`;
/** Where a press leads back to: the row of a visit. */
export const affectedRow = ({ id }: Pick<AffectedRow, 'id'>): string => `a-${id}`;
export const whoOf = ({ names }: SeenRow): string => names.map((name) => printable(name).text).join('、');

/** The boxes of a list, where one of them cannot be kept: what was typed into each, and the mark of what it had shown. */
export type TypedNotes = { typed: ReadonlyMap<number, { note: string; was: string }>; errors: FormErrors };

/** The notes of these rows, a box each. */
const notesForm = (rows: readonly SeenRow[]): Form<Record<string, string>> =>
  form<Record<string, string>>(
    Object.fromEntries(rows.map((row) => [noteBox(row.id), line(`${whoOf(row)}さんのメモ`, NOTE_MOST).or('')])),
  );

/** What was typed into the boxes of the list that is not what they had shown. */
function typedNotes(ask: SignedAsk, rows: readonly SeenRow[]): TypedNotes & { notes: { id: number; note: string }[] } {
  const sent = rows.filter(({ id }) => ask.body[noteBox(id)] !== undefined);
  const was = ({ id }: AffectedRow): string => field(ask.body, `was-${id}`);
  const read = readForm(ask, notesForm(sent));
  if (read.ok) {
    const notes = sent.map((row) => ({ row, note: read.value[noteBox(row.id)] ?? '' }));
    const changed = notes.filter(({ row, note }) => noteMark(note) !== was(row));
    return { typed: new Map(), notes: changed.map(({ row: { id }, note }) => ({ id, note })), errors: {} };
  }
  const typed = new Map(sent.map((row) => [row.id, { note: field(ask.body, noteBox(row.id)), was: was(row) }]));
  return { typed, notes: [], errors: read.errors };
}

/**
 * Ticks someone on the list off and keeps every note that was typed; a protected person's only by who may see them. Where a note cannot be kept nothing
 * is, and the page comes again with all that was typed.
 * @param href the page of the list
 * @param again that page, with what was typed
 */
export async function reached(
  ask: SignedAsk,
  by: TakenBy,
  rows: AffectedRow[],
  href: string,
  again: (typed: TypedNotes) => VNode,
): Promise<Answer> {
  const mine = rows.filter(isSeen);
  const shown = shownOf(ask.body['show']);
  const { notes, ...typed } = typedNotes(ask, mine);
  if (hasErrors(typed.errors)) return show(again(typed), 422);
  const [, to, id] = /^([a-z-]+)-(\d+)$/u.exec(field(ask.body, 'act')) ?? [];
  const act = REACHED.find((one) => one === to);
  const row = mine.find((one) => String(one.id) === id);
  await reach(ask.db, ask.actor, {
    by,
    press: act === undefined || row === undefined ? undefined : { id: row.id, to: act },
    notes,
  });
  const said = act !== undefined && row === undefined ? { refused: 'unknown' } : { done: act ?? 'noted' };
  // A press leads back to its row, however far down it stands.
  return go(withQuery(href, { show: shown === 'all' ? '' : shown, ...said }, row === undefined ? 'list' : affectedRow(row)));
}
