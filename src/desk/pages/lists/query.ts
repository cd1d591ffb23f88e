import type { Prepared } from '../../../lists/list.ts';

/** Says that a filter was chosen of which every box is empty: without it the address would ask for what is usual. */
export const EVERY = { every: 'yes' } as const;

/** The filter as the address carries it; what is empty stays out. */
export const filterQuery = ({ prepared, sort }: { prepared: Pick<Prepared, 'boxes'>; sort: string }) => ({
  ...prepared.boxes,
  ...(Object.values(prepared.boxes).every((box) => box === '') ? EVERY : {}),
  sort,
});
