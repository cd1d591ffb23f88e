import type { Page } from '../catalogues.ts';

export const questions: Page<'questions'> = {
  each: {
    proxy: {
      ask: 'I cannot come myself. Can somebody else pick up my card?',
      says: [
        'If you cannot come because of illness or the like, somebody else may be able to pick it up for you.',
        'Identity documents of both of you and a document that shows why you cannot come are needed. Which ones depends on the reason. While you book, you are told what to bring for your reason. If anything is unclear, please call us.',
      ],
    },
    postcard: {
      ask: 'I have lost the postcard (交付通知書)',
      says: [
        'If you have not booked yet, please call us. You can book by phone.',
        'If you have booked, you can check, change or cancel with the booking number.',
      ],
    },
    oldCard: {
      ask: 'I have lost my old My Number Card',
      says: [
        'You can book. If you are asked while booking what you have lost, please say so: what you must bring will differ. There may be a fee.',
      ],
    },
    child: {
      ask: 'I am picking up the card of a child under 15',
      says: [
        'A child under 15 must come together with a parent or guardian. If the child cannot come because of illness or a similar reason, please call us before you book.',
        'The parent or guardian needs identity documents, too. What to bring is on the pages while you book and in the email about your booking.',
      ],
    },
    mail: {
      ask: 'I have no email address',
      says: ['You can book by phone. You can also book with a family member’s email address.'],
    },
    phone: {
      ask: 'I have no phone',
      says: [
        'To book a card pickup you need no phone number. You can book, change and cancel on this site.',
        'For services that need no postcard, enter the number of someone who can reach you, such as a family member.',
      ],
      person: [
        'Enter the number of someone who can reach you, such as a family member. You can also change and cancel on this site.',
      ],
    },
    deadline: {
      ask: 'I cannot pick up my card by the deadline',
      says: [
        'We keep cards until a deadline. If you cannot come by then, please call us before the deadline.',
        'If you cannot come at the time you booked, please change your booking.',
      ],
    },
    long: {
      ask: 'How long does it take?',
      says: [
        'Booking takes about five minutes.',
        'The time at the counter depends on the service and on how many of you come. Please be there in time for your booking.',
      ],
    },
    help: {
      ask: 'I use a wheelchair. I am hard of hearing',
      says: [
        'Which counters can be used with a wheelchair is shown under “See free days”.',
        'We can also talk with you in writing. Tell the staff at the counter when you come. You can book on this site without a phone.',
      ],
    },
    moved: {
      ask: 'I have moved to another city',
      says: [
        'You can no longer pick up the card here. Please ask at the city office where you live now.',
        'If you have a booking, please cancel it.',
      ],
    },
    pin: {
      ask: 'I have forgotten my PIN',
      says: [
        'If you are about to receive your card, you choose new PINs when you pick it up.',
        'The PINs of a card you already have can be reset at the counter. Please bring identity documents.',
      ],
    },
  },
  not: 'For anything else, please ask us by phone.',
};
