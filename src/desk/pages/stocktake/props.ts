import type { BoxedCard } from '../../../cards/boxed.ts';
import type { ScannedCard } from '../../../cards/scan.ts';
import type { CountedCard, LeftInBox, Stocktake } from '../../../cards/stocktake-read.ts';
import type { comingVisits } from '../../../reservations/coming.ts';

/** What the page of a count shows. */
export type CountProps = {
  stocktake: Stocktake;
  /** What is recorded to belong in the box. */
  boxed: BoxedCard[];
  cards: CountedCard[];
  left: LeftInBox[];
  /** The next visit of those who are not seen yet. */
  coming: Awaited<ReturnType<typeof comingVisits>>;
  fingerprint: string;
  /** The card of the scan before, and whether it had been counted already. */
  last: CountedCard | undefined;
  again: boolean;
  /** A scan that was not recorded. */
  stopped: { code: string; why: string } | undefined;
  /** Cards that share the ID that was read: a person says which one is in their hand. */
  several: readonly ScannedCard[] | undefined;
};
