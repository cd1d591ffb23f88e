/** From how many networks one pass is used while a line stands. More than a telephone that changes between home, street and a carrier's many addresses. */
const MOST_NETWORKS = 20;
const MOST_PASSES = 20_000;

/** Tells whether a pass is still one browser's: what is used from everywhere was handed on. Known to this process alone, and forgotten with it. */
export function networksOf(): (id: string, address: string) => boolean {
  const seen = new Map<string, Set<string>>();
  return (id, address) => {
    const networks = seen.get(id) ?? new Set();
    if (networks.size <= MOST_NETWORKS) networks.add(address);
    if (!seen.has(id)) {
      if (seen.size >= MOST_PASSES) seen.clear();
      seen.set(id, networks);
    }
    return networks.size <= MOST_NETWORKS;
  };
}
