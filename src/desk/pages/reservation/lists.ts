import { paths } from '../../paths.ts';

/** A list of a closing or of a published change that a reservation stands on. */
export type Lists = { id: number; closingId: number | null; draftId: number | null }[];

/** The reservation's row on that list. */
export const listHref = ({ id, closingId, draftId }: Lists[number]): string =>
  `${closingId === null ? paths.draftAffected(draftId ?? 0) : paths.closing(closingId)}#a-${id}`;
