import type { Page } from '../catalogues.ts';

export const link: Page<'link'> = {
  title: 'Go on with your booking',
  heading: 'Your email address is confirmed',
  lead: 'Press the button to go on with your booking. You have not booked yet.',
  go: 'Go on with the booking',
  used: {
    title: 'This link has been used',
    says: [
      'The link opens once. In the browser where you opened it you can go on.',
      'To go on here, ask for a new email. We send it to the same address.',
    ],
    again: 'Send me a new email',
  },
  renewed: {
    title: 'We have sent you a new email',
    says: ['Press the link in the email to go on. Your booking is not complete yet.'],
  },
  expired: {
    title: 'The link has expired',
    says: [
      'If you have not booked yet, please start again.',
      'If you have booked, use the link in the email that says your booking is complete.',
    ],
    next: 'Start a new booking',
  },
  finished: {
    title: 'You have finished with this link',
    says: [
      '“Finish” was pressed on the page this link opened, so the link no longer works.',
      'A booking you have completed is safe. To see it, ask for a new email under “Check, change or cancel a booking”.',
    ],
    next: 'Start a new booking',
  },
  unknown: {
    title: 'This link cannot be used',
    says: [
      'The link is cut off, or it can no longer be used.',
      'If you have a newer email, please press the link in the newest one. If not, please start a new booking or call us.',
    ],
    next: 'Start a new booking',
  },
  manage: 'Check, change or cancel a booking',
  manageTitle: 'Check, change or cancel a booking',
  manageHeading: 'Check, change or cancel a booking',
  manageLead: 'Press the button to see your booking.',
  manageGo: 'See the booking',
  over: {
    title: 'This booking is over or cancelled',
    says: ['The visit is done, its day has passed, or the booking was cancelled.'],
    next: 'Make a new booking',
  },
};
