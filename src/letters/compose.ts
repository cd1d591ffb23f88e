import { factsOf, formatsOf, type Language, offeredCode, type Texts, textsOf } from '../languages/index.ts';
import type { Tx } from '../lib/db/db.ts';
import { rubyInLine, withoutRuby } from '../lib/language/ruby.ts';
import { put } from '../lib/language/text.ts';
import { cityNow } from '../site/city.ts';
import { wordingNow } from '../site/wordings/acts.ts';
import { lettersSaid, nameOfMail } from '../site/wordings/mails.ts';
import { BUILT_IN, type Said } from '../site/wordings/said.ts';
import { ofWaiting } from './compose-waiting.ts';
import {
  about,
  bookAgain,
  cannotCome,
  dayAhead,
  letter,
  manage,
  moment,
  type Tongue,
  table,
  toBring,
  whenToCome,
} from './tongue.ts';
import type { EntryVisit, Visit, WhyShut, Words } from './words.ts';

/** Where it is: the city before the office, as a map looks for it. */
const placeOf = (visit: EntryVisit): string =>
  [cityNow().name, visit.office, visit.address].filter((part) => part !== '').join(' ');

function shutWords({ closedDay }: Tongue['texts'], why: WhyShut): string {
  switch (why.by) {
    case 'closing':
      return why.reason;
    case 'holiday':
      return put(closedDay.holiday, why);
    case 'day':
      return closedDay.dayShut;
    case 'hours':
      return closedDay.hoursChanged;
  }
}

function entry(tongue: Tongue, visit: EntryVisit, url: string | null, cancelled: boolean): ReturnType<Words['entry']> {
  const { texts } = tongue;
  // Of what is cancelled nobody is told to come, to bring or to change anything.
  const before = cancelled ? [texts.entry.cancelled] : [whenToCome(tongue, visit), ...toBring(tongue, visit)];
  const after = url === null || cancelled ? '' : put(texts.entry.manage, { url });
  const notes = [put(texts.table.number, visit), ...before, put(texts.table.phone, visit), after];
  const alarm = put(texts.entry.alarm, visit) + (visit.bring.length > 0 ? texts.entry.bring : '');
  return {
    summary: withoutRuby(put(texts.entry.summary, visit)),
    place: withoutRuby(placeOf(visit)),
    notes: notes.filter((line) => line !== '').map(rubyInLine),
    alarm: rubyInLine(alarm),
  };
}

/** What begins and what ends a visit. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a letter each, of words alone
const ofBooking = (tongue: Tongue) => {
  const { texts } = tongue;
  const say = (visit: Visit, subject: string, ...paragraphs: (string | readonly string[])[]) =>
    letter(tongue, about(tongue, visit, subject), ...paragraphs);
  return {
    'manage-link': (visit, url, shut) => {
      // What we cannot keep is changed on the web whatever the day.
      const onward = shut && url !== null ? [texts.manage.all, url] : manage(tongue, visit.changeUntil, url);
      return say(visit, texts.manageLink.subject, onward, [texts.ignoreBooked, put(texts.ask, visit)]);
    },
    booked: (visit, url, again) => {
      const { subject, opening } = texts.booked[again ?? 'first'];
      return say(
        visit,
        subject,
        [opening, texts.come],
        table(tongue, visit, { bring: true, come: true }),
        manage(tongue, visit.changeUntil, url),
      );
    },
    changed: (visit, url) =>
      say(
        visit,
        texts.changed.subject,
        texts.changed.opening,
        table(tongue, visit, { bring: true, come: true }),
        manage(tongue, visit.changeUntil, url),
      ),
    cancelled: (visit, url) =>
      say(
        visit,
        texts.cancelled.subject,
        texts.cancelled.opening,
        table(tongue, visit, { bring: false }),
        bookAgain(tongue, texts.cancelled.again, url),
      ),
    reminder: (visit, url, daysAhead) => {
      const day = { day: dayAhead(tongue, daysAhead) };
      return say(
        visit,
        put(texts.reminder.subject, day),
        [put(texts.reminder.opening, day), texts.come],
        table(tongue, visit, { bring: true, come: true }),
        cannotCome(tongue, visit.changeUntil, url),
      );
    },
    'no-show': (visit, url, party) => {
      const words = texts.noShow;
      const [opening, still] =
        party === null
          ? [words.opening, texts.still]
          : [put(words.someOpening, { people: party, count: visit.people }), words.someStill];
      return say(
        visit,
        words.subject,
        [opening, visit.needsCard ? still : ''],
        table(tongue, visit, { bring: party === null ? true : 'some' }),
        bookAgain(tongue, words.again, url),
      );
    },
    'closed-day': (visit, url, why, priority) => {
      const words = texts.closedDay;
      return say(
        visit,
        words.subject,
        [words.opening, put(words.reason, { reason: shutWords(texts, why) }), words.doNotCome],
        table(tongue, visit, { bring: false }),
        url === null
          ? texts.bookByPhone
          : [words.choose, priority === null ? '' : put(words.priority, { until: moment(tongue, priority) }), url],
        visit.needsCard ? texts.still : '',
      );
    },
    reopened: (visit, url) =>
      say(
        visit,
        texts.reopened.subject,
        [texts.reopened.opening, texts.reopened.come],
        table(tongue, visit, { bring: true, come: true }),
        cannotCome(tongue, visit.changeUntil, url),
      ),
  } satisfies Partial<Words>;
};

type Own = { letters: Texts['letters']; greeting: string; closing: string };

function make(language: Language, { letters, greeting, closing }: Own): Words {
  const tongue: Tongue = {
    language,
    lang: factsOf(language).lang,
    texts: letters,
    form: textsOf(language).waiting.form,
    say: formatsOf(language),
    greeting,
    closing,
  };
  const { texts } = tongue;
  return {
    ...ofBooking(tongue),
    ...ofWaiting(tongue),
    link: ({ url, service, until, phone, code }) =>
      letter(
        tongue,
        put(texts.link.subject, { service }),
        [texts.link.notYet, texts.link.go],
        url,
        put(texts.link.until, { until: moment(tongue, until) }),
        code === null ? '' : [texts.link.orCode, code.digits, put(texts.link.codeUntil, { until: moment(tongue, code.until) })],
        [texts.ignore, put(texts.ask, { phone })],
      ),
    mailing: (subject, body, visit, shut, url) =>
      letter(
        tongue,
        subject,
        body,
        ...(visit === null
          ? []
          : [
              [
                ...(shut ? [texts.closedDay.opening, texts.closedDay.doNotCome] : [texts.mailing.booking]),
                ...table(tongue, visit, { bring: false }),
              ],
            ]),
        ...(url === null ? [] : [[texts.mailing.site, url]]),
      ),
    entry: (visit, url, cancelled = false) => entry(tongue, visit, url, cancelled),
  };
}

const made = new Map<Language, Words>();

/** The letters of a language, by the code a visit keeps; Japanese where there is none such. */
export function wordsOf(code: string): Words {
  const language = offeredCode(code);
  const words = made.get(language) ?? make(language, { letters: textsOf(language).letters, greeting: '', closing: '' });
  made.set(language, words);
  return words;
}

/** The same of one kind of mail, with what the city says in it otherwise. */
export const wordsSaid = (code: string, kind: string, said: Said): Words =>
  said === BUILT_IN ? wordsOf(code) : make(offeredCode(code), lettersSaid(offeredCode(code), kind, said));

/** The words of a mail as the city has them now. */
export const wordsNow = async (tx: Tx, kind: string, code: string): Promise<Words> =>
  wordsSaid(code, kind, await wordingNow(tx, nameOfMail(kind)));
