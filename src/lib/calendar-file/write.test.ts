import { describe, expect, test } from 'vitest';
import { type CalendarEntry, calendarFile, folded } from './write.ts';

const entry: CalendarEntry = {
  uid: 'abc@madoguchi',
  sequence: 7,
  stamp: Temporal.Instant.from('2026-11-20T01:02:03Z'),
  start: Temporal.Instant.from('2026-11-23T00:30:00Z'),
  minutes: 30,
  summary: 'カード; 受け取り, 本庁',
  place: '久留米市 本庁',
  notes: ['持ち物：', '・はがき\\'],
  organizer: '久留米"市',
  url: 'https://yoyaku.example.jp/manage',
  alarms: [{ minutesBefore: 1_440, says: 'あす' }],
};
const linesOf = (file: string): string[] => file.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar file', () => {
  test('is what RFC 5545 and 5546 ask of a published entry, in UTC, with its alarm', () => {
    expect(linesOf(calendarFile('PUBLISH', entry))).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Madoguchi//JP',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      'UID:abc@madoguchi',
      'SEQUENCE:7',
      'DTSTAMP:20261120T010203Z',
      'ORGANIZER;CN="久留米 市":invalid:nomail',
      'DTSTART:20261123T003000Z',
      'DTEND:20261123T010000Z',
      'STATUS:CONFIRMED',
      'SUMMARY:カード\\; 受け取り\\, 本庁',
      'LOCATION:久留米市 本庁',
      'DESCRIPTION:持ち物：\\n・はがき\\\\',
      'URL:https://yoyaku.example.jp/manage',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-PT1440M',
      'DESCRIPTION:あす',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  test('that takes an entry away has the same UID, its status says so, and it rings no alarm', () => {
    const lines = linesOf(calendarFile('CANCEL', { ...entry, sequence: 8 }));
    expect(lines).toEqual(expect.arrayContaining(['METHOD:CANCEL', 'UID:abc@madoguchi', 'SEQUENCE:8', 'STATUS:CANCELLED']));
    expect(lines.join()).not.toContain('VALARM');
  });

  test('folds at 75 octets and never inside a character', () => {
    const long = `SUMMARY:${'髙﨑𠮷😀'.repeat(30)}`;
    const lines = folded(long).split('\r\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines.map((line, at) => (at === 0 ? line : line.slice(1))).join('')).toBe(long);
  });
});
