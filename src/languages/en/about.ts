import type { Page } from '../catalogues.ts';

export const finish: Page<'finish'> = {
  title: 'Do you want to finish?',
  lead: [
    'What you have entered so far will be deleted. The links in our emails that you opened in this browser will stop working.',
    'A booking you have completed stays. To see it later, ask for a new email under “Check, change or cancel a booking”.',
  ],
  finish: 'Finish',
  goOn: 'Go back to where you were',
  doneTitle: 'You have finished',
  done: [
    'What you had entered has been deleted. The links in our emails that you opened in this browser no longer work.',
    'A booking you have completed is safe. To see it, ask for a new email under “Check, change or cancel a booking”.',
    'If you are using a borrowed device, please close this page.',
  ],
  start: 'Go to the top page',
};

export const help: Page<'help'> = {
  title: { card: 'No ID or no email?', person: 'Not sure how, or no email?' },
  lead: 'You can book and change a booking by phone. Our staff will help you in Japanese.',
  call: 'Booking by phone',
  idTitle: 'If you do not know your notice ID',
  id: 'It is printed in the box at the top right of the postcard “交付通知書”.',
  idNone: 'If you have lost the postcard or it has not arrived, please call us.',
  mailTitle: 'If you cannot receive email',
  mail: [
    'You can book by phone. You do not need an email address.',
    'You can also book with a family member’s email address.',
    'We tell you the booking number on the phone. Please write it down and bring it with you.',
  ],
  readyTitle: 'Before you call',
  ready: {
    card: 'To pick up a card: if you have the postcard, have it in front of you.',
    person: 'For services that need no postcard: we will ask your name, date of birth and phone number.',
    only: 'We will ask your name, date of birth and phone number.',
    place: 'It is quicker if you have thought about the place and the days you can come.',
  },
};

export const maintenance: Page<'maintenance'> = {
  title: 'Booking is stopped right now',
  lead: 'The system is under maintenance. We are sorry for the inconvenience.',
  back: 'Available again',
  from: 'from {when}',
  bookedTitle: 'If you have booked',
  booked: 'If you have received the email that says your booking is complete, it is safe. Please come at the booked time.',
  midTitle: 'If you were in the middle of booking',
  mid: 'Your booking is not complete. After the maintenance, press the link in the email or start again.',
  pressed: 'What you pressed was not accepted.',
  hurryTitle: 'If it is urgent',
  hurry: 'Please call us during phone hours.',
};

export const offices: Page<'offices'> = {
  title: 'Free days at the counters',
  heading: 'Free days at the counters',
  lead: {
    card: 'To book you need your notice ID and birthday. If your card is at another place, you can pick it up a few days later.',
    person: 'To book you will enter your name, date of birth and phone number.',
  },
  services: 'Services',
  feed: 'Add weekend and evening openings to your calendar',
  feedName: '{city} {office}: weekend and evening openings',
  session: '{office}: {what}',
  asOf: 'As of {time}',
};

export const standIn: Page<'standIn'> = {
  title: 'The site is hard to reach right now',
  says: ['We cannot show the booking site. We are sorry.', 'Please wait a while and try again.'],
  call: 'If it is urgent, please call us.',
  pressed: 'What you pressed may not have been accepted. Please check whether you received the email that says it is complete.',
};
