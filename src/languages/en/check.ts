import type { Page } from '../catalogues.ts';

export const check: Page<'check'> = {
  title: 'Check your booking',
  heading: 'Check your booking',
  changed: 'Another place or time was chosen on another screen. Please check what is shown below and press the button again.',
  lead: 'You have not booked yet. Check everything, then press “Book this visit”.',
  when: 'Day and time',
  from: '{when}',
  office: { card: 'Pickup place', person: 'Place' },
  who: 'Who is coming',
  notice: 'Notice ID',
  typedElsewhere: 'The person entered at the beginning (not shown on this screen)',
  birth: 'Date of birth',
  phone: 'Phone number',
  mail: 'Email address',
  service: 'Service',
  changing: 'Change or cancel',
  changeUntil: 'Possible until {time} on {day}',
  changeByPhone: 'By phone',
  book: 'Book this visit',
};
