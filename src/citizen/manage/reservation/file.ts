import { createHash } from 'node:crypto';
import { cityInstant } from '../../../lib/dates/jst.ts';

/** RFC 5545 text: commas, semicolons, backslashes and line ends are escaped. */
const escaped = (text: string): string => text.replace(/[\\;,]/gu, (mark) => `\\${mark}`).replace(/\r?\n/gu, '\\n');

const LINE_OCTETS = 75;

/** Lines of 75 octets at most, never cut inside a character; a continued line begins with a space. */
export function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (const character of line) {
    if (Buffer.byteLength(current + character) > LINE_OCTETS) {
      lines.push(current);
      current = ' ';
    }
    current += character;
  }
  return [...lines, current].join('\r\n');
}

const utc = (instant: Temporal.Instant): string => `${instant.toString({ smallestUnit: 'second' }).replace(/[-:]/gu, '')}`;

export type Event = {
  id: string;
  version: number;
  summary: string;
  place: string;
  notes: string[];
  day: string;
  startMinute: number;
  minutes: number;
  now: Temporal.Instant;
};

/** A calendar file of one visit, in UTC: calendars without Japan's time zone show the right hour too. */
export function calendarFile(event: Event): string {
  const start = cityInstant(event.day, event.startMinute);
  // Not the reservation's own id: a calendar is shared with families and firms.
  const uid = createHash('sha256').update(`ics\0${event.id}`).digest('hex').slice(0, 32);
  return `${[
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Madoguchi//JP',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${uid}@madoguchi`,
    `SEQUENCE:${event.version}`,
    `DTSTAMP:${utc(event.now)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(start.add({ minutes: event.minutes }))}`,
    `SUMMARY:${escaped(event.summary)}`,
    `LOCATION:${escaped(event.place)}`,
    `DESCRIPTION:${escaped(event.notes.join('\n'))}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map(folded)
    .join('\r\n')}\r\n`;
}
