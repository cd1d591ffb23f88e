type Known<T> = T | null | undefined;

/** Whether a span ends before it begins. Both ends count, of days as of numbers, so both may be the same; false where one is not known. */
export const endsBefore = <T extends string | number>(from: Known<T>, to: Known<T>): boolean =>
  from != null && to != null && to < from;

type Point = number | Temporal.Instant;
const sign = (one: Point): bigint => (typeof one === 'number' ? BigInt(one) : one.epochNanoseconds);

/** Whether what lasts from one time to another takes no time at all, or less; false where one is not known. */
export const lastsNoTime = <T extends Point>(from: Known<T>, to: Known<T>): boolean =>
  from != null && to != null && sign(to) <= sign(from);
