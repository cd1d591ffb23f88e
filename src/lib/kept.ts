/** Something read often and the same for everyone, kept for a moment. */
type Kept<Key, Value> = (key: Key) => Promise<Value>;

const MOST = 500;

/**
 * Keeps what `load` gives for `ms` milliseconds a key; whoever asks meanwhile waits for the same load. A load that fails is
 * not kept. Monotonic time: a clock set back must not keep anything longer.
 */
export function keep<Key extends string, Value>(ms: number, load: (key: Key) => Promise<Value>): Kept<Key, Value> {
  const kept = new Map<Key, { until: number; value: Promise<Value> }>();
  return (key) => {
    const now = performance.now();
    const known = kept.get(key);
    if (known !== undefined && known.until > now) return known.value;
    // Counted from the beginning of the read: what is answered is never older than `ms`.
    const value = load(key);
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

/**
 * Makes again only what does not follow from the very same: words, numbers and truth values compared by value, all else by identity (a list that
 * `keep` gave twice is the same list). `make` must follow from `from` alone; so no key is written by hand, and nothing can be forgotten in one.
 */
export function keepSame<From extends Readonly<Record<string, unknown>>, Value>(
  make: (from: From) => Value,
): (from: From) => Value {
  const kept = new Map<string, { values: readonly unknown[]; value: Value }>();
  return (from) => {
    const values = Object.values(from);
    const key = `${Object.keys(from)}\0${values.map((one) => (typeof one === 'object' ? '' : one)).join('\0')}`;
    const known = kept.get(key);
    if (known?.values.every((one, n) => one === values[n])) return known.value;
    if (kept.size >= MOST) kept.clear();
    const value = make(from);
    kept.set(key, { values, value });
    return value;
  };
}
