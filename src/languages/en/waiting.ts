import type { Page } from '../catalogues.ts';

export const waiting: Page<'waiting'> = {
  title: 'Waiting list',
  box: {
    title: 'No place on the day you want?',
    says: 'Join the waiting list. When a place becomes free, we write to people in the order they joined.',
    go: 'Join the waiting list',
  },
  toCalendar: 'See days with free places',
  form: {
    heading: 'Join the waiting list',
    changeHeading: 'Change what you wait for',
    lead: 'Choose everything that suits you. The more you choose, the easier it is to find a place.',
    office: 'Pickup place',
    offices: 'Pickup place',
    from: 'First day',
    to: 'Last day',
    kinds: 'Days of the week',
    kind: { weekday: 'Monday to Friday', holiday: 'Saturday, Sunday, holidays' },
    opens: '{kind}: {parts}.',
    parts: 'Time of day',
    part: { morning: 'Morning', afternoon: 'Afternoon', evening: 'Evening (ends after {time})' },
    go: 'Join the waiting list',
    change: 'Wait for this',
    errors: {
      offices: 'Choose at least one pickup place',
      days: 'The last day must be the first day or later',
      kinds: 'Choose at least one kind of day',
      parts: 'Choose at least one time of day',
      soon: 'These days are too soon for us to offer a place. Choose a later day',
      far: 'The card cannot be brought to one of these places in time. Choose other places',
      expires: 'The card expires before the days of one of these places. Choose other places or days',
      many: 'So many people cannot come together at one of these places. Choose other places',
      never: 'One of these places is never open on such days at such times. Choose other places, or other days or times',
    },
    free: {
      title: 'You are not on the waiting list yet',
      changeTitle: 'What you wait for has not been changed',
      says: 'There is a free place that suits you. You do not have to wait. You can book this time now.',
    },
  },
  entry: {
    heading: 'You are waiting for a place',
    entered: 'You are on the waiting list',
    changed: 'What you wait for was changed',
    linkLead: 'We write to you when a place becomes free. To stop waiting, press the button.',
    days: 'Days',
    run: '{from} to {to}',
    people: 'People',
    together: { one: '{count} person', other: '{count} people' },
    notTheirs: {
      one: 'This time is for {count} person. Please go on by the link in the email we sent. To book another time, first let this one go.',
      other:
        'This time is for {count} people. Please go on by the link in the email we sent. To book another time, first let this one go.',
    },
    notYet: {
      title: 'You do not have an appointment yet',
      says: 'While you wait, you can still book any free time. You are taken off the waiting list when you book.',
    },
    how: {
      title: 'When a place becomes free',
      mail: {
        title: 'We write to you',
        says: 'We send it to your email address between 8 a.m. and 8 p.m.',
      },
      hold: {
        title: 'We keep the time for {time} at most',
        says: 'Complete your booking by the time given in the email. The night is not counted.',
      },
      pass: {
        title: 'You do not have to take it',
        says: 'After that we offer it to the next person, and you keep waiting. You are taken off the waiting list if there is no answer three times in a row.',
      },
    },
    notes: {
      title: 'Please note',
      sure: 'We cannot promise that a place becomes free.',
      others: 'We do not say how many others wait, or where you stand.',
      ends: 'You are taken off the waiting list after {time} on {day}.',
    },
    change: 'Change what you wait for',
    leave: 'Leave the waiting list',
  },
  left: {
    title: 'You have left the waiting list',
    says: ['You can still book any free time.'],
  },
  off: {
    title: 'There is no waiting list',
    says: ['Please choose a free time, or call us.'],
  },
  elsewhere: {
    title: 'Someone in your group is already on the waiting list',
    says: ['They joined with another email address, or together with others. To change that, please call us.'],
  },
  offer: {
    title: 'We are keeping the time you waited for',
    others: 'If you choose another time, we offer this one to the next person.',
    byMail: 'Go on by the link in the email we sent about it. If you cannot find that email, ask for a new one.',
    leave: 'If you leave the waiting list, we offer the time we keep for you to the next person.',
  },
  link: {
    title: 'A free place',
    heading: 'A place is free',
    lead: 'We are keeping this time for you. It is not booked yet.',
    when: 'Date and time',
    held: 'Kept until',
    until: '{until}',
    go: 'Go on with this time',
    otherwise: 'If this time does not suit you',
    passNote: 'We offer it to the next person. You stay on the waiting list.',
    pass: 'Do not take this time',
    begin: 'Book from the beginning',
    goOn: 'Go on with the booking',
    ended: {
      passed: {
        title: 'You did not take this time',
        says: ['You are still on the waiting list. We write to you when the next place becomes free.'],
      },
      left: {
        title: 'You have left the waiting list',
        says: ['You can still book any free time.'],
      },
      used: {
        title: 'This link has already been used',
        says: [
          'It works once. Go on where you opened it. The time is kept for you until it ends.',
          'To go on here, ask for a new email. We send it to the same address. You can also begin again and confirm who you are.',
        ],
      },
      over: {
        title: 'This time is no longer kept for you',
        says: [
          'It is no longer kept, for example because the time to book it has passed. If you are still on the waiting list, we write to you about the next place.',
          'If you have booked, please see the email that confirmed your booking.',
        ],
      },
      unknown: {
        title: 'This link cannot be used',
        says: ['The link is incomplete, or you are no longer on the waiting list.'],
      },
    },
  },
};
