/** How long the badge of who only looks may stand. Counting is the dearest read of most pages: 30 to 50 ms beside 4,000 cards. */
export const BADGE_MS = 3_000;

/** What was counted for the badge, for pages that are only looked at. */
type Badge<Ask, Counted> = {
  /** At most `ms` old, or what is being counted as it is asked; not older than the last press that this process took. */
  latest(ask: Ask): Promise<Counted>;
  /** Counted from now on. */
  anew(ask: Ask): Promise<Counted>;
  /** What was counted last, pressed since or not, where it is no older than `mostMs`. */
  last(ask: Ask, mostMs: number): Counted | undefined;
  /** Something was pressed and is done: what was counted before it, or meanwhile, is not the latest any more. */
  pressed(): void;
};

/** A count: when it was begun, and after how many presses. */
type Begun = { at: number; presses: number };
type Counts<Counted> = {
  last?: Begun & { counted: Counted };
  running?: (Begun & { over: Promise<Counted> }) | undefined;
  /** To be begun once the running one is over, for all who need a newer one. */
  next?: Promise<Counted> | undefined;
};

/** More words than an office's accounts have bounds. */
const MOST = 500;
const settled = (): void => {};

/**
 * Of one word never more than one count is at work and one waits, however long they take and however often somebody asks or presses.
 * @param of who may be shown the same counts: one word for all of them
 * @param count counts now; it ends, by a limit of its own where nothing else ends it
 */
export function badge<Ask, Counted>(
  ms: number,
  of: (ask: Ask) => string,
  count: (ask: Ask) => Promise<Counted>,
): Badge<Ask, Counted> {
  const all = new Map<string, Counts<Counted>>();
  let presses = 0;

  function countsOf(ask: Ask): Counts<Counted> {
    const word = of(ask);
    const known = all.get(word);
    if (known !== undefined) return known;
    if (all.size >= MOST) for (const [one, { running }] of all) if (running === undefined) all.delete(one);
    const own: Counts<Counted> = {};
    all.set(word, own);
    return own;
  }

  function begin(own: Counts<Counted>, ask: Ask): Promise<Counted> {
    const begun: Begun = { at: performance.now(), presses };
    const over = count(ask);
    own.running = { ...begun, over };
    over.then(
      (counted) => {
        own.last = { ...begun, counted };
        own.running = undefined;
      },
      () => {
        own.running = undefined;
      },
    );
    return over;
  }

  function anew(own: Counts<Counted>, ask: Ask): Promise<Counted> {
    if (own.next !== undefined) return own.next;
    if (own.running === undefined) return begin(own, ask);
    own.next = own.running.over.then(settled, settled).then(() => {
      own.next = undefined;
      return begin(own, ask);
    });
    return own.next;
  }

  return {
    latest: async (ask) => {
      const own = countsOf(ask);
      const { last, running } = own;
      if (last !== undefined && last.presses === presses && last.at + ms > performance.now()) return last.counted;
      return running?.presses === presses ? running.over : anew(own, ask);
    },
    anew: async (ask) => anew(countsOf(ask), ask),
    last: (ask, mostMs) => {
      const { last } = countsOf(ask);
      return last !== undefined && last.at + mostMs > performance.now() ? last.counted : undefined;
    },
    pressed: () => {
      presses += 1;
    },
  };
}
