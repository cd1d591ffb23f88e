import type { Page } from '../catalogues.ts';

export const ask: Page<'ask'> = {
  title: 'Check, change or cancel a booking',
  heading: 'Which service did you book?',
  lead: 'Choose the service you booked.',
};

export const byNumber: Page<'byNumber'> = {
  title: 'Check with the booking number',
  heading: 'Enter your booking number and email address',
  lead: 'We send a link to your booking to the email address you booked with.',
  number: 'Booking number',
  numberHint: 'Eight digits. Example: 1234-5678',
  mail: 'The email address you booked with',
  mailHint: 'Example: anna@example.jp',
  empty: 'Enter your booking number',
  unreadable: 'The booking number has eight digits. Example: 1234-5678',
  noMail: 'If your booking has no email address, please call us.',
  lost: {
    card: 'If you no longer have the postcard, you can use your booking number.',
    person: 'You can also use your booking number.',
  },
  link: 'Check with the booking number',
};

export const sent: Page<'sent'> = {
  title: 'Check your email',
  says: [
    'If there is a booking that matches what you entered and it has an email address, we have sent a link to that address.',
    'If nothing arrives within 10 minutes, check what you entered and try again. After several mistakes nothing can be entered for a while.',
    'If you booked by phone or it is urgent, please call us.',
  ],
  again: 'Enter it again',
  start: 'Go to the top page',
};
