import type { Page } from '../catalogues.ts';

export const cautions: Page<'cautions'> = {
  title: 'Before you come',
  heading: 'Please read this before you come',
  lead: 'Read each point and tick it.',
  next: 'Next',
  missing: 'Read “{caution}” and tick it',
  tick: 'Tick this box',
  changed: 'The text changed after you read it. Read what is marked “Changed” and tick it.',
  changedMark: 'Changed',
  newTitle: 'There is something new to read',
  newLead: 'Read it, tick each box, then press the button below.',
  bring: 'What else to bring',
  bringTick: 'I have read what to bring',
  bringMissing: 'Read what to bring and tick it',
};
