import type { DayPlan, PlannedSlot } from './rules.ts';

/** A slot as it stands in the ledger. */
export type LaidSlot = PlannedSlot & {
  id: number;
  day: string;
  taken: number;
  /** No plan holds it any more. */
  gone: boolean;
};

export type SlotDifference =
  | { kind: 'appears'; day: string; slot: PlannedSlot }
  /** It went once and is planned again. */
  | { kind: 'returns'; day: string; row: LaidSlot; slot: PlannedSlot }
  | { kind: 'goes'; day: string; row: LaidSlot }
  /** Same start, other capacity, length or desk's places. */
  | { kind: 'changes'; day: string; row: LaidSlot; slot: PlannedSlot };

const same = (row: LaidSlot, slot: PlannedSlot): boolean =>
  row.minutes === slot.minutes &&
  row.capacity === slot.capacity &&
  row.deskPlaces === slot.deskPlaces &&
  row.deskUntil === slot.deskUntil;

/** What must happen to the rows of one counter so that they are what is planned, by day and start. Nothing where they are already. */
export function compareSlots(rows: readonly LaidSlot[], plans: readonly DayPlan[]): SlotDifference[] {
  const laid = new Map(rows.map((row) => [`${row.day} ${row.startMinute}`, row]));
  const found: SlotDifference[] = [];
  for (const { day, slots } of plans) {
    for (const slot of slots) {
      const key = `${day} ${slot.startMinute}`;
      const row = laid.get(key);
      laid.delete(key);
      if (row === undefined) found.push({ kind: 'appears', day, slot });
      else if (row.gone) found.push({ kind: 'returns', day, row, slot });
      else if (!same(row, slot)) found.push({ kind: 'changes', day, row, slot });
    }
  }
  for (const row of laid.values()) if (!row.gone) found.push({ kind: 'goes', day: row.day, row });
  return found;
}

export type Counts = {
  appears: number;
  goes: number;
  grows: number;
  shrinks: number;
  /** Only the length or the desk's places change. */
  others: number;
  /** Of those that shrink: more people have places than the new capacity holds. They keep them. */
  overfull: number;
};

/** How many slots appear, go, grow and shrink. One that returns appears. */
export function countDifferences(differences: readonly SlotDifference[]): Counts {
  const counts: Counts = { appears: 0, goes: 0, grows: 0, shrinks: 0, others: 0, overfull: 0 };
  for (const one of differences) {
    if (one.kind === 'appears' || one.kind === 'returns') counts.appears += 1;
    else if (one.kind === 'goes') counts.goes += 1;
    else if (one.slot.capacity > one.row.capacity) counts.grows += 1;
    else if (one.slot.capacity < one.row.capacity) {
      counts.shrinks += 1;
      if (one.row.taken > one.slot.capacity) counts.overfull += 1;
    } else counts.others += 1;
  }
  return counts;
}

/** What changes of a slot that has as many places as before: its length, how many of them are kept for staff, or only until when those are. */
export type SmallChange = 'length' | 'desk-places' | 'desk-until';

/** Undefined where the slot appears, goes, or has another number of places. */
export function smallChange(one: SlotDifference): SmallChange | undefined {
  if (one.kind !== 'changes' || one.slot.capacity !== one.row.capacity) return undefined;
  if (one.slot.minutes !== one.row.minutes) return 'length';
  return one.slot.deskPlaces === one.row.deskPlaces ? 'desk-until' : 'desk-places';
}
