import type { Page } from '../catalogues.ts';

export const needs: Page<'needs'> = {
  title: 'About who is coming',
  heading: 'Please tell us about the people coming',
  of: 'About {whose}',
  lead: 'If what is already chosen is right and nothing is lost, just go on.',
  bookedLead: 'What to bring depends on your answers. If it changes, we also send it by email.',
  added: 'If someone else comes for the person you added, or something of theirs has been lost, please tell us here.',
  comes: 'Who will come to the counter?',
  self: 'The card holder',
  parent: 'The card holder with a parent',
  by: {
    'proxy-care': 'Someone else (the card holder is ill, injured, disabled or in a care facility)',
    'proxy-guardian': 'Someone else (a legal representative such as a guardian)',
    'proxy-away': 'Someone else (the card holder is abroad, on a long business trip or the like)',
  },
  lost: 'Has anything been lost?',
  'lost-notice': 'The postcard (notice of issuance) has been lost',
  'lost-card': 'The notification card or an earlier card has been lost',
  show: 'Show what to bring',
  changed: 'What to bring has changed. Read it below and tick it.',
  papers: 'What to bring',
  save: 'Change to this',
  back: 'Do not change',
  link: 'If someone else comes, or something has been lost',
};
