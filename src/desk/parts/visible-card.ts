import { recordLook } from '../../audit/view.ts';
import { type Card, readCard } from '../../cards/read.ts';
import { rowId } from '../../lib/values/ids.ts';
import type { SignedAsk } from '../route.ts';
import { withFound } from './row.tsx';
import { viewerOf } from './viewer.ts';

/** The card of an address for a page that writes its own line of the log: one of its own kind, or each time. */
export async function cardToLog(ask: SignedAsk, id: unknown): Promise<Card | undefined> {
  const read = rowId(id);
  const card = read.ok ? await readCard(ask.db, read.value) : undefined;
  return card?.protected === true && !viewerOf(ask).seesProtected ? undefined : card;
}

/**
 * The card of an address, if this account may see it; a protected one answers as if it were not there. Whoever is shown it leaves a line of the log, one a
 * look (§11(12)a); a press leaves the line of what it does.
 */
export async function visibleCard(ask: SignedAsk, id: unknown): Promise<Card | undefined> {
  const card = await cardToLog(ask, id);
  if (card !== undefined && ask.looks) await recordLook(ask.db, ask.actor, { saw: 'person', cardId: card.id });
  return card;
}

/** The card `:card` of an address, for a page about it. */
export const withCard = withFound((ask) => visibleCard(ask, ask.params['card']));
/** The card `:card` of an address, for the card's own page: it writes its line of the log itself. */
export const withCardToLog = withFound((ask) => cardToLog(ask, ask.params['card']));
