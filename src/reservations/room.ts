/** What a slot holds, as far as room in it goes. */
type Counted = {
  day: string;
  startMinute: number;
  minutes: number;
  capacity: number;
  taken: number;
  closed: boolean;
  gone: boolean;
  /** Places of it that the visit has which is to be moved: it keeps them. */
  own: number;
};

export type Room = {
  /** Places that a visit beginning here would find: those of the fullest of its slots. */
  free: number;
  /** Its slots follow one another, and none of them is closed. */
  fits: boolean;
};

/**
 * What a visit would find that begins in each of these slots and takes `long` of them (services.slots_long), one after the other without a gap.
 * The same rule as `reservations.citizen_slots`, with the counts that staff may see.
 * @param slots of one office and service
 */
export function withRoom<S extends Counted>(slots: readonly S[], long: number): (S & Room)[] {
  const free = (slot: Counted): number => Math.max(slot.own, slot.capacity - slot.taken);
  if (long === 1) return slots.map((slot) => ({ ...slot, free: free(slot), fits: true }));
  const at = new Map(slots.filter(({ gone }) => !gone).map((slot) => [`${slot.day} ${slot.startMinute}`, slot]));
  return slots.map((slot) => {
    const visit: Counted[] = [slot];
    for (let last: Counted = slot; visit.length < long; ) {
      const next = at.get(`${last.day} ${last.startMinute + last.minutes}`);
      if (next === undefined) return { ...slot, free: 0, fits: false };
      visit.push(next);
      last = next;
    }
    return { ...slot, free: Math.min(...visit.map(free)), fits: visit.slice(1).every(({ closed }) => !closed) };
  });
}
