import type { Page } from '../catalogues.ts';

export const hold: Page<'hold'> = {
  label: 'Time kept for you',
  holding: 'Kept for you: {when}',
  until: 'until {time}',
  stop: 'From {time} this site is not available. Please finish your booking before then.',
  extend: 'Keep it {time} longer',
  soon: 'This time will soon be released. To continue, press “{extend}”.',
  soonLast: 'This time will soon be released. Please finish your booking before then.',
  gone: 'The time is no longer kept. Press “{goOn}” to continue with the same time if it is still free.',
  told: { longer: 'Now kept until {time}.', enough: 'It cannot be kept any longer. Please finish your booking before then.' },
};

export const lapsed: Page<'lapsed'> = {
  title: 'The time is no longer kept',
  says: 'We kept {when} for you, but that has ended.',
  more: 'If it is still free, you can take the same time again. You have not booked yet.',
  again: 'Take the same time again',
  others: 'See other times',
};

export const months: Page<'months'> = {
  dayUnit: '',
  weekdayIn: ' ({weekday})',
  run: '{from} to {to}',
  key: 'What the signs mean',
  jump: 'Choose a month',
  now: 'Your booking',
  why: { holiday: 'Public holiday', 'year-end': 'New Year holidays', closing: 'Closed this day', closed: 'Closed this day' },
  because: '{what} ({reason})',
  unusual: 'Open {day}',
  evening: 'open late',
  until: 'open until {time}',
  short: { holiday: 'shut', closed: 'shut', evening: 'late', open: 'open' },
  and: ', ',
  dot: ' and ',
  sunday: 'Sunday',
  saturday: 'Saturday',
  holiday: 'holiday',
};

export const news: Page<'news'> = {
  title: 'News',
  stopTitle: 'No bookings from {from}',
  stop: 'From {from} to {to} the system is under maintenance. During this time you cannot book or change a booking.',
  line: 'From {from} to {to} this site is not available.',
  near: ' If you are booking now, please finish before then.',
};

export const offers: Page<'offers'> = {
  needs: { card: 'Have your postcard “交付通知書” ready.', person: 'You will enter your name, date of birth and phone number.' },
};

export const postcard: Page<'postcard'> = {
  title: 'Sample of the postcard',
  says: 'The notice ID is in the box at the top right of the postcard.',
  head: '交付通知書',
  id: '交付通知書ID',
  here: 'Your ID is here',
};

export const soFar: Page<'soFar'> = {
  title: 'Your choices so far',
  booked: 'Your booking',
  who: 'Who is coming',
  people: { one: '{count} person', other: '{count} people' },
  notice: 'Notice ID {id}',
  office: { card: 'Pickup place', person: 'Place' },
  when: 'Day and time',
  held: 'Time kept for you',
  ends: 'If nothing is done until {time}, you can no longer go on here. To go on, please reload the page before then.',
  soon: 'Soon you can no longer go on here. To go on, press the button.',
  goOn: 'Go on',
  service: 'Service',
};
