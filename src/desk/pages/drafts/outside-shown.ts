import type { Outside } from '../../../closing/outside.ts';
import type { OutsideName } from '../../../closing/outside-names.ts';

/** More are on the list by telephone and in the file. */
export const OUTSIDE_SHOWN = 200;

/** Of a party with somebody this viewer may not see neither name nor telephone. */
type Shown = { one: Outside } & Pick<OutsideName, 'who' | 'phone'>;

/**
 * Who is shown of those outside, day by day. Whom this viewer may not see stands behind the others of the day, also where not all fit: where the table ends tells no
 * time of theirs.
 */
export function outsideShown(outside: readonly Outside[], named: ReadonlyMap<string, OutsideName>): Shown[] {
  const all = outside.map((one): Shown => {
    const { who, phone } = named.get(one.reservationId) ?? { who: null, phone: null };
    return { one, who, phone };
  });
  return [...Map.groupBy(all, ({ one }) => one.day).values()]
    .flatMap((ofDay) => ofDay.toSorted((a, b) => Number(a.who === null) - Number(b.who === null)))
    .slice(0, OUTSIDE_SHOWN);
}
