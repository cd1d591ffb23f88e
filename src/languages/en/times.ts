import type { Page } from '../catalogues.ts';

export const times: Page<'times'> = {
  title: 'Time',
  heading: 'Choose a time on {day}',
  noneHeading: 'No time can be booked on {day}',
  lead: 'Choose one time at which you can come.',
  takes: 'At the counter it takes about {time} for {people}.',
  arrive: 'Please be at the counter {time} before the booked time.',
  morning: 'Morning',
  afternoon: 'Afternoon',
  holdTitle: 'We keep the time for {time}',
  hold: 'When you press “Next”, we keep the time you chose for {time}. You have not booked yet at that point.',
  next: 'Next',
  change: 'Next',
  none: 'Please choose another day.',
  otherDays: 'See other days',
  choose: 'Choose a time',
};
