import type { Page } from '../catalogues.ts';

export const problemPages: Page<'problemPages'> = {
  'bad-request': {
    title: 'We could not read this',
    says: ['We could not read what was sent. Please go back to the previous page and enter it again.'],
  },
  'foreign-form': {
    title: 'Please try again',
    says: [
      'The page was open for too long, or your browser does not accept cookies.',
      'Go back to the previous page, reload it and press the button again. Please allow cookies for this site.',
    ],
  },
  'not-found': {
    title: 'Page not found',
    says: [
      'The address may be cut off, or the page no longer exists. If you used the link in an email, please press it once more.',
    ],
  },
  'too-large': {
    title: 'Your entry is too long',
    says: ['What was sent is too long. Please go back to the previous page and make it shorter.'],
  },
  'too-many': {
    title: 'Please wait a moment',
    says: ['There were many requests in a short time. Please wait about one minute and try again.'],
  },
  busy: {
    title: 'The site is busy right now',
    says: ['Please wait a little and try again. Bookings you have completed are safe.'],
  },
  away: {
    title: 'The booking site is not available right now',
    says: [
      'Something is wrong on our side. We are sorry. Please wait a while and try again.',
      'If it is urgent, please call us. Bookings you have completed are safe.',
    ],
  },
  unanswered: {
    title: 'We do not know yet whether this worked',
    says: [
      'The site is busy and did not finish in time. We are sorry.',
      'If it worked, you will receive an email. If no email comes, please try again. If it happens again, please call us.',
    ],
  },
  fault: {
    title: 'Something went wrong',
    says: [
      'Something is wrong on our side. We are sorry. Please wait a little and try again.',
      'If it happens again, please call us. Bookings you have completed are safe.',
    ],
  },
  start: 'Go to the top page',
};

export const problems: Page<'problems'> = {
  stillHeld: 'The time we kept for you from the waiting list is kept until {until}. It is not booked yet.',
  over: {
    expired: {
      title: 'Your time has run out',
      says: [
        'Nothing was done for a while, so we ended the procedure. A booking you have completed is safe.',
        'Press the link in the email again to continue where you were. If you have no email from us yet, please start again.',
      ],
    },
    finished: {
      title: 'You have finished',
      says: [
        '“Finish” was pressed, so what you entered has been deleted. A booking you have completed is safe.',
        'To see your booking, ask for a new email under “Check, change or cancel a booking”.',
      ],
    },
    elsewhere: {
      title: 'You are continuing in another browser',
      says: [
        'The link in the email was opened in another browser or on another device. Please continue there.',
        'To continue here, press the link in the email and ask for a new email.',
      ],
    },
    ended: {
      title: 'You cannot continue on this screen',
      says: [
        'The details of the booking have changed. If you have received a new email, press the link in it.',
        'If you need help, please call us. A booking you have completed is safe.',
      ],
    },
    unknown: {
      title: 'No procedure is under way',
      says: [
        'In this browser nothing has been started yet, or it has ended. A booking you have completed is safe.',
        'Press the link in the email to continue. If your browser does not accept cookies, please allow them.',
      ],
    },
  },
  another: {
    title: 'Someone else’s booking has been started in this browser',
    says: [
      'The button you pressed belongs to the person before. Nobody’s booking was changed.',
      'You can book for family members together under “Book for family members too”. The person before can continue from the link in their own email.',
    ],
  },
  goOn: 'Continue for the current person',
  notBookable: {
    card: { title: 'This cannot be booked online', says: ['For this notice we take bookings by phone. Please call us.'] },
    person: { title: 'This cannot be booked online', says: ['We take this booking by phone. Please call us.'] },
  },
  tooManyHeld: {
    title: 'Please wait a moment',
    says: ['Many bookings from your network are not completed yet. Please wait about {rest} and try again, or call us.'],
  },
  tooManyForMail: {
    title: 'Too many bookings for this email address',
    says: ['This email address has as many bookings as it can have. Please use another address or call us.'],
  },
  tooOften: {
    title: 'No more bookings or changes online today',
    says: [
      'You have reached the number of bookings and changes that can be made online in one day. Please call us.',
      'Your present booking stays as it is. After 24 hours you can use the website again.',
    ],
  },
  alreadyBooked: {
    title: 'You already have a booking',
    says: [
      'Each person can have one booking. To change the day, time or place, please change the booking you have.',
      'If you do not know about this booking, please call us.',
    ],
  },
  heldElsewhere: {
    title: 'You are booking on another screen',
    says: [
      'The same person’s booking is half done on another screen, and a time is being kept for it. It is kept until {until}.',
      'If you still have that screen, please continue there. If not, press the link in the first email we sent you and ask for a new email.',
      'If you have neither, please start again after {until}.',
    ],
  },
  begin: 'Start a new booking',
  start: 'Go to the top page',
  manage: 'Check, change or cancel a booking',
  again: 'Try again',
};
