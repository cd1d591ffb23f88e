import { clockTime, shortDate } from '../../lib/dates/format.ts';
import { type Beside, besideVisit, bookedFor } from '../../reservations/beside.ts';
import { can } from '../../staff/rights.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';
import { viewerOf } from './viewer.ts';

/** Refusals for a booking that the same card or person has. */
const IN_THE_WAY: ReadonlySet<string> = new Set(['already_booked', 'comes_again']);

/** The booking that such a refusal is about, as far as this account may see it: of who comes on a visit, or of cards. */
export async function otherBooking(
  ask: SignedAsk,
  refused: string,
  of: { visit: string } | { cards: readonly number[] },
): Promise<Beside | undefined> {
  if (!IN_THE_WAY.has(refused) || !can(ask.session, 'people.see')) return undefined;
  return 'visit' in of ? besideVisit(ask.db, viewerOf(ask), of.visit) : bookedFor(ask.db, viewerOf(ask), of.cards);
}

/** The way to the booking that a refusal is about. */
export function OtherBooking({ of }: { of: Beside | undefined }) {
  if (of === undefined) return null;
  return (
    <p>
      <a href={paths.reservation(of.id)}>
        {`${shortDate(of.day)} ${clockTime(of.startMinute)}、${of.officeName}の予約を表示・変更する`}
      </a>
    </p>
  );
}
