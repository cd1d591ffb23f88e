import { isOwnMachine } from '../../config/risks.ts';
import { care, type Finding, good, wrong } from './finding.ts';

const LIMIT_MS = 5_000;

const asked = (url: string): Promise<Response> => fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS) });

/** Asks a site the way browsers reach it, where it runs already: whether its proxy tells for whom it asks, and what it tells strangers. */
export async function lookAtProxy(setting: string, origin: string): Promise<Finding[]> {
  if (isOwnMachine(origin)) return [];
  const ready = await asked(`${origin}/readyz`).catch(() => undefined);
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
