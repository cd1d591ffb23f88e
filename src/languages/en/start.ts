import type { Page } from '../catalogues.ts';

export const start: Page<'start'> = {
  title: { card: 'Book a visit to the counter', person: 'Book a visit to the counter' },
  description: {
    card: 'If you have received the postcard “交付通知書” from {city}, you can book the place, day and time to pick up your My Number Card, 24 hours a day. You can also change or cancel a booking.',
    person:
      'You can book the place, day and time of a visit to a counter of {city}, 24 hours a day. You can also change or cancel a booking.',
  },
  heading: 'Book: {service}',
  cardHeading: 'Book your My Number Card pickup',
  lead: {
    card: 'If you have received the postcard “交付通知書” (kofu tsuchisho), you can book the place, day and time here.',
    person: 'You can book the place, day and time here.',
  },
  nothing: 'Nothing can be booked online now.',
  notOffered: 'This service cannot be booked online now.',
  call: 'Please call us.',
  manyHeading: 'Book a visit to the counter',
  manyLead: 'Choose what you want to do. You can then choose a place, a day and a time.',
  begin: 'Start booking',
  manage: 'Check, change or cancel a booking',
  byPhone: 'You can also book by phone',
  caption: 'Please have this postcard with you.',
  manyCaption: 'To pick up a card, please have this postcard with you.',
  whoTitle: 'Who can book',
  who: {
    card: [
      'People who have received the postcard “交付通知書” from {city}',
      'Children under 15 come together with a parent or legal guardian',
      'If the person cannot come, for example because of illness, somebody else may be able to pick up the card for them',
    ],
    person: ['People who live in {city}', 'Please enter each family member separately'],
  },
  prepareTitle: 'Before you start',
  prepare: {
    card: { head: 'Your postcard', more: 'You will enter the ID printed on it (交付通知書ID).' },
    person: { head: 'Name, date of birth, phone number', more: 'Of the person who comes to the counter.' },
    mail: { head: 'A device that receives email', more: 'We send the details of your booking.' },
  },
  takes: 'It takes about 5 minutes. You can book 24 hours a day. On the day, please be there in time for your booking.',
  bringTitle: 'What to bring',
  lookTitle: 'Free days at the counters',
  look: 'You can look at the free days before you book.',
  lookLink: 'See free days',
};
