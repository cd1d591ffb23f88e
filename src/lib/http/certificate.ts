import { once } from 'node:events';
import { connect } from 'node:tls';

const LIMIT_MS = 5_000;
/** A certificate is renewed a month before its end: with so many days left, the renewal does not work. */
export const CERTIFICATE_DAYS = 21;

/**
 * When the certificate ends that a site shows now, whoever trusts it or not; undefined where the site has none.
 * @throws where it does not answer in time
 */
export async function certificateEnd(origin: string): Promise<Temporal.Instant | undefined> {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol !== 'https:') return undefined;
  // Only its dates are read, nothing is sent: one that ended must be told as well.
  const socket = connect({ host: hostname, port: Number(port || 443), servername: hostname, rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(LIMIT_MS) });
    const ends = Date.parse(socket.getPeerCertificate().valid_to);
    return Number.isNaN(ends) ? undefined : Temporal.Instant.fromEpochMilliseconds(ends);
  } finally {
    socket.on('error', () => {});
    socket.destroy();
  }
}

/** Whole days until then; less than 0 where it is over. */
export const daysUntil = (end: Temporal.Instant, now: Temporal.Instant): number =>
  Math.floor(now.until(end).total({ unit: 'hours' }) / 24);
