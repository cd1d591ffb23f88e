import { intlFormats } from '../intl-formats.ts';

const NOON = 12 * 60;
const MIDNIGHT = 24 * 60;

/** 9:00 a.m., 1:30 p.m., 12:00 noon: the twelve hours as signs and timetables in Japan give them in English. */
const time = (minute: number): string => {
  if (minute === NOON) return '12:00 noon';
  if (minute === MIDNIGHT) return '12:00 midnight';
  const hour = Math.floor(minute / 60) % 12;
  return `${hour === 0 ? 12 : hour}:${String(minute % 60).padStart(2, '0')} ${minute < NOON ? 'a.m.' : 'p.m.'}`;
};

const many = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

export const formats = intlFormats('en-GB', {
  time,
  join: ', ',
  duration: (hours, minutes) =>
    [hours > 0 ? many(hours, 'hour') : '', minutes > 0 || hours === 0 ? many(minutes, 'minute') : '']
      .filter((part) => part !== '')
      .join(' '),
  dayEnd: '12:00 midnight',
  list: ', ',
});
