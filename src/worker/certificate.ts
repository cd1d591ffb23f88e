import { CERTIFICATE_DAYS, certificateEnd, daysUntil } from '../lib/http/certificate.ts';
import { alarm, DAY_MINUTES, endStale } from './alarm.ts';
import type { Job } from './job.ts';

/** What was last seen of a certificate is told so long on while its site is not reached from here; then nobody knows whether it was renewed. */
const UNREACHED_DAYS = 7;

/**
 * How long the certificate of the citizens' site is good, as browsers see it. A site that is not reached from here says nothing: its beats do. One without
 * TLS has none that could end.
 */
export const certificate: Job = async (context) => {
  const { citizenOrigin } = context.config;
  if (!citizenOrigin?.startsWith('https:')) return alarm(context, 'certificate-ends', false);
  const end = await certificateEnd(citizenOrigin).catch(() => undefined);
  if (end === undefined) return endStale(context, 'certificate-ends', UNREACHED_DAYS * DAY_MINUTES);
  const days = daysUntil(end, context.clock.now());
  await alarm(context, 'certificate-ends', days < CERTIFICATE_DAYS, { daysLeft: days });
};
