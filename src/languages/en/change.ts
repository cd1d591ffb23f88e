import type { Page } from '../catalogues.ts';

export const change: Page<'change'> = {
  title: 'Check the change',
  heading: 'Change to this?',
  lead: 'Nothing has been changed yet. Your present booking stays until the change is complete.',
  before: 'Present booking',
  after: 'New booking',
  change: 'Change to this',
  keep: 'Do not change',
  tooLateTitle: 'This cannot be changed online',
  tooLateCancelTitle: 'This cannot be cancelled online',
  until: 'You can change it online until {time} on {day}.',
  tooLate: ['It is too late to change or cancel online. Please call us.'],
  byPhone: ['To change or cancel this booking, please call us.'],
  meanwhileTitle: 'The booking has changed',
  meanwhile: ['It was changed on another screen or by phone. Please check the booking as it is now.'],
  see: 'See the booking',
};
