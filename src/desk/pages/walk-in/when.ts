import { isDayEnded } from '../../../counter/day-end.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { dayLying } from '../../../lib/values/days.ts';
import { rowId } from '../../../lib/values/ids.ts';
import type { GridSlot } from '../../../reservations/grid.ts';
import { slotsToCome } from '../../../reservations/grid.ts';
import { field, type SignedAsk } from '../../route.ts';

/** When somebody came: into which slot of which day they are put. */
export type When = {
  day: string;
  today: boolean;
  /** What was typed as the day is none, or one to come: today is shown. */
  wrongDay: boolean;
  /** What the box shows: as typed where it is wrong. */
  typed: string;
  /** The day is closed: nothing is recorded of it any more. */
  ended: boolean;
  /** Those of the day that are over: one of them may be named. */
  over: GridSlot[];
  /** The one that was named among them; '' none was. */
  at: string;
  /** Named, else that of this moment, else the next one today, else the last one of the day. */
  slot: GridSlot | undefined;
  /** It is over: whoever is put into it came before. */
  late: boolean;
};

/** Reads `day` and `at` of an address or a form. `people`: how many came together. */
export async function whenOf(
  ask: SignedAsk,
  fields: Readonly<Record<string, unknown>>,
  of: { officeId: number; serviceId: number | undefined; people: number },
): Promise<When> {
  const today = cityDay(ask.now);
  const typed = field(fields, 'day');
  const read = dayLying(today, 'behind')(typed);
  const wrongDay = typed !== '' && (!read.ok || read.value > today);
  const day = read.ok && read.value <= today ? read.value : today;
  const [slots, ended] = await Promise.all([
    of.serviceId === undefined ? [] : slotsToCome(ask.db, { ...of, serviceId: of.serviceId, day }),
    isDayEnded(ask.db, of.officeId, day),
  ]);
  const over = slots.filter(({ outside }) => outside);
  const id = rowId(fields['at']);
  const named = id.ok ? over.find((slot) => slot.id === id.value) : undefined;
  const slot = named ?? slots.find(({ outside }) => !outside) ?? over.at(-1);
  return {
    ...{ day, today: day === today, wrongDay, ended, over, slot },
    typed: wrongDay ? typed.slice(0, 40) : longDate(day),
    at: named === undefined ? '' : String(named.id),
    late: slot?.outside === true,
  };
}

/** The same in an address: today and the slot of this moment need no words. */
export const whenQuery = ({ day, today, at }: When): Record<string, string> => ({
  ...(today ? {} : { day }),
  ...(at === '' ? {} : { at }),
});
