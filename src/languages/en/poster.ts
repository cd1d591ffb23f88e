import type { Page } from '../catalogues.ts';

export const poster: Page<'poster'> = {
  title: 'Temporary closure',
  day: '{date} ({weekday})',
  days: '{from}\nto {to}',
  allDay: 'All day',
  hours: '{from} to {to}',
  hoursWithin: '{from} to {to}',
  closed: 'The counter is closed.',
  closedService: 'The counter for “{service}” is closed.',
  reason: 'Reason: {reason}',
  booked:
    'If you have a booking, we will tell you by email or phone.\nTo choose another day and time, use the booking site or call us.',
  changedTitle: 'Change of opening hours',
  everyWeek: 'every {weekday}',
  since: 'From {from}\n{days}',
  between: 'From {from}\nto {to}\n{days}',
  notHolidays: 'Not on public holidays or over New Year.',
  open: 'Open: {hours}',
  openService: '“{service}” is open:\n{hours}',
  more: 'The hours change on other days too.\nPlease see the booking site.',
  by: '{city}, {office}',
  phone: 'Phone {phone} (we answer in Japanese)',
};
