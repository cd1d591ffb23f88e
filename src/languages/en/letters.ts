import type { Page } from '../catalogues.ts';

export const letters: Page<'letters'> = {
  subject: '[{city}] {subject}',
  about: '{subject}: {day}, {service}',
  foot: 'This email was sent automatically. We cannot answer replies to it.',
  table: {
    number: 'Booking number: {number}',
    service: 'Service: {service}',
    office: { card: 'Pick-up place: {office}', person: 'Place: {office}' },
    address: 'Address: {address}',
    when: 'Day and time: {when}',
    people: { one: 'People: {count}', other: 'People: {count}' },
    bring: 'Please bring:',
    /** Of a party: all bring the same, or some of them their own. */
    bringEach: 'Please bring (each person):',
    bringOf: 'Please bring ({who}):',
    person: 'person {n}',
    under15: '{who}, under 15',
    between: ', ',
    thing: '- {thing}',
    phone: 'Phone: {phone}',
  },
  still: 'We are still keeping your card.',
  manage: {
    byPhone: 'To change or cancel, please call us.',
    until: 'You can change or cancel until {time} on {day}.',
    see: 'You can see your booking on this page:',
    all: 'See, change or cancel your booking on this page:',
  },
  cannotCome: {
    byPhone: 'If you cannot come, please call us.',
    web: 'If you cannot come, please change or cancel your booking on the page below.',
  },
  ask: 'If you have questions, please call us: {phone}',
  ignore: 'If you do not know about this, please delete this email. You need not do anything.',
  ignoreBooked: 'If you do not know about this, please delete this email. You need not do anything, and the booking stays.',
  come: 'Please come at the booked time with everything listed below.',
  link: {
    subject: 'Go on with your booking: {service}',
    notYet: 'You have not booked yet.',
    go: 'Open this page to go on with your booking.',
    until: 'The page can be opened until {until}. You can also open it on another smartphone or computer.',
  },
  manageLink: { subject: 'See, change or cancel your booking' },
  booked: {
    first: { subject: 'Your booking is complete', opening: 'We have received your booking.' },
    resent: {
      subject: 'Your booking (sent again)',
      opening: 'Here are the details of your booking once more. This is not a new booking.',
    },
    address: {
      subject: 'Your booking',
      opening: 'This email address is now registered for the booking below. This is not a new booking.',
    },
  },
  changed: {
    subject: 'Your booking has been changed',
    opening: 'Your booking has been changed. This is the booking as it is now.',
  },
  cancelled: {
    subject: 'Your booking is cancelled',
    opening: 'The booking below is cancelled. You need not come on that day.',
    again: 'To book again, please use this page:',
  },
  reminder: {
    subject: 'Reminder: your booking is {day}',
    opening: 'Your booking is {day}.',
    today: 'today',
    tomorrow: 'tomorrow',
    later: { one: 'in {count} day', other: 'in {count} days' },
  },
  mailing: { booking: 'Your booking', site: 'Booking site' },
  noShow: {
    subject: 'Please book again',
    opening: 'We could not confirm that you came on the day of the booking below.',
    again: 'Please book again on this page:',
  },
  closedDay: {
    subject: 'Important: the counter will be closed',
    opening: 'We are sorry. The counter will be closed at the time of the booking below.',
    reason: 'Reason: {reason}',
    hoursChanged: 'change of opening hours',
    doNotCome: 'Please do not come at this time.',
    choose: 'Please choose another day and time on this page:',
    priority: 'Until {until} we keep places that you can choose before others.',
  },
  reopened: {
    subject: 'Important: please come as planned',
    opening: 'We told you that the counter would be closed. It will be open after all for the booking below.',
    come: 'Please come as planned at the booked time.',
  },
  entry: {
    summary: '{service} ({office})',
    manage: 'See, change or cancel your booking: {url}',
    alarm: 'You have a booking: {service}.',
    bring: ' Please check what to bring.',
  },
};
