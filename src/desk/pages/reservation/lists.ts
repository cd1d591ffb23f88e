import { type ListedOn, listsOf } from '../../../closing/affected.ts';
import { isOwn } from '../../../staff/bounds.ts';
import { can } from '../../../staff/rights.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

/** The lists of closings or of published changes that a reservation stands on. */
export type Lists = readonly ListedOn[];

/** Those an account may open: a list is of the office where the time was taken away, wherever the visit is meanwhile. */
export const readLists = async (ask: SignedAsk, reservationId: string): Promise<Lists> =>
  can(ask.session, 'calendar.see')
    ? (await listsOf(ask.db, reservationId)).filter(({ officeId }) => isOwn(ask.session, officeId))
    : [];

/** The reservation's row on that list. */
export const listHref = ({ id, closingId, draftId }: Lists[number]): string =>
  `${closingId === null ? paths.draftAffected(draftId ?? 0) : paths.closing(closingId)}#a-${id}`;
