/** Something read often and the same for everyone, kept for a moment. */
export type Kept<Key, Value> = (key: Key) => Promise<Value>;

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
