import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** ::ffff:10.0.0.1 is 10.0.0.1, and so is 10.0.0.1:4711: one caller must not count twice for speaking both, or for each connection. */
const plainAddress = (ip: string): string =>
  ip
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '');

/** The eight groups of an IPv6 address. */
function groups(ip: string): string[] {
  const [before = '', after] = ip.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const between = after === undefined ? [] : Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...between, ...tail].map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}

/** For logs and the audit: the network, not the household. 203.0.113.77 → 203.0.113.0/24; IPv6 → its /48. */
export function maskedAddress(ip: string): string {
  const address = plainAddress(ip);
  if (isIPv6(address)) return `${groups(address).slice(0, 3).join(':')}::/48`;
  const parts = address.split('.');
  return parts.length === 4 ? `${parts.slice(0, 3).join('.')}.0/24` : 'unknown';
}

/** Asked for twice a request, most of them from few proxies and carriers. */
const keys = new Map<string, string>();
const MOST_KEYS = 5_000;

/** What throttling counts by: a keyed hash of the address, for IPv6 of its /64, which one household has to itself. */
export function addressKey(secret: string, ip: string): string {
  const known = keys.get(`${secret} ${ip}`);
  if (known !== undefined) return known;
  const address = plainAddress(ip);
  const counted = isIPv6(address) ? groups(address).slice(0, 4).join(':') : address;
  const key = createHmac('sha256', secret).update(`address\0${counted}`).digest('base64url').slice(0, 22);
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(`${secret} ${ip}`, key);
  return key;
}
