import type { SlotDifference } from '../../calendar/compare.ts';
import { clockTime } from '../../lib/dates/format.ts';
import type { GridSlot } from '../../reservations/grid.ts';

export const keyOf = (day: string, startMinute: number): string => `${day} ${startMinute}`;

const shownCapacity = (slot: GridSlot): string => `${slot.capacity}${slot.allowance > 0 ? `+${slot.allowance}` : ''}`;

/** What stands beneath the number: held, kept for the desk, shut; and what the draft does. */
function notes(slot: GridSlot | undefined, change: SlotDifference | undefined): string[] {
  const parts: string[] = [];
  if (change?.kind === 'appears' || change?.kind === 'returns') return ['＋増'];
  if (change?.kind === 'goes') return ['－閉'];
  if (change?.kind === 'changes' && slot !== undefined) {
    if (change.slot.capacity !== slot.capacity)
      parts.push(`${change.slot.capacity > slot.capacity ? '＋' : '－'}→${change.slot.capacity}`);
    else if (change.slot.minutes !== slot.minutes) parts.push(`→${change.slot.minutes}分`);
    else parts.push('職→');
    return parts;
  }
  if (slot === undefined) return parts;
  if (slot.closed) parts.push('閉');
  if (slot.held > 0) parts.push(`仮${slot.held}`);
  if (slot.deskPlaces > 0) parts.push(`職${slot.deskPlaces}`);
  return parts;
}

/** A slot as a sentence, for who hears the page and cannot see the columns. */
function inWords(startMinute: number, slot: GridSlot | undefined, change: SlotDifference | undefined): string {
  const parts = [clockTime(startMinute)];
  if (slot !== undefined) {
    parts.push(`予約${slot.taken - slot.held}`, `定員${slot.capacity}`);
    if (slot.allowance > 0) parts.push(`枠超え${slot.allowance}`);
    if (slot.held > 0) parts.push(`仮押さえ${slot.held}`);
    if (slot.deskPlaces > 0) parts.push(`職員枠${slot.deskPlaces}`);
    if (slot.closed) parts.push('閉庁中');
  }
  if (change?.kind === 'appears' || change?.kind === 'returns') parts.push(`定員${change.slot.capacity}の枠が増えます`);
  if (change?.kind === 'goes') parts.push('なくなります');
  if (change?.kind === 'changes') {
    const same = slot !== undefined && slot.capacity === change.slot.capacity && slot.minutes === change.slot.minutes;
    // A day that shuts before it moves the open day until which the desk keeps places.
    parts.push(same ? '職員枠の人数か期限が変わります' : `定員${change.slot.capacity}、${change.slot.minutes}分に変わります`);
  }
  return parts.join(' ');
}

function lookOf(slot: GridSlot | undefined, change: SlotDifference | undefined): string {
  if (change?.kind === 'appears' || change?.kind === 'returns') return 'grid-more';
  if (change?.kind === 'goes') return 'grid-less';
  if (change?.kind === 'changes' && slot !== undefined && change.slot.capacity !== slot.capacity)
    return change.slot.capacity < slot.capacity ? 'grid-less' : 'grid-more';
  if (slot === undefined || slot.closed) return 'grid-shut';
  return slot.taken >= slot.capacity ? 'grid-full' : '';
}

type SlotAt = { startMinute: number; slot: GridSlot | undefined; change: SlotDifference | undefined; href: string | undefined };

/** Booked of how many, and the notes beneath; with the same in words. It leads to its slot. */
function Numbers({ startMinute, slot, change, href }: SlotAt) {
  const capacity = slot === undefined && change !== undefined && change.kind !== 'goes' ? `${change.slot.capacity}` : '';
  const numbers = (
    <>
      <span aria-hidden="true">
        <span class="grid-number">
          <b>{slot === undefined ? 0 : slot.taken - slot.held}</b>/{slot === undefined ? capacity : shownCapacity(slot)}
        </span>
        {notes(slot, change).map((note) => (
          <span class="grid-note">{note}</span>
        ))}
      </span>
      <span class="unseen">{inWords(startMinute, slot, change)}</span>
    </>
  );
  return href === undefined ? (
    numbers
  ) : (
    <a class="grid-slot" href={href}>
      {numbers}
    </a>
  );
}

export function Cell(at: SlotAt) {
  if (at.slot === undefined && at.change === undefined)
    return (
      <td class="grid-shut">
        <span class="unseen">枠なし</span>
      </td>
    );
  const look = lookOf(at.slot, at.change);
  return (
    <td {...(look === '' ? {} : { class: look })}>
      <Numbers {...at} />
    </td>
  );
}

/** A slot of a day whose times are not those of the month: it bears its own. */
export function Chip(at: SlotAt) {
  const look = lookOf(at.slot, at.change);
  return (
    <li class={`grid-chip${look === '' ? '' : ` ${look}`}`}>
      <span class="grid-chip-time" aria-hidden="true">
        {clockTime(at.startMinute)}
      </span>
      <Numbers {...at} />
    </li>
  );
}
