const PARTS = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^@/?#]+)([/?#].*)?$/u;
/** What libpq calls it; of several hosts we always want the one that writes. */
const WANTED = new Set(['read-write', 'primary']);

/**
 * One URL for each host of a connection URL as libpq knows it: postgres://USER:PASSWORD@ONE:5432,OTHER:5432/DATABASE?target_session_attrs=read-write
 * gives two. A URL of one host gives itself. Undefined where it is none, or asks for a standby.
 */
export function urlsOf(url: string): string[] | undefined {
  const [, before = '', hosts = '', after = ''] = PARTS.exec(url) ?? [];
  if (hosts === '') return undefined;
  const urls = hosts.split(',').map((host) => URL.parse(`${before}${host}${after}`));
  const found: string[] = [];
  for (const one of urls) {
    const wanted = one?.searchParams.get('target_session_attrs');
    if (one === null || one.hostname === '' || (wanted !== null && wanted !== undefined && !WANTED.has(wanted))) return undefined;
    one.searchParams.delete('target_session_attrs');
    found.push(one.href);
  }
  return found;
}

/** How many machines a connection URL names. */
export const hostsIn = (url: string): number => urlsOf(url)?.length ?? 1;
