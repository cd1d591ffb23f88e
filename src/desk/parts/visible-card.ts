import { type Card, readCard } from '../../cards/read.ts';
import { rowId } from '../../lib/values/ids.ts';
import type { SignedAsk } from '../route.ts';
import { withFound } from './row.tsx';
import { viewerOf } from './viewer.ts';

/** The card of an address, if this account may see it; a protected one answers as if it were not there. */
export async function visibleCard(ask: SignedAsk, id: unknown): Promise<Card | undefined> {
  const read = rowId(id);
  const card = read.ok ? await readCard(ask.db, read.value) : undefined;
  return card?.protected === true && !viewerOf(ask).seesProtected ? undefined : card;
}

/** The card `:card` of an address, for a page about it. */
export const withCard = withFound((ask) => visibleCard(ask, ask.params['card']));
