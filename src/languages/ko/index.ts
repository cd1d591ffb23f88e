import type { Spoken } from '../catalogues.ts';
import { finish, help, maintenance, offices, standIn } from './about.ts';
import { calendar } from './calendar.ts';
import { cancel } from './cancel.ts';
import { cautions } from './cautions.ts';
import { change } from './change.ts';
import { check } from './check.ts';
import { formats } from './formats.ts';
import { controls, frame } from './frame.ts';
import { letters } from './letters.ts';
import { line } from './line.ts';
import { link } from './link.ts';
import { mail } from './mail.ts';
import { ask, byNumber, sent } from './manage.ts';
import { needs } from './needs.ts';
import { notice } from './notice.ts';
import { papers } from './papers.ts';
import { hold, lapsed, months, news, offers, postcard, soFar } from './parts.ts';
import { party } from './party.ts';
import { person } from './person.ts';
import { poster } from './poster.ts';
import { problemPages, problems } from './problems.ts';
import { questions } from './questions.ts';
import { reservation } from './reservation.ts';
import { start } from './start.ts';
import { times } from './times.ts';
import { waiting } from './waiting.ts';

export const ko: Spoken = {
  formats,
  texts: {
    frame,
    controls,
    problemPages,
    problems,
    questions,
    hold,
    lapsed,
    months,
    news,
    offers,
    postcard,
    soFar,
    start,
    finish,
    help,
    maintenance,
    offices,
    standIn,
    line,
    papers,
    needs,
    notice,
    person,
    mail,
    link,
    party,
    calendar,
    times,
    waiting,
    cautions,
    check,
    ask,
    byNumber,
    sent,
    reservation,
    change,
    cancel,
    letters,
    poster,
  },
};
