import type { Page } from '../catalogues.ts';

export const controls: Page<'controls'> = {
  skip: 'Skip to main content',
  must: 'Required',
  may: 'Optional',
  errorTitle: 'Please check what you entered',
  errorPrefix: 'Error: ',
  change: 'Change',
  pages: 'Pages',
  previous: 'Previous',
  following: 'Next',
  colon: ': ',
  signs: { open: 'Available', few: 'Few left', full: 'Full', closed: 'Closed' },
};

export const frame: Page<'frame'> = {
  site: { card: 'My Number Card booking', person: 'Counter booking' },
  finish: 'Finish',
  back: 'Back to the previous page',
  start: 'Go to the top page',
  underWay: 'In the middle of a booking?',
  goOn: 'Go back to where you were',
  helpTitle: 'Need help?',
  helpLead: 'You can also book by phone. We answer in Japanese.',
  helpLink: { card: 'No ID or no email?', person: 'Not sure how, or no email?' },
  questions: 'Questions and answers',
  foot: { privacy: 'Privacy', using: 'How to use this site', accessibility: 'Accessibility' },
  step: 'Step {step} of {steps}',
  otherLanguage: 'Keep what you entered and change the language',
  steps: {
    who: 'Who you are',
    person: 'Your name and contact',
    mail: 'Email address',
    day: 'Place and day',
    time: 'Time',
    cautions: 'Before you come',
    check: 'Check your booking',
  },
};
