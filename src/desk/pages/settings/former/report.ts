import type { Judged } from '../../../../intake/former/acts.ts';
import type { FormerBooking } from '../../../../intake/former/read.ts';
import { reasonWords, STATES, VERDICTS } from '../../../../intake/former/words.ts';
import type { Cell } from '../../../../lib/csv/write.ts';
import { clockTime, longDate } from '../../../../lib/dates/format.ts';

/** What becomes of a visit, in words, and why. */
export function outcomeWords(booking: FormerBooking, judged: ReadonlyMap<number, Judged>): { result: string; why: string } {
  const now = judged.get(booking.id);
  const reason = now?.reason ?? booking.reason;
  const exceeded = booking.exceeded && booking.state === 'booked' ? '（枠超え）' : '';
  return {
    result: now === undefined ? `${STATES[booking.state]}${exceeded}` : VERDICTS[now.verdict],
    why: booking.problem === '' ? reasonWords(reason) : booking.problem,
  };
}

export const whenOf = ({ hidden, day, startMinute }: FormerBooking): string =>
  hidden ? '支援措置' : day === null || startMinute === null ? '' : `${longDate(day)} ${clockTime(startMinute)}`;

/** Every visit of a file with what becomes of it: line, numbers, place, day, result, reason. Nobody is named. */
export function formerReport(bookings: readonly FormerBooking[], judged: readonly Judged[]): Cell[][] {
  const now = new Map(judged.map((one) => [one.id, one]));
  const lines = bookings.map((booking) => {
    const { result, why } = outcomeWords(booking, now);
    return [booking.line, booking.number, booking.officeName ?? '', whenOf(booking), result, why, booking.newNumber ?? ''];
  });
  return [['行', '以前の予約番号', '交付場所', '日時', '結果', '理由', '新しい予約番号'], ...lines];
}
