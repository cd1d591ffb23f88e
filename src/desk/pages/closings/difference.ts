import type { Preview } from '../../../closing/close-preview.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';

const MOVED = '予約か枠が変わりました。';
/** Above so many the form would not carry their numbers: then it is only said that something moved. */
const CARRIED = 3_000;

/** The numbers a preview showed, as its form carries them on. */
export const seenVisits = ({ visits }: Preview): string =>
  visits.length > CARRIED ? 'many' : visits.map(({ number }) => number.replace('-', '')).join(' ');

/** What moved between two looks, a sentence each. */
export type Difference = string[];

/**
 * @param seen what `seenVisits` gave, and how many slots, as the page had shown them
 */
export function differenceOf(seen: { visits: string; slots: number }, now: Preview): Difference {
  if (seen.visits === 'many') return [MOVED];
  const numbers = seen.visits.split(' ').filter((number) => /^\d{8}$/u.test(number));
  const before = new Set(numbers);
  const after = new Map(now.visits.map((visit) => [visit.number.replace('-', ''), visit]));
  const shown = (number: string) => `${number.slice(0, 4)}-${number.slice(4)}`;
  const slots = now.days.reduce((sum, day) => sum + day.slots, 0);
  const lines = [
    ...[...after]
      .filter(([number]) => !before.has(number))
      .map(([, visit]) =>
        visit.names === null
          ? '新しく予約が入りました：支援措置の方 1組'
          : `新しく予約が入りました：${shortDate(visit.day)} ${clockTime(visit.startMinute)}　予約番号 ${visit.number}`,
      ),
    ...numbers
      .filter((number) => !after.has(number))
      .map((number) => `予約が変わったか、取り消されました：予約番号 ${shown(number)}`),
    ...(slots === seen.slots ? [] : [`閉庁にする枠が、${seen.slots}枠から${slots}枠に変わりました。`]),
  ];
  return lines.length > 0 ? lines : [MOVED];
}
