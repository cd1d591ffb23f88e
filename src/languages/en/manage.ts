import type { Page } from '../catalogues.ts';

export const ask: Page<'ask'> = {
  title: 'Check, change or cancel a booking',
  heading: 'Which service did you book?',
  lead: 'Choose the service you booked.',
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
