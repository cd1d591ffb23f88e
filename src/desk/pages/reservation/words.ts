import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import type { ReservationRow } from '../../../reservations/read.ts';

export const whenWords = (one: { day: string; startMinute: number }): string =>
  `${longDate(one.day)} ${clockTime(one.startMinute)}`;

export const placeTerm = ({ needsCard }: ReservationRow): string => (needsCard ? '交付場所' : '受付場所');

/** Whether telephone and remarks of a visit may still be corrected: until its day is over. */
export const contactOpen = ({ state, day }: ReservationRow, now: Temporal.Instant): boolean =>
  state === 'booked' || (state === 'ended' && day >= cityDay(now));
