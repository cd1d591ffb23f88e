type Query = Record<string, string | number | null | undefined>;

/** The query of an address; what is empty is left out. */
export function withQuery(path: string, query: Query, fragment = ''): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === null || value === undefined || value === '' ? [] : [`${key}=${encodeURIComponent(String(value))}`],
  );
  return `${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}${fragment === '' ? '' : `#${fragment}`}`;
}
