import type { Clock } from '../lib/clock.ts';
import { finish, finishedPage, finishPage } from './about/finish/pages.tsx';
import { helpPage } from './about/help/pages.tsx';
import { officeCalendarPage, officeCalendars, officesPage } from './about/offices/pages.tsx';
import { paperPage } from './about/papers/pages.tsx';
import { questionsPage } from './about/questions/pages.tsx';
import { signRoutes } from './about/signs/pages.tsx';
import type { CitizenActs } from './acts.ts';
import type { CommonReads } from './common.ts';
import { beginPage } from './journey/begin/pages.ts';
import { calendarDrawings } from './journey/calendar/drawn-for.ts';
import { calendarPage, nextDaysPage } from './journey/calendar/pages.tsx';
import { cautionsPage, cautionsSubmit } from './journey/cautions/pages.tsx';
import { checkPage, checkSubmit, extendHold } from './journey/check/pages.tsx';
import { linkPage, manageLinkPage, openLink, openManage, renewLink } from './journey/link/pages.tsx';
import { codeSubmit, mailAgain, mailPage, mailSent, mailSubmit } from './journey/mail/submit.tsx';
import { noticePage, noticeSubmit } from './journey/notice/submit.tsx';
import { joinForm, joinSubmit } from './journey/party/join.tsx';
import { partyPage, removeForm, removeSubmit } from './journey/party/pages.tsx';
import { personPage, personSubmit } from './journey/person/submit.tsx';
import { start } from './journey/start/view.tsx';
import { timesPage, timesSubmit } from './journey/times/pages.tsx';
import { endByLink, passByLink, renewOffer, takeByLink, waitingLinkPage } from './journey/waiting/link.tsx';
import { leaveSubmit, letPass, waitingPage, waitingSubmit } from './journey/waiting/pages.tsx';
import { lineRoute } from './line/page.tsx';
import { managePage } from './manage/ask/choose.tsx';
import { manageSent } from './manage/ask/pages.tsx';
import { cancelledFile, cancelledPage, cancelPage, cancelSubmit } from './manage/cancel/pages.tsx';
import { changePage, changeSubmit } from './manage/change/pages.tsx';
import { needsPage, needsSubmit } from './manage/needs/pages.tsx';
import { numberPage, numberSubmit } from './manage/number/pages.tsx';
import { managePersonForm, managePersonSubmit } from './manage/person/pages.tsx';
import { onTheWay, resendMail, reservationFile, reservationPage } from './manage/reservation/pages.tsx';
import { paths } from './paths.ts';
import { anytime, get, leads, post, type Route } from './route.ts';
import { continuePage, inProvenVisit, inVisit } from './visit.ts';

/** The citizens' site, in the order people walk it. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the table of contents of the site: an address a line, in the order people walk it
export const routes = (acts: CitizenActs, common: CommonReads, clock: Clock): Route[] => [
  ...anytime(get(paths.start, start), lineRoute),
  get(paths.begin, beginPage),
  get(paths.notice, noticePage('book')),
  post(paths.notice, noticeSubmit('book')),
  get(paths.person, personPage),
  post(paths.person, personSubmit),
  get(paths.mail, inVisit(mailPage)),
  post(paths.mail, inVisit(mailSubmit)),
  get(paths.mailSent, inVisit(mailSent)),
  post(paths.mailAgain, inVisit(mailAgain)),
  leads(paths.mailAgain, paths.mailSent),
  post(paths.mailCode, inVisit(codeSubmit)),
  leads(paths.mailCode, paths.mailSent),
  ...anytime(get(paths.link, linkPage), post(paths.link, openLink), post(paths.linkAgain, renewLink)),
  leads(paths.linkAgain, paths.link),
  get(paths.party, inProvenVisit(partyPage)),
  get(paths.partyAdd, inProvenVisit(joinForm)),
  post(paths.partyAdd, inProvenVisit(joinSubmit)),
  get(paths.partyRemove, inProvenVisit(removeForm)),
  post(paths.partyRemove, inProvenVisit(removeSubmit)),
  get(paths.calendar, onTheWay(calendarPage(calendarDrawings()))),
  get(paths.nextDays, onTheWay(nextDaysPage)),
  get(paths.times, onTheWay(timesPage)),
  post(paths.times, onTheWay(timesSubmit)),
  get(paths.waiting, onTheWay(waitingPage)),
  post(paths.waiting, onTheWay(waitingSubmit)),
  post(paths.waitingLeave, inProvenVisit(leaveSubmit)),
  leads(paths.waitingLeave, paths.waiting),
  post(paths.waitingLetPass, inProvenVisit(letPass)),
  leads(paths.waitingLetPass, paths.waiting),
  ...anytime(
    get(paths.waitingLink, waitingLinkPage),
    post(paths.waitingLink, takeByLink),
    post(paths.waitingPass, passByLink),
    leads(paths.waitingPass, paths.waitingLink),
    post(paths.waitingEnd, endByLink),
    leads(paths.waitingEnd, paths.waitingLink),
    post(paths.waitingAgain, renewOffer),
    leads(paths.waitingAgain, paths.waitingLink),
  ),
  get(paths.cautions, onTheWay(cautionsPage)),
  post(paths.cautions, onTheWay(cautionsSubmit)),
  post(paths.extend, onTheWay(extendHold)),
  leads(paths.extend, paths.check),
  get(paths.check, onTheWay(checkPage)),
  post(paths.check, onTheWay(checkSubmit)),

  get(paths.reservation, inProvenVisit(reservationPage)),
  get(paths.calendarFile, inProvenVisit(reservationFile)),
  post(paths.resend, inProvenVisit(resendMail)),
  leads(paths.resend, paths.reservation),
  get(paths.needs, inProvenVisit(needsPage)),
  post(paths.needs, inProvenVisit(needsSubmit)),
  get(paths.change, inProvenVisit(changePage)),
  post(paths.change, inProvenVisit(changeSubmit)),
  get(paths.cancel, inProvenVisit(cancelPage)),
  post(paths.cancel, inProvenVisit(cancelSubmit)),
  get(paths.cancelled, cancelledPage),
  get(paths.cancelledFile, inProvenVisit(cancelledFile)),
  get(paths.manage, managePage),
  post(paths.manage, noticeSubmit('manage')),
  get(paths.managePerson, managePersonForm),
  post(paths.managePerson, managePersonSubmit),
  get(paths.manageNumber, numberPage),
  post(paths.manageNumber, numberSubmit),
  get(paths.manageSent, manageSent),
  ...anytime(get(paths.manageLink, manageLinkPage), post(paths.manageLink, openManage)),

  get(paths.continue, continuePage),
  ...anytime(
    get(paths.finish, finishPage),
    post(paths.finish, finish),
    get(paths.finished, finishedPage),
    get(paths.offices, officesPage),
    get(paths.officeCalendar, officeCalendarPage(officeCalendars(acts, common, clock))),
    ...signRoutes(acts, common, clock),
    get(paths.help, helpPage),
    get(paths.questions, questionsPage),
    get(paths.privacy, paperPage('privacy')),
    get(paths.using, paperPage('using')),
    get(paths.accessibility, paperPage('accessibility')),
  ),
];
