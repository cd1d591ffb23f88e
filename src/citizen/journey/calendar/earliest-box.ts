import { textOf } from '../../../lib/http/fields.ts';
import { slotId } from '../../../lib/values/ids.ts';
import type { Office } from '../../common.ts';
import { type Earliest, type When, whenOf } from '../../earliest.ts';
import type { VisitAsk } from '../../route.ts';

/** The earliest free time anywhere as a drawing compares it: by value, so lists are lines of words. */
export type Box = {
  /** Not offered to who looks for another time. */
  offered: boolean;
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

/** The earliest place as a drawing compares it. */
const boxed = (found: Earliest | undefined, when: When, holdMinutes: number): Box => ({
  offered: found !== undefined,
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
export const boxOf = ({ when, whens, areas, area, placeOffice, placeDay, placeMinute, placeSlot, holdMinutes }: Box) => ({
  when,
  whens: whens.split(' ').map(whenOf),
  areas: areas === '' ? [] : areas.split('\n'),
  area,
  holdMinutes,
  place:
    placeOffice === undefined ? undefined : { office: placeOffice, day: placeDay, startMinute: placeMinute, slotId: placeSlot },
});

/** What the page offers first; who has a booking looks for another time and is asked once more, so nothing is offered in one press. */
export async function earliestOf(ask: VisitAsk, now: string, changing: boolean): Promise<Box> {
  const when = whenOf(textOf(ask.query, 'when'));
  const [area, lost] = [textOf(ask.query, 'area'), slotId(textOf(ask.query, 'lost'))];
  const [found, { holdMinutes }] = await Promise.all([
    changing ? undefined : ask.earliest({ visit: ask.visit, from: now, when, area, lost: lost.ok ? lost.value : undefined }),
    ask.common.numbers(''),
  ]);
  return boxed(found, when, holdMinutes);
}
