import { CERTIFICATE_DAYS, certificateEnd, daysUntil } from '../lib/http/certificate.ts';
import { alarm } from './alarm.ts';
import type { Job } from './job.ts';

/** How long the certificate of the citizens' site is good, as browsers see it. A site that is not reached from here says nothing: its beats do. */
export const certificate: Job = async (context) => {
  const { citizenOrigin } = context.config;
  const end = citizenOrigin === undefined ? undefined : await certificateEnd(citizenOrigin).catch(() => undefined);
  if (end === undefined) return;
  const days = daysUntil(end, context.clock.now());
  await alarm(context, 'certificate-ends', days < CERTIFICATE_DAYS, { daysLeft: days });
};
