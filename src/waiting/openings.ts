import { DAY_KINDS, type DayKind, PARTS, type Part } from './acts.ts';

/** A day with a kind of it and a part of it for which one may wait at an office. */
export type Opening = { office: string; day: string; kind: DayKind; part: Part };

/** The kinds of days and times of day for which there is something to wait for, in their own order. */
export const kindsIn = (openings: readonly Opening[]): DayKind[] =>
  DAY_KINDS.filter((one) => openings.some(({ kind }) => kind === one));
export const partsOf = (openings: readonly Opening[]): Part[] => PARTS.filter((one) => openings.some(({ part }) => part === one));

/** What an office opens for, by kinds of days, where that is not everything that is offered; else nothing. */
export function opensFor(own: readonly Opening[], all: readonly Opening[]): { kind: DayKind; parts: Part[] }[] {
  const has = kindsIn(own).map((kind) => ({ kind, parts: partsOf(own.filter((one) => one.kind === kind)) }));
  return has.length === kindsIn(all).length && has.every(({ parts }) => parts.length === partsOf(all).length) ? [] : has;
}
