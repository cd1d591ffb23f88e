import { DAYS, weekdayOf } from './reference.ts';

const monday = (year: number, month: string, nth: number): string =>
  DAYS.filter((day) => day.startsWith(`${year}-${month}-`) && weekdayOf(day) === 1)[nth - 1] ?? '';

/** From the tables of the National Astronomical Observatory: 春分 and 秋分. */
const EQUINOXES = [
  '2026-03-20',
  '2026-09-23',
  '2027-03-21',
  '2027-09-23',
  '2028-03-20',
  '2028-09-22',
  '2029-03-20',
  '2029-09-23',
];
EQUINOXES.push('2030-03-20', '2030-09-23', '2031-03-21', '2031-09-23', '2032-03-20', '2032-09-22');

/** 国民の祝日に関する法律 as it reads: the days of 第2条, then 第3条 2項 (in lieu of a Sunday) and 3項 (between two). */
export function byLaw(year: number): string[] {
  const fixed = ['01-01', '02-11', '02-23', '04-29', '05-03', '05-04', '05-05', '08-11', '11-03', '11-23'];
  const holidays = new Set([
    ...fixed.map((day) => `${year}-${day}`),
    monday(year, '01', 2),
    monday(year, '07', 3),
    monday(year, '09', 3),
    monday(year, '10', 2),
    ...EQUINOXES.filter((day) => day.startsWith(String(year))),
  ]);
  const next = (day: string): string => DAYS[DAYS.indexOf(day) + 1] ?? '';
  const inLieu = [...holidays]
    .filter((day) => weekdayOf(day) === 7)
    .map((day) => {
      let after = next(day);
      while (holidays.has(after)) after = next(after);
      return after;
    });
  const between = [...holidays].map(next).filter((day) => !holidays.has(day) && holidays.has(next(day)));
  return [...new Set([...holidays, ...inLieu, ...between])].sort();
}
