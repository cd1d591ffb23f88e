import type { Page } from '../catalogues.ts';

export const cancel: Page<'cancel'> = {
  title: 'Check before cancelling',
  heading: 'Cancel this booking?',
  lead: 'Once cancelled, it cannot be brought back. To change only the day, time or place, press “Change place, day or time”.',
  number: 'Booking number',
  when: 'Day and time',
  office: { card: 'Pickup place', person: 'Place' },
  who: 'Who is coming',
  people: { one: '{count} person', other: '{count} people (all)' },
  cancel: 'Cancel the booking',
  cancelAll: { one: 'Cancel for {count} person', other: 'Cancel for everyone ({count} people)' },
  one: 'Cancel one person only',
  change: 'Change place, day or time',
  keep: 'Do not cancel',
  doneTitle: 'Your booking is cancelled',
  mailed: 'We are sending you an email about it.',
  done: {
    card: ['To pick up your card, please book again.'],
    person: ['You can book again at any time.'],
  },
  calendar: { says: 'If you added the visit to your calendar, open this file to remove it.', file: 'Remove from calendar' },
  again: 'Book again',
  finish: 'Go to the top page',
};
