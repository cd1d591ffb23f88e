import { expect, test } from 'vitest';
import type { Outside } from '../../../closing/outside.ts';
import type { OutsideName } from '../../../closing/outside-names.ts';
import { OUTSIDE_SHOWN, outsideShown } from './outside-shown.ts';

const at = (reservationId: string, day: string, startMinute: number): Outside => ({
  ...{ reservationId, day, startMinute, number: reservationId, slotId: 1, officeId: 1, serviceId: 1 },
  ...{ people: 1, mail: false, held: false },
});
const named = (outside: readonly Outside[], hidden: string): ReadonlyMap<string, OutsideName> =>
  new Map(
    outside.map(({ reservationId }) => [
      reservationId,
      reservationId === hidden
        ? { reservationId, who: null, phone: null }
        : { reservationId, who: { name: reservationId, kana: '' }, phone: '' },
    ]),
  );

test('[8(2)②b] where a day has more than are shown, who may not be seen is not among them by their time', () => {
  const day = '2026-12-07';
  const outside = Array.from({ length: OUTSIDE_SHOWN + 10 }, (_, n) => at(`r${n}`, day, 540 + n));
  const ids = (hidden: string) => outsideShown(outside, named(outside, hidden)).map(({ one }) => one.reservationId);
  // First of the day or last of it: the table says the same.
  expect(ids('r0')).toEqual(outside.slice(1, OUTSIDE_SHOWN + 1).map(({ reservationId }) => reservationId));
  expect(ids('r209')).not.toContain('r209');
  const two = [at('early', day, 540), at('late', day, 600), at('next', '2026-12-08', 540)];
  expect(outsideShown(two, named(two, 'early')).map(({ one }) => one.reservationId)).toEqual(['late', 'early', 'next']);
});
