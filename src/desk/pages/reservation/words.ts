import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import type { ReservationRow } from '../../../reservations/read.ts';

export const whenWords = (one: { day: string; startMinute: number }): string =>
  `${longDate(one.day)} ${clockTime(one.startMinute)}`;

/** Where a mail about a visit goes; null: nowhere, it has no address or mails to it are held back (支援措置). */
export const mailedTo = ({ mail, mailHeld }: ReservationRow): string | null => (mailHeld ? null : mail);

export const placeTerm = ({ needsCard }: ReservationRow): string => (needsCard ? '交付場所' : '受付場所');

/** Whether telephone and remarks of a visit may still be corrected: until its day is over. */
export const contactOpen = ({ state, day }: ReservationRow, now: Temporal.Instant): boolean =>
  state === 'booked' || (state === 'ended' && day >= cityDay(now));
