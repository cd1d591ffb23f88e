import { smallId } from '../../../../lib/values/ids.ts';
import { type OfficeRecord, readOffice } from '../../../../offices/read.ts';
import { NotFound } from '../../../parts/not-found.tsx';
import { type Answer, type SignedAsk, show } from '../../../route.ts';

export type WithOffice = (work: (ask: SignedAsk, office: OfficeRecord) => Promise<Answer>) => (ask: SignedAsk) => Promise<Answer>;

/** The office an address names, or a page that says there is none. */
export const withOffice: WithOffice = (work) => async (ask) => {
  const id = smallId(ask.params['id']);
  const office = id.ok ? await readOffice(ask.db, id.value) : undefined;
  return office === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, office);
};
