import { addDays } from '../dates/jst.ts';
import { escaped, folded, utc } from './write.ts';

/** A day of a feed, from when to when where that is known; texts as they are shown. */
type FeedDay = {
  /** The same each time the feed is read. */
  uid: string;
  /** 2026-11-23 */
  day: string;
  /** Minutes of the day. */
  hours: { begins: number; ends: number } | undefined;
  summary: string;
  place: string;
  notes: string;
  url: string;
};

const DAY_MINUTES = 1_440;
const date = (day: string): string => day.replaceAll('-', '');

/** A minute of a day by the clocks of the time zone the feed names. */
function local(day: string, minute: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date(minute < DAY_MINUTES ? day : addDays(day, 1))}T${two(Math.floor(minute / 60) % 24)}${two(minute % 60)}00`;
}

const event = (stamp: Temporal.Instant, { uid, day, hours, summary, place, notes, url }: FeedDay): string[] => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  `DTSTAMP:${utc(stamp)}`,
  ...(hours === undefined
    ? [`DTSTART;VALUE=DATE:${date(day)}`, `DTEND;VALUE=DATE:${date(addDays(day, 1))}`]
    : [`DTSTART;TZID=Asia/Tokyo:${local(day, hours.begins)}`, `DTEND;TZID=Asia/Tokyo:${local(day, hours.ends)}`]),
  // Nobody is busy because a counter is open.
  'TRANSP:TRANSPARENT',
  `SUMMARY:${escaped(summary)}`,
  `LOCATION:${escaped(place)}`,
  `DESCRIPTION:${escaped(notes)}`,
  `URL:${url}`,
  'END:VEVENT',
];

/** RFC 5545 asks for one component at least: a feed without days still has its time zone. */
const ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:Asia/Tokyo',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0900',
  'TZOFFSETTO:+0900',
  'END:STANDARD',
  'END:VTIMEZONE',
];

/** A calendar that others subscribe to (RFC 5545, RFC 7986), read again every six hours. */
export const calendarFeed = (name: string, stamp: Temporal.Instant, days: readonly FeedDay[]): string =>
  `${[
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Madoguchi//JP',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    ...ZONE,
    ...days.flatMap((day) => event(stamp, day)),
    'END:VCALENDAR',
  ]
    .map(folded)
    .join('\r\n')}\r\n`;
