import { foldCode } from '../japanese/width.ts';
import { done, refused } from '../outcome.ts';
import { readShort, type Value } from './read.ts';

/** 24:00: a day's end, the latest a band of hours may reach. */
export const DAY_END = 24 * 60;

/** 9:30, 9:05 and 9:30:00, as spreadsheets write them | 9時, 9時30分, 9時半, each also behind 午前 or 午後 | 9 and 17 | 930 and 0930. */
const FORMS = [
  /^(?<half>午前|午後)?(?<hours>\d{1,2}):(?<minutes>\d\d)(?::00)?$/u,
  /^(?<half>午前|午後)?(?<hours>\d{1,2})時(?:(?<minutes>\d{1,2})分|(?<thirty>半))?$/u,
  /^(?<hours>\d{1,2})(?<minutes>\d\d)?$/u,
];

type Parts = { half: string | undefined; hours: number; minutes: number };

function parts(text: string): Parts | undefined {
  for (const form of FORMS) {
    const found = form.exec(text)?.groups;
    if (found === undefined) continue;
    const minutes = found['thirty'] === undefined ? Number(found['minutes'] ?? '0') : 30;
    return { half: found['half'], hours: Number(found['hours']), minutes };
  }
  return undefined;
}

/**
 * A time of day as typed → minutes since midnight, 0 to 1440: `9:30`, `９時半`, `午後1時15分`, `0930`, `9`. 24:00 is the day's end.
 * 25:00, 24:01 and 9:60 are `impossible`; so is 12 o'clock behind 午前 or 午後, which people mean both ways.
 */
export function timeOfDay(input: unknown): Value<number> {
  const read = readShort(input, foldCode, parts);
  if (!read.ok) return read;
  const { half, hours, minutes } = read.value;
  const minute = (half === '午後' ? 12 + hours : hours) * 60 + minutes;
  return minutes > 59 || minute > DAY_END || (half !== undefined && hours > 11) ? refused('impossible') : done(minute);
}
