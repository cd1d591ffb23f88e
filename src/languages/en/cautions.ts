import type { Page } from '../catalogues.ts';

export const cautions: Page<'cautions'> = {
  title: 'Before you come',
  heading: 'Please read this before you come',
  lead: 'Read each point and tick it.',
  next: 'Next',
  missing: 'Read “{caution}” and tick it',
  tick: 'Tick this box',
};
