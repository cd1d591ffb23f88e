import { cityDay } from '../../../lib/dates/jst.ts';
import type { Office } from '../../../offices/read.ts';
import { type GridSlot, officesOfParty, readGrid, staffWindow } from '../../../reservations/grid.ts';
import { readReservation } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import type { One } from '../../parts/party.ts';
import { liesAt } from '../../parts/who.ts';
import type { SignedAsk } from '../../route.ts';
import type { When } from './when.ts';

/** Whether a visit of another day can be brought to today: into which slot, or why not, and whether its people could be received without it. */
export type ToToday = { slot: GridSlot } | { not: 'full' | 'outside' | 'late'; received: boolean };

/**
 * Where the visit that stands for who came could be moved to, so that it is received now: the first slot of today at this office that is not over and has its places;
 * for who may go above them the one of this moment. Undefined where nothing of another day, or of another office, stands for their card, or this account may not move it.
 */
export async function toToday(ask: SignedAsk, first: One | undefined, office: Office, when: When): Promise<ToToday | undefined> {
  const standing = first?.standing;
  const today = cityDay(ask.now);
  if (!when.today || standing?.visit === undefined || !standing.sameCard || standing.heldUntil !== null) return undefined;
  const { day, officeCode } = standing.visit;
  if (day < today || (day === today && officeCode === office.code) || !can(ask.session, 'booking.make')) return undefined;
  const [reservation, cardOffices] = await Promise.all([
    readReservation(ask.db, standing.reservationId),
    officesOfParty(ask.db, standing.reservationId),
  ]);
  if (reservation === undefined) return undefined;
  const { id: moving, serviceId, units } = reservation;
  const exceeds = can(ask.session, 'booking.exceed');
  const received = when.slot !== undefined && (exceeds || when.slot.free >= units);
  if (!reservation.changeable) return { not: 'late', received };
  const people = reservation.members.length;
  const { slots } = await readGrid(ask.db, {
    officeId: office.id,
    serviceId,
    cardOffices,
    people,
    from: today,
    to: today,
    moving,
  });
  const open = slots.filter(({ closed, gone, outside, fits }) => !closed && !gone && !outside && fits);
  const slot = open.find(({ free }) => free >= units) ?? (exceeds ? open[0] : undefined);
  if (slot !== undefined) return { slot };
  // With nothing open, today's times may be over; or none of them is in the period.
  return { not: open.length > 0 || !received || when.late ? 'full' : 'outside', received };
}

/** Whether who came now is refused today whatever is free: what is asked of a booking by staff is asked of them. Who came before, to a time that is over, is not. */
export async function isNotToday(
  ask: SignedAsk,
  { officeId, serviceId, party, when }: { officeId: number; serviceId: number | undefined; party: readonly One[]; when: When },
): Promise<boolean> {
  if (serviceId === undefined || party.length === 0 || !when.today || when.late) return false;
  const { earliest, latest } = await staffWindow(ask.db, {
    officeId,
    serviceId,
    cardOffices: party.map(({ who }) => liesAt(who)),
  });
  return earliest === null || latest === null || when.day < earliest || when.day > latest;
}
