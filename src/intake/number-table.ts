/** From a whole number above nought to the last row that was noted under it; -1: none. Twelve bytes a place, none of them an object that a collection of garbage looks at. */
export function numberTable() {
  let keys = new Float64Array(8_192);
  let rows = new Int32Array(keys.length);
  let used = 0;

  /** Where a key stands, or the free place where it would. Places are a power of two and never more than half full. */
  function placeOf(key: number): number {
    const last = keys.length - 1;
    let at = Math.imul(key ^ (key / 2 ** 32), 0x9e3779b1) & last;
    while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & last;
    return at;
  }

  function grow(): void {
    const [few, were] = [keys, rows];
    keys = new Float64Array(few.length * 2);
    rows = new Int32Array(keys.length);
    for (const [at, key] of few.entries()) {
      if (key === 0) continue;
      const to = placeOf(key);
      keys[to] = key;
      rows[to] = were[at] ?? 0;
    }
  }

  return {
    get(key: number): number {
      const at = placeOf(key);
      return keys[at] === 0 ? -1 : (rows[at] ?? -1);
    },
    set(key: number, row: number): void {
      if (used * 2 >= keys.length) grow();
      const at = placeOf(key);
      if (keys[at] === 0) used += 1;
      keys[at] = key;
      rows[at] = row;
    },
  };
}
