import { plainDate } from './format.ts';

/**
 * How old who was born then is on a day (both 2026-11-23): a year older from the birthday on. Of who was born on 29 February that is, in a year without
 * one, 1 March (年齢計算ニ関スル法律: the end of the day before). `lib.age_on` counts the same in SQL.
 */
export function ageOn(birthDate: string, day: string): number {
  const [born, on] = [plainDate(birthDate), plainDate(day)];
  const before = on.month < born.month || (on.month === born.month && on.day < born.day);
  return on.year - born.year - (before ? 1 : 0);
}
