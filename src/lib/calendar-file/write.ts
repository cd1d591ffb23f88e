/** One entry of a calendar; texts as they are shown. */
export type CalendarEntry = {
  /** The same for every file about this entry: a later file changes the entry, it adds none. */
  uid: string;
  /** Rises with every file about this entry: the higher one is the newer (RFC 5545 3.8.7.4). */
  sequence: number;
  /** When the file is written. */
  stamp: Temporal.Instant;
  start: Temporal.Instant;
  minutes: number;
  summary: string;
  place: string;
  notes: readonly string[];
  /** Who publishes it; RFC 5546 3.2.1 asks for one. */
  organizer: string;
  /** Left out: it leads nowhere. */
  url?: string;
  /** Reminders: how long before the start, in minutes. */
  alarms: readonly { minutesBefore: number; says: string }[];
};

/** RFC 5545 3.3.11: commas, semicolons, backslashes and line ends are escaped. */
export const escaped = (text: string): string => text.replace(/[\\;,]/gu, (mark) => `\\${mark}`).replace(/\r?\n/gu, '\\n');

/** RFC 5545 3.2: a parameter's value in quotes holds neither quotes nor control characters. */
const quoted = (text: string): string => `"${text.replace(/["\p{Cc}]/gu, ' ')}"`;

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

export const utc = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'second' }).replace(/[-:]/gu, '');

const alarm = ({ minutesBefore, says }: CalendarEntry['alarms'][number]): string[] => [
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  `TRIGGER:-PT${minutesBefore}M`,
  `DESCRIPTION:${escaped(says)}`,
  'END:VALARM',
];

export type Method = 'PUBLISH' | 'CANCEL';

/**
 * A calendar file of one entry (RFC 5545, method of RFC 5546), in UTC: calendars without Japan's time zone show the right hour too.
 * PUBLISH puts the entry in or changes it, CANCEL takes it away.
 */
export function calendarFile(method: Method, entry: CalendarEntry): string {
  const cancelled = method === 'CANCEL';
  return `${[
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Madoguchi//JP',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${entry.uid}`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTAMP:${utc(entry.stamp)}`,
    // Calendars know an organizer without an address by this word.
    `ORGANIZER;CN=${quoted(entry.organizer)}:invalid:nomail`,
    `DTSTART:${utc(entry.start)}`,
    `DTEND:${utc(entry.start.add({ minutes: entry.minutes }))}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `SUMMARY:${escaped(entry.summary)}`,
    `LOCATION:${escaped(entry.place)}`,
    `DESCRIPTION:${escaped(entry.notes.join('\n'))}`,
    ...(entry.url === undefined ? [] : [`URL:${entry.url}`]),
    ...(cancelled ? [] : entry.alarms.flatMap(alarm)),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map(folded)
    .join('\r\n')}\r\n`;
}
