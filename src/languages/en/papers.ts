import type { Page } from '../catalogues.ts';

const TYPED_BY_ALL = [
  'For services where what to bring depends on who comes: why someone else comes for you (illness, for example) and what is lost.',
  'To look at a booking by its number: booking number, email address.',
  'You never enter your address, your My Number or a PIN on this site.',
] as const;

const STEPS_AFTER = [
  'Enter your email address. You will receive an email.',
  'Open the link in the email and choose place, day and time.',
  'Read what to do before you come, and check your booking.',
  'You see your booking number, and an email with the details is sent to you.',
] as const;

export const papers: Page<'papers'> = {
  privacy: {
    title: 'Privacy',
    parts: {
      typed: {
        head: 'What you enter',
        lines: [
          'To book a card pickup: notice ID, month and day of birth, email address. To be sure, we may also ask for the year of birth.',
          'For services that need no postcard: name, name in katakana, date of birth, phone number, email address.',
          ...TYPED_BY_ALL,
        ],
        person: ['Name, name in katakana, date of birth, phone number, email address.', ...TYPED_BY_ALL],
      },
      purpose: {
        head: 'What we use it for',
        lines: [
          'To check who you are, to take your booking and to send you emails about it.',
          'We use why someone else comes and what is lost to tell you what to bring.',
          'For nothing else.',
        ],
      },
      records: {
        head: 'Records',
        lines: [
          'To prevent misuse we record when something was done, with what result, and from where (part of the IP address).',
          'Records of bookings are deleted after the period set by the city.',
          'Why someone else comes and what is lost is seen only by you and by the city staff who deal with bookings. It is deleted with the booking and is not written into the record of use.',
        ],
      },
      cookies: {
        head: 'Cookies',
        lines: [
          'We use cookies so that you can go on from page to page. We use none for advertising or analysis.',
          'They are deleted when you close the browser; the one that keeps your place in line, after one hour. Once you press “Finish”, they open nothing.',
        ],
      },
    },
  },
  using: {
    title: 'How to use this site',
    parts: {
      steps: {
        head: 'Steps of a booking',
        lines: ['Enter your notice ID and birthday, or your name and other details.', ...STEPS_AFTER],
        person: ['Enter your name and other details.', ...STEPS_AFTER],
      },
      devices: {
        head: 'Devices',
        lines: [
          'You can use a smartphone, a tablet or a computer.',
          'The site works in Chrome, Edge, Safari, Firefox and Internet Explorer 11.',
          'Everything can be done with JavaScript turned off.',
        ],
      },
      hours: {
        head: 'Hours',
        lines: ['The site is open 24 hours a day. Planned maintenance is announced at least two weeks ahead.'],
      },
      changes: {
        head: 'Changing and cancelling',
        lines: ['Use the link in your email, or “Check, change or cancel a booking” on the top page.'],
      },
    },
  },
  accessibility: {
    title: 'Accessibility',
    parts: {
      aim: { head: 'Our aim', lines: ['We aim to conform to JIS X 8341-3:2016, level AA.'] },
      done: {
        head: 'What we do',
        lines: [
          'Everything can be done with a keyboard alone.',
          'The site is made for use with screen readers.',
          'Nothing is lost when text is enlarged to twice its size.',
          'Free days are shown by a sign, a word and a colour.',
          'The Japanese text uses a universal design font.',
          'A time kept for you while you book can be extended {holdExtensions} times.',
        ],
      },
      trouble: { head: 'If something is hard to use', lines: ['Please tell us by phone. Everything can also be done by phone.'] },
    },
  },
};
