export { withQuery } from '../lib/http/with-query.ts';

import { LINK_PATHS } from '../site/links.ts';

/** Every address of the citizens' site. None holds anything personal; a secret stands only in those that mails carry. */
export const paths = {
  start: '/',
  // To the first page of a service: the postcard, or name and birthday
  begin: '/begin',
  // Proving oneself
  notice: '/notice',
  person: '/person',
  mail: '/mail',
  mailSent: '/mail/sent',
  mailAgain: '/mail/again',
  mailCode: '/mail/code',
  link: `${LINK_PATHS.registration}/:secret`,
  linkAgain: `${LINK_PATHS.registration}/:secret/again`,
  // Who else comes
  party: '/party',
  partyAdd: '/party/add',
  partyRemove: '/party/remove',
  // Booking
  calendar: '/calendar',
  nextDays: '/calendar/next',
  times: '/times',
  // 空き待ち
  waiting: '/waiting',
  waitingLeave: '/waiting/leave',
  waitingLetPass: '/waiting/pass',
  waitingLink: `${LINK_PATHS.waiting}/:secret`,
  waitingPass: `${LINK_PATHS.waiting}/:secret/pass`,
  waitingEnd: `${LINK_PATHS.waiting}/:secret/leave`,
  waitingAgain: `${LINK_PATHS.waiting}/:secret/again`,
  cautions: '/cautions',
  check: '/check',
  extend: '/hold/extend',
  // Afterwards
  reservation: '/reservation',
  calendarFile: '/reservation.ics',
  // How each of a booked party comes
  needs: '/needs',
  change: '/change',
  cancel: '/cancel',
  cancelled: '/cancelled',
  cancelledFile: '/cancelled.ics',
  resend: '/reservation/mail',
  manage: LINK_PATHS.askManage,
  managePerson: '/manage/person',
  // Who has no postcard any more
  manageNumber: LINK_PATHS.askByNumber,
  manageSent: '/manage/sent',
  manageLink: `${LINK_PATHS.manage}/:secret`,
  // At any time
  // To where the visit of this browser stands
  continue: '/continue',
  finish: '/finish',
  finished: '/finished',
  offices: '/offices',
  officeCalendar: '/offices/:code/calendar',
  // The same signs for other programs, calendars and the city's own site
  signs: '/availability.json',
  sessions: '/offices/:code/sessions.ics',
  embed: '/embed',
  // Where a browser stands in the line while the site is saturated
  line: '/line',
  help: '/help',
  questions: '/questions',
  privacy: '/privacy',
  using: '/using',
  accessibility: '/accessibility',
} as const;

export const linkPath = (secret: string): string => paths.link.replace(':secret', secret);
export const linkAgainPath = (secret: string): string => paths.linkAgain.replace(':secret', secret);
export const manageLinkPath = (secret: string): string => paths.manageLink.replace(':secret', secret);
export const officeCalendarPath = (code: string): string => paths.officeCalendar.replace(':code', encodeURIComponent(code));

export const sessionsPath = (code: string): string => paths.sessions.replace(':code', encodeURIComponent(code));
