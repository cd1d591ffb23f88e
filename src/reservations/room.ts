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
  /** Nobody begins here: it is outside the window, or over. */
  outside?: boolean;
};

export type Room = {
  /** Places that a visit beginning here would find: those of the fullest of its slots. */
  free: number;
  /** The same once what it has of them is given back: of a hold for some of those who come. */
  regained: number;
  /** How long it takes, in minutes. */
  lasts: number;
  /** Its slots follow one another, and none of them is closed. */
  fits: boolean;
  /** How many would begin here if the day were filled from the morning on: over a day, how many more it takes. */
  more: number;
};

const freeIn = (slot: Counted): number => Math.max(slot.own, slot.capacity - slot.taken);

/** The slots of a visit that begins in each, one after the other without a gap; undefined where they do not follow. */
function visitsFrom(slots: readonly Counted[], long: number): (first: Counted) => Counted[] | undefined {
  const at = new Map(slots.filter(({ gone }) => !gone).map((slot) => [`${slot.day} ${slot.startMinute}`, slot]));
  return (first) => {
    const visit = [first];
    for (let last = first; visit.length < long; ) {
      const next = at.get(`${last.day} ${last.startMinute + last.minutes}`);
      if (next === undefined) return undefined;
      visit.push(next);
      last = next;
    }
    return visit;
  };
}

/**
 * What a visit would find that begins in each of these slots and takes `long` of them (services.length_of), one after the other without a gap.
 * The same rule as `reservations.citizen_slots`, with the counts that staff may see.
 * @param slots of one office and service, earlier ones of a day first
 */
export function withRoom<S extends Counted>(slots: readonly S[], long: number): (S & Room)[] {
  const visitFrom = visitsFrom(slots, long);
  const left = new Map<Counted, number>(slots.map((slot) => [slot, freeIn(slot)]));
  const fewest = (visit: readonly Counted[]): number => Math.min(...visit.map((slot) => left.get(slot) ?? 0));
  return slots.map((slot) => {
    const visit = visitFrom(slot);
    if (visit === undefined) return { ...slot, free: 0, regained: 0, lasts: slot.minutes, fits: false, more: 0 };
    const fits = visit.slice(1).every(({ closed }) => !closed);
    const more = fits && !slot.closed && slot.outside !== true ? Math.max(0, fewest(visit)) : 0;
    for (const one of visit) left.set(one, (left.get(one) ?? 0) - more);
    return {
      ...slot,
      free: Math.min(...visit.map(freeIn)),
      regained: Math.min(...visit.map(({ capacity, taken, own }) => capacity - taken + own)),
      lasts: visit.reduce((all, { minutes }) => all + minutes, 0),
      fits,
      more,
    };
  });
}
