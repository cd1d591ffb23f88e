/** How nginx writes its log, as `madoguchi proxy` sets it up: network, time, method, status, bytes, seconds, site. No path: links in mails open a reservation. */
export const PROXY_FORMAT =
  '$madoguchi_network $time_iso8601 $request_method $status $body_bytes_sent $request_time $server_name';

/** nginx's own words for the caller's network, as `maskedAddress` has them: 203.0.113.0/24, of IPv6 its /48 (§11(12)d). */
export const PROXY_NETWORK = `map $remote_addr $madoguchi_network {
  default unknown;
  "~^(?:::ffff:)?(?<madoguchi_four>\\d+\\.\\d+\\.\\d+)\\.\\d+$" $madoguchi_four.0/24;
  "~^(?<madoguchi_three>[0-9a-f]+:[0-9a-f]+:[0-9a-f]+):" $madoguchi_three::/48;
  "~^(?<madoguchi_two>[0-9a-f]+:[0-9a-f]+)::" $madoguchi_two:0::/48;
  "~^(?<madoguchi_one>[0-9a-f]+)::" $madoguchi_one:0:0::/48;
  "~^::" 0:0:0::/48;
}`;

const LINE = /^(\S+) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d) (\S*) (\d{3}) \d+ (\d+\.\d{3}) (\S*)$/u;

/** A line of that log as one of the product's own: its time in UTC, milliseconds. Undefined where it is none. */
export function readProxyLine(text: string): Record<string, unknown> | undefined {
  const [, from, time, method, status, seconds, site] = LINE.exec(text) ?? [];
  if (from === undefined || time === undefined) return undefined;
  const at = Date.parse(time);
  if (Number.isNaN(at)) return undefined;
  return {
    level: 30,
    time: new Date(at).toISOString(),
    door: 'nginx',
    method,
    route: site,
    status: Number(status),
    ms: Math.round(Number(seconds) * 1_000),
    from,
    msg: 'answered',
  };
}
