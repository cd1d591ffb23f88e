import { isIPv6 } from 'node:net';
import { keepByText } from '../kept.ts';
import { keyedHash } from './keyed-hash.ts';

const MOST_ADDRESSES = 5_000;

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
export const maskedAddress = keepByText(MOST_ADDRESSES, (ip) => {
  const address = plainAddress(ip);
  if (isIPv6(address)) return `${groups(address).slice(0, 3).join(':')}::/48`;
  const parts = address.split('.');
  return parts.length === 4 ? `${parts.slice(0, 3).join('.')}.0/24` : 'unknown';
});

/** An address as it is counted: for IPv6 its /64, which one household has to itself. */
const counted = keepByText(MOST_ADDRESSES, (ip) => {
  const address = plainAddress(ip);
  return isIPv6(address) ? groups(address).slice(0, 4).join(':') : address;
});

/** What throttling counts by: a keyed hash of the address, for IPv6 of its /64. */
export const addressKey = (secret: string, ip: string): string => keyedHash(secret, `address\0${counted(ip)}`);
