import type { Prepared } from '../../../lists/list-types.ts';
import { TYPED } from '../../../lists/typed.ts';

/** Says that a filter was chosen of which every box is empty: without it the address would ask for what is usual. */
export const EVERY = { every: 'yes' } as const;
/** Says that only the rows that were ticked are meant. */
export const PICKED = { picked: 'yes' } as const;

/**
 * What an address may say of a box: no box allows as much, so what is cut is refused by its box, never read as another filter. Browsers refuse heads of more than 16 KB.
 */
export const LONGEST = 60;

type Of = { prepared: Pick<Prepared, 'boxes'> & Partial<Pick<Prepared, 'picked'>> };

/** What a form of an act on a list carries along: its filter, and whether only what was ticked is meant. */
export const filterCarried = ({ prepared: { boxes, picked = false } }: Of): Record<string, string> => ({
  ...boxes,
  ...(Object.entries(boxes).every(([name, box]) => name === TYPED || box === '') ? EVERY : {}),
  ...(picked ? PICKED : {}),
});

/** The filter as the address carries it; what is empty stays out. */
export const filterQuery = ({ prepared, sort }: Of & { sort: string }): Record<string, string> => ({
  ...filterCarried({ prepared }),
  sort,
});
