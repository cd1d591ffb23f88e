import type { Page } from '../catalogues.ts';

export const notice: Page<'notice'> = {
  title: 'Notice ID and birthday',
  heading: 'Enter your notice ID and birthday',
  joinTitle: 'Person to add',
  joinHeading: 'Enter the notice ID and birthday of the person to add',
  join: 'Add',
  manageTitle: 'Check, change or cancel a booking',
  manageHeading: 'Check, change or cancel a booking',
  manageLead: 'We send a link to your booking to the email address you booked with.',
  id: 'Notice ID (交付通知書ID)',
  idHint: '3 letters or numbers and 6 numbers. You can leave out the hyphen.',
  birthday: 'Birthday (month and day)',
  birthdayHint: 'Of the person who picks up the card. For 5 April enter “4” and “5”.',
  month: 'month',
  day: 'day',
  year: 'year',
  yearLabel: 'Year of birth',
  yearHint: 'Western or Japanese year. For example: 1985 or 昭和60',
  yearNotice: 'To make sure it is you, please enter your year of birth too.',
  next: 'Next',
  send: 'Send the email',
  refusedTitle: 'We could not confirm this',
  refused: [
    'Please look at your postcard and check the notice ID and the birthday once more.',
    'After several mistakes nothing can be entered for a while. Then please wait about {rest} and try again, or call us.',
  ],
  work: {
    title: 'We check that this is not a program',
    why: 'There were many wrong entries. Your device does a short calculation, which takes a few seconds. What you entered is still here.',
    doing: 'Checking. Please wait.',
    ready: 'Checked. Please press the button below.',
    wait: 'If it does not finish, wait about one minute and then press the button below. You can also book by phone.',
    early: 'One minute has not passed yet. Please wait one more minute.',
  },
  errors: {
    id: {
      empty: 'Enter your notice ID',
      'too-long': 'The notice ID is too long. Look at your postcard and enter it again',
      unreadable:
        'The notice ID has 3 letters or numbers and 6 numbers. Look at your postcard and enter it again. Example: A1B-123456',
      impossible:
        'The notice ID has 3 letters or numbers and 6 numbers. Look at your postcard and enter it again. Example: A1B-123456',
    },
    short: {
      one: 'The notice ID is {count} digit short. Look at your postcard and enter it again',
      other: 'The notice ID is {count} digits short. Look at your postcard and enter it again',
    },
    long: {
      one: 'The notice ID seems to have {count} digit too many. Look at your postcard and enter it again',
      other: 'The notice ID seems to have {count} digits too many. Look at your postcard and enter it again',
    },
    sign: '“{sign}” is not used in a notice ID. Look at your postcard and enter it again. Example: A1B-123456',
    birthday: {
      empty: 'Enter your birthday',
      'too-long': 'Enter the month and day of your birthday as numbers',
      unreadable: 'Enter the month and day of your birthday as numbers',
      impossible: 'There is no such date. Check the month and day of your birthday',
    },
    month: 'Enter the month of your birthday',
    day: 'Enter the day of your birthday',
    year: {
      empty: 'Enter your year of birth',
      'too-long': 'Enter your year of birth as a number',
      unreadable: 'Enter your year of birth like 1985 or 昭和60',
      impossible: 'Check your year of birth',
    },
  },
};
