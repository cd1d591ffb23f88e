import { isOwnMachine } from '../../config/risks.ts';
import { systemClock } from '../../lib/clock.ts';
import { cityDay } from '../../lib/dates/jst.ts';
import { codeOf } from '../../lib/fault.ts';
import { CERTIFICATE_DAYS, certificateEnd, daysUntil } from '../../lib/http/certificate.ts';
import { care, type Finding, good, wrong } from './finding.ts';

const LIMIT_MS = 5_000;

const asked = (url: string): Promise<Response> => fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS) });

/** How long the certificate is good that a site shows. Nothing where it shows none. */
export async function ofCertificate(origin: string, now: Temporal.Instant): Promise<Finding[]> {
  const end = await certificateEnd(origin).catch(() => undefined);
  if (end === undefined) return [];
  const days = daysUntil(end, now);
  if (days < 0)
    return [wrong(`The certificate of ${origin} is over since ${cityDay(end)}: browsers refuse the site. Renew it now.`)];
  return days < CERTIFICATE_DAYS
    ? [
        wrong(
          `The certificate of ${origin} ends in ${days} days (${cityDay(end)}): renew it, and look why that did not happen by itself.`,
        ),
      ]
    : [good(`The certificate of ${origin} is good for ${days} more days.`)];
}

/** Asks a site the way browsers reach it, where it runs already: whether its proxy tells for whom it asks, what it tells strangers, and how long its certificate is good. */
export async function lookAtProxy(setting: string, origin: string): Promise<Finding[]> {
  if (isOwnMachine(origin)) return [];
  return (await Promise.all([ofCertificate(origin, systemClock.now()), ofAnswer(setting, origin)])).flat();
}

/** Why `fetch` trusts no certificate of a private issuer, as OpenSSL calls it. */
const ISSUERS = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);
const issuerUnknown = (error: unknown): boolean => error instanceof Error && ISSUERS.has(codeOf(error.cause) ?? '');

async function ofAnswer(setting: string, origin: string): Promise<Finding[]> {
  const ready = await asked(`${origin}/readyz`).catch((error: unknown) => (issuerUnknown(error) ? 'issuer' : undefined));
  if (ready === 'issuer')
    return [
      care(
        `${setting} (${origin}) shows a certificate whose issuer this machine does not know. Where it is the city's own, name the file of the issuer's certificate: NODE_EXTRA_CA_CERTS=FILE.`,
      ),
    ];
  if (ready === undefined)
    return [care(`${setting} (${origin}) does not answer from here: look again once the site and its proxy run.`)];
  if (ready.status === 200 || (ready.status === 503 && (await ready.text()) === 'not ready\n'))
    return [
      wrong(
        `The proxy of ${origin} does not say for whom it asks: everyone counts as one address, and strangers read /readyz. Let it set X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $remote_addr;).`,
      ),
    ];
  return [good(`${origin} answers, and tells strangers nothing of its health.`)];
}
