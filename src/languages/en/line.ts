import type { Page } from '../catalogues.ts';

export const line: Page<'line'> = {
  title: 'You are in line',
  lead: 'The booking site is very busy right now. When it is your turn, the next page opens by itself.',
  before: 'People before you',
  people: { one: '{count} person', other: '{count} people' },
  about: { one: 'about {count} person', other: 'about {count} people' },
  next: 'It is nearly your turn',
  turn: 'It is your turn. The next page is opening.',
  pressed: 'What you entered has not been sent. Please enter it again when it is your turn.',
  keepTitle: 'Your place is kept',
  keep: [
    'You can reload this page, or close it and come back within one hour. Your place stays the same.',
    'The place belongs to this browser. On another device or browser you start at the end of the line. Please allow cookies for this site.',
  ],
  look: 'See my place',
  self: 'This page updates by itself.',
  still: 'Stop updating',
  meanwhileTitle: 'While you wait',
  meanwhile: 'You can see the free days at the counters without waiting.',
  offices: 'See free days',
};
