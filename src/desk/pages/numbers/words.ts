import { grouped } from '../../../lib/values/numbers.ts';

/** A share as it is read; － where it is of nothing. */
export const percent = (value: number | null): string => (value === null ? '－' : `${value.toFixed(1)}％`);

/** A count of something that may not be known, with its unit. */
export const counted = (value: number | null, unit: string): string => (value === null ? '－' : `${grouped(value)}${unit}`);

/** People handed over to on an open day, on average: below ten to one decimal; null: there was no open day. */
export function perDay({ handedOver, openDays }: { handedOver: number; openDays: number }): number | null {
  if (openDays === 0) return null;
  const people = handedOver / openDays;
  return people < 10 ? Math.round(10 * people) / 10 : Math.round(people);
}
