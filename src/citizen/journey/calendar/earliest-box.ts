import { textOf } from '../../../lib/http/fields.ts';
import { slotId } from '../../../lib/values/ids.ts';
import type { Office } from '../../common.ts';
import { type Earliest, type When, whenOf } from '../../earliest.ts';
import type { VisitAsk } from '../../route.ts';
import { type Holding, standing } from '../../visit.ts';

/** The earliest free time anywhere as a drawing compares it: by value, so lists are lines of words. */
export type Box = {
  /** Its visit is known, and some office is open to it. */
  offered: boolean;
  /** It comes after what the visit has booked, of all that is free: of a choice of days or of a part of the city there may be an earlier one elsewhere. */
  later: boolean;
  when: When;
  whens: string;
  /** Parts of the city one may look in, and the one that is; a line each. */
  areas: string;
  area: string;
  placeOffice: Office | undefined;
  placeDay: string;
  placeMinute: number;
  placeSlot: number;
  holdMinutes: number;
};

type Time = { day: string; startMinute: number };
const isLater = (one: Time, than: Time): boolean =>
  one.day > than.day || (one.day === than.day && one.startMinute > than.startMinute);

/** The earliest place as a drawing compares it. */
const boxed = (found: Earliest | undefined, when: When, holdMinutes: number, booked: Holding | undefined): Box => ({
  offered: found !== undefined,
  later:
    found?.place !== undefined && booked !== undefined && when === 'any' && found.area === '' && isLater(found.place, booked),
  when,
  whens: found?.whens.join(' ') ?? '',
  areas: found?.areas.join('\n') ?? '',
  area: found?.area ?? '',
  placeOffice: found?.place?.office,
  placeDay: found?.place?.day ?? '',
  placeMinute: found?.place?.startMinute ?? 0,
  placeSlot: found?.place?.slotId ?? 0,
  holdMinutes,
});

/** The same as its box shows it. */
export const boxOf = ({ when, whens, areas, area, later, placeOffice, placeDay, placeMinute, placeSlot, holdMinutes }: Box) => ({
  when,
  later,
  whens: whens.split(' ').map(whenOf),
  areas: areas === '' ? [] : areas.split('\n'),
  area,
  holdMinutes,
  place:
    placeOffice === undefined ? undefined : { office: placeOffice, day: placeDay, startMinute: placeMinute, slotId: placeSlot },
});

/** What the page offers first. To who lost their time to a closing nothing is said of before or after it. */
export async function earliestOf(ask: VisitAsk, now: string): Promise<Box> {
  const { cookie, visit } = ask;
  const when = whenOf(textOf(ask.query, 'when'));
  const [area, lost] = [textOf(ask.query, 'area'), slotId(textOf(ask.query, 'lost'))];
  const [found, { holdMinutes }] = await Promise.all([
    ask.earliest({ cookie, visit, from: now, when, area, lost: lost.ok ? lost.value : undefined }),
    ask.common.numbers(''),
  ]);
  return boxed(found, when, holdMinutes, visit.slotClosed ? undefined : standing(visit, 'booked'));
}
