/** Something read often and the same for everyone, kept for a moment. */
type Kept<Key, Value, More extends unknown[]> = (key: Key, ...more: More) => Promise<Value>;

const MOST = 500;

/**
 * Keeps what `load` gives for `ms` milliseconds a key; whoever asks meanwhile waits for the same load. A load that fails is
 * not kept. Monotonic time: a clock set back must not keep anything longer. `more`: what a load needs besides and its value does not follow from.
 */
export function keep<Key extends string, Value, More extends unknown[] = []>(
  ms: number,
  load: (key: Key, ...more: More) => Promise<Value>,
): Kept<Key, Value, More> {
  const kept = new Map<Key, { until: number; value: Promise<Value> }>();
  return (key, ...more) => {
    const now = performance.now();
    const known = kept.get(key);
    if (known !== undefined && known.until > now) return known.value;
    // Counted from the beginning of the read: what is answered is never older than `ms`.
    const value = load(key, ...more);
    if (kept.size >= MOST) kept.clear();
    kept.set(key, { until: now + ms, value });
    value.catch(() => kept.delete(key));
    return value;
  };
}

/** Keeps what `load` gives for as long as the process lives; whoever asks meanwhile waits for the same load. A load that fails is not kept. */
export function keepOnce<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let kept: Promise<Value> | undefined;
  return () => {
    if (kept !== undefined) return kept;
    const value = load();
    kept = value;
    value.catch(() => {
      kept = undefined;
    });
    return value;
  };
}

/** Longer than a signed cookie, an address or a day. */
const LONGEST_TEXT = 200;

/** What follows from a text alone and is asked for again and again, kept for the last `most` texts or so. A text longer than ours are is not kept: it may be anybody's. */
export function keepByText<Value>(most: number, make: (text: string) => Value): (text: string) => Value {
  const kept = new Map<string, Value>();
  return (text) => {
    if (text.length > LONGEST_TEXT) return make(text);
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (kept.size >= most) kept.clear();
    kept.set(text, made);
    return made;
  };
}

type Made<Value> = { names: readonly string[]; from: Readonly<Record<string, unknown>>; value: Value };

/** Whether it was made from the very same: this is asked with every page, of some fifty names. */
function isOf(made: Made<unknown>, names: readonly string[], from: Readonly<Record<string, unknown>>): boolean {
  if (made.names.length !== names.length) return false;
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? '';
    if (made.names[at] !== name || made.from[name] !== from[name]) return false;
  }
  return true;
}

/**
 * Makes again only what does not follow from the very same: words, numbers and truth values compared by value, all else by identity (a list that
 * `keep` gave twice is the same list). `make` must follow from `from` alone; so no key is written by hand, and nothing can be forgotten in one.
 */
export function keepSame<From extends Readonly<Record<string, unknown>>, Value>(
  make: (from: From) => Value,
): (from: From) => Value {
  const kept = new Map<string, Made<Value>>();
  // In a crowd most ask for what was asked for last.
  let last: Made<Value> | undefined;
  return (from) => {
    const names = Object.keys(from);
    if (last !== undefined && isOf(last, names, from)) return last.value;
    // Which are kept beside each other: those that differ in a word or number.
    let key = '';
    for (const name of names) if (typeof from[name] !== 'object') key += `${from[name]}\0`;
    const known = kept.get(key);
    if (known !== undefined && isOf(known, names, from)) {
      last = known;
      return known.value;
    }
    if (kept.size >= MOST) kept.clear();
    last = { names, from, value: make(from) };
    kept.set(key, last);
    return last.value;
  };
}
