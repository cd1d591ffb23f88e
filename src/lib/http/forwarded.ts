import { BlockList, isIPv6 } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import { maskedAddress } from './address.ts';

/** What a proxy says of whom it speaks for. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-proto', 'x-forwarded-host', 'via'] as const;
const AGAIN_MS = 600_000;

const plain = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');

/** A list of addresses and networks to ask. */
function addressesIn(list: readonly string[]): (address: string) => boolean {
  const known = new BlockList();
  for (const one of list) {
    const [address = '', bits] = one.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) known.addAddress(address, family);
    else known.addSubnet(address, Number(bits), family);
  }
  return (address) => address !== '' && known.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

const isOwn = addressesIn(['127.0.0.0/8', '::1']);
/** Where a proxy of ours stands: this machine, or a private network (RFC 1918, 4193, 6598). */
const isInside = addressesIn([
  '127.0.0.0/8',
  '::1',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
]);

/** Whether a proxy says that it forwarded the request. */
const wasForwarded = ({ headers }: FastifyRequest): boolean => FORWARDED.some((name) => headers[name] !== undefined);

/** Who is behind the proxies learns nothing of our health: `/readyz` answers this machine and the proxies themselves. */
export function nearby(proxies: readonly string[]): (request: FastifyRequest) => boolean {
  const isProxy = addressesIn(proxies);
  return (request) => {
    const peer = plain(request.socket.remoteAddress);
    // Where a proxy forwarded someone else's request, that someone is who asks.
    if (wasForwarded(request) || peer === '') return false;
    // A door that listens on one address of this machine is asked from that very address.
    return peer === plain(request.socket.localAddress) || isOwn(peer) || isProxy(peer);
  };
}

/**
 * Warns of X-Forwarded-For from a peer that is no trusted proxy: at most every ten minutes, since anyone can send it. Where the peer stands where
 * proxies do and nobody is trusted, `ignored` is called too: then the whole city most likely counts as one address.
 */
export function watchForwarded(
  app: FastifyInstance,
  proxies: readonly string[],
  log: Pick<FastifyBaseLogger, 'warn'>,
  ignored: () => Promise<unknown>,
): void {
  const isProxy = addressesIn(proxies);
  let next = 0;
  app.addHook('onRequest', (request, _reply, done) => {
    done();
    if (request.headers['x-forwarded-for'] === undefined || performance.now() < next) return;
    const peer = plain(request.socket.remoteAddress);
    if (isProxy(peer)) return;
    next = performance.now() + AGAIN_MS;
    log.warn(
      { peer: maskedAddress(peer) },
      'X-Forwarded-For of a peer that TRUSTED_PROXIES does not name is not believed; if it is your proxy, everyone behind it counts as one address',
    );
    if (proxies.length > 0 || !isInside(peer)) return;
    ignored().catch((error: unknown) => log.warn({ err: error }, 'alarm'));
  });
}
