import { deadlineIn, type Formats } from '../../languages/index.ts';
import type { VisitRow } from '../read-visits.ts';

/** Until when the visit may be changed or cancelled on the web, or might be once it is booked: 11月27日（金） and 午後5時; undefined: no longer, or not at all. */
export const deadlineOf = (
  { changeableUntil, serverNow }: Pick<VisitRow, 'changeableUntil' | 'serverNow'>,
  say: Formats,
): { day: string; time: string } | undefined =>
  changeableUntil === null || changeableUntil <= serverNow ? undefined : deadlineIn(say, changeableUntil);
