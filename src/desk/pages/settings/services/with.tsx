import { smallId } from '../../../../lib/values/ids.ts';
import { readService, type ServiceRecord } from '../../../../services/read.ts';
import { NotFound } from '../../../parts/not-found.tsx';
import { type Answer, type SignedAsk, show } from '../../../route.ts';

export type WithService = (
  work: (ask: SignedAsk, service: ServiceRecord) => Promise<Answer>,
) => (ask: SignedAsk) => Promise<Answer>;

/** The service an address names, or a page that says there is none. */
export const withService: WithService = (work) => async (ask) => {
  const id = smallId(ask.params['id']);
  const service = id.ok ? await readService(ask.db, id.value) : undefined;
  return service === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, service);
};
