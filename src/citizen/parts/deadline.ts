import { deadline } from '../../lib/dates/jst.ts';
import type { VisitRow } from '../read-visits.ts';

/** Until when the visit may be changed or cancelled on the web, or might be once it is booked: 11月27日（金） and 午後5時; undefined: no longer, or not at all. */
export const deadlineOf = ({ changeableUntil, serverNow }: Pick<VisitRow, 'changeableUntil' | 'serverNow'>) =>
  changeableUntil === null || changeableUntil <= serverNow ? undefined : deadline(changeableUntil);
