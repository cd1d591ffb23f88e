/** The eras birthdays can fall in, newest first. `from` is the first day that bears the name. */
export const ERAS = [
  { name: '令和', short: '令', letter: 'R', digit: '5', from: '2019-05-01' },
  { name: '平成', short: '平', letter: 'H', digit: '4', from: '1989-01-08' },
  { name: '昭和', short: '昭', letter: 'S', digit: '3', from: '1926-12-25' },
  { name: '大正', short: '大', letter: 'T', digit: '2', from: '1912-07-30' },
  { name: '明治', short: '明', letter: 'M', digit: '1', from: '1868-01-25' },
] as const;

export type Era = (typeof ERAS)[number];

const firstYear = (era: Era): number => Number(era.from.slice(0, 4));

/** The era a day lies in; undefined before 明治. `day` as 2026-11-23. */
export const eraOf = (day: string): Era | undefined => ERAS.find((era) => day >= era.from);

/** The year of the era as it is written: 元 for the first. */
export const yearOfEra = (era: Era, year: number): string => {
  const count = year - firstYear(era) + 1;
  return count === 1 ? '元' : String(count);
};

/** What a year of an era was by our count: 令和8 → 2026; undefined where the era had no such year. */
export function westernYear(era: Era, count: number): number | undefined {
  const next = ERAS[ERAS.indexOf(era) - 1];
  const year = firstYear(era) + count - 1;
  return count < 1 || (next !== undefined && year > firstYear(next)) || year > 9999 ? undefined : year;
}
