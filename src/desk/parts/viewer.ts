import type { Viewer } from '../../cards/viewer.ts';
import { can } from '../../staff/rights.ts';
import type { SignedAsk } from '../route.ts';

/** Who looks at a page of the desk. */
export const viewerOf = ({ session }: Pick<SignedAsk, 'session'>): Viewer => ({
  seesProtected: can(session, 'cards.protected'),
});
