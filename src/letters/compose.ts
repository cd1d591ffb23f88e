import {
  deadlineIn,
  type Formats,
  factsOf,
  formatsOf,
  type Language,
  offeredCode,
  type Texts,
  textsOf,
} from '../languages/index.ts';
import { textIn } from '../languages/names.ts';
import { cityDay, cityMinute } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { rubyInLine, withoutRuby } from '../lib/language/ruby.ts';
import { counted, put } from '../lib/language/text.ts';
import { cityNow } from '../site/city.ts';
import { wordingNow } from '../site/wordings/acts.ts';
import { lettersSaid, nameOfMail } from '../site/wordings/mails.ts';
import { BUILT_IN, type Said } from '../site/wordings/said.ts';
import type { EntryVisit, Text, Visit, Words } from './words.ts';

/** A language, as letters need it. */
type Tongue = {
  language: Language;
  lang: string;
  texts: Texts['letters'];
  form: Texts['waiting']['form'];
  say: Formats;
  /** What the city adds before and after; empty: nothing. */
  greeting: string;
  closing: string;
};

/** As the reader's language has it. */
const cityOf = ({ language }: Tongue): string => textIn(language, cityNow().name);

/** Mails know no ruby: a reading stands behind its word, and in subjects not at all. */
const asMail = ({ subject, text }: Text): Text => ({ subject: withoutRuby(subject), text: rubyInLine(text) });

/** Paragraphs with an empty line between, then the foot. Empty ones are left out. */
const letter = (tongue: Tongue, subject: string, ...paragraphs: (string | readonly string[])[]): Text =>
  asMail({
    subject: put(tongue.texts.subject, { city: cityOf(tongue), subject }),
    text: `${[tongue.greeting, ...paragraphs, tongue.closing, [tongue.texts.foot, cityOf(tongue)]]
      .map((paragraph) => (typeof paragraph === 'string' ? paragraph : paragraph.filter((line) => line !== '').join('\n')))
      .filter((paragraph) => paragraph !== '')
      .join('\n\n')}\n`,
  });

/** Which of several visits a letter is about, in its subject. */
const about = ({ texts, say }: Tongue, visit: Visit, subject: string): string =>
  put(texts.about, { subject, day: say.shortDay(visit.day), service: visit.service });

const moment = ({ say }: Tongue, at: Date): string => say.letterWhen(cityDay(at), cityMinute(at));

const things = ({ texts }: Tongue, title: string, bring: readonly string[]): string[] =>
  bring.length === 0 ? [] : [title, ...bring.map((thing) => put(texts.table.thing, { thing }))];

/** What to bring; of a party each one's own, who brings the same together. `some`: those of a party alone whom the papers name. */
function toBring(tongue: Tongue, { people, bring, papers }: EntryVisit, some = false): string[] {
  const words = tongue.texts.table;
  if (!some) {
    if (people < 2) return things(tongue, words.bring, bring);
    const [only, another] = papers;
    if (only !== undefined && another === undefined) return things(tongue, words.bringEach, only.bring);
  }
  return papers.flatMap(({ who, under15, bring: own }) => {
    const those = who.map((n) => put(words.person, { n })).join(words.between);
    return things(tongue, put(words.bringOf, { who: under15 === true ? put(words.under15, { who: those }) : those }), own);
  });
}

/** §8(3)⑪: what was booked. */
function table(tongue: Tongue, visit: Visit, parts: { bring: boolean | 'some' }): string[] {
  const { lang, say, texts } = tongue;
  const words = texts.table;
  return [
    put(words.number, visit),
    put(words.service, visit),
    put(words.office[visit.needsCard ? 'card' : 'person'], visit),
    visit.address === '' ? '' : put(words.address, visit),
    put(words.when, { when: say.letterWhen(visit.day, visit.startMinute) }),
    counted(lang, words.people, visit.people, { count: visit.people }),
    ...(parts.bring === false ? [] : toBring(tongue, visit, parts.bring === 'some')),
    put(words.phone, visit),
  ];
}

/** What may still be done on the web, and until when; where the deadline has passed the telephone alone is offered. */
const manage = ({ texts, say }: Tongue, until: Date | null, url: string): string[] =>
  until === null
    ? [texts.manage.byPhone, texts.manage.see, url]
    : [put(texts.manage.until, deadlineIn(say, until)), texts.manage.all, url];
/** The same for who is reminded to come. */
const cannotCome = ({ texts, say }: Tongue, until: Date | null, url: string): string[] =>
  until === null
    ? [texts.cannotCome.byPhone, texts.manage.see, url]
    : [texts.cannotCome.web, put(texts.manage.until, deadlineIn(say, until)), url];

function dayAhead({ lang, texts }: Tongue, ahead: number): string {
  if (ahead <= 0) return texts.reminder.today;
  return ahead === 1 ? texts.reminder.tomorrow : counted(lang, texts.reminder.later, ahead, { count: ahead });
}

/** Where it is: the city before the office, as a map looks for it. */
const placeOf = (visit: EntryVisit): string =>
  [cityNow().name, visit.office, visit.address].filter((part) => part !== '').join(' ');

function entry(tongue: Tongue, visit: EntryVisit, url: string): ReturnType<Words['entry']> {
  const { texts } = tongue;
  const notes = [
    put(texts.table.number, visit),
    ...toBring(tongue, visit),
    put(texts.table.phone, visit),
    put(texts.entry.manage, { url }),
  ];
  const alarm = put(texts.entry.alarm, visit) + (visit.bring.length > 0 ? texts.entry.bring : '');
  return {
    summary: withoutRuby(put(texts.entry.summary, visit)),
    place: withoutRuby(placeOf(visit)),
    notes: notes.map(rubyInLine),
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
    'manage-link': (visit, url) =>
      say(visit, texts.manageLink.subject, manage(tongue, visit.changeUntil, url), [texts.ignoreBooked, put(texts.ask, visit)]),
    booked: (visit, url, again) => {
      const { subject, opening } = texts.booked[again ?? 'first'];
      return say(
        visit,
        subject,
        [opening, texts.come],
        table(tongue, visit, { bring: true }),
        manage(tongue, visit.changeUntil, url),
      );
    },
    changed: (visit, url) =>
      say(
        visit,
        texts.changed.subject,
        texts.changed.opening,
        table(tongue, visit, { bring: true }),
        manage(tongue, visit.changeUntil, url),
      ),
    cancelled: (visit, url) =>
      say(visit, texts.cancelled.subject, texts.cancelled.opening, table(tongue, visit, { bring: false }), [
        texts.cancelled.again,
        url,
      ]),
    reminder: (visit, url, daysAhead) => {
      const day = { day: dayAhead(tongue, daysAhead) };
      return say(
        visit,
        put(texts.reminder.subject, day),
        [put(texts.reminder.opening, day), texts.come],
        table(tongue, visit, { bring: true }),
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
        [words.again, url],
      );
    },
    'closed-day': (visit, url, reason, priority) => {
      const words = texts.closedDay;
      return say(
        visit,
        words.subject,
        [words.opening, put(words.reason, { reason: reason ?? words.hoursChanged }), words.doNotCome],
        table(tongue, visit, { bring: false }),
        [words.choose, priority === null ? '' : put(words.priority, { until: moment(tongue, priority) }), url],
        visit.needsCard ? texts.still : '',
      );
    },
    reopened: (visit, url) =>
      say(
        visit,
        texts.reopened.subject,
        [texts.reopened.opening, texts.reopened.come],
        table(tongue, visit, { bring: true }),
        cannotCome(tongue, visit.changeUntil, url),
      ),
  } satisfies Partial<Words>;
};

/** 空き待ち: entered, offered a time, ended. */
const ofWaiting = (tongue: Tongue) => {
  const { lang, texts, form, say } = tongue;
  const words = texts.waiting;
  const people = (count: number): string => counted(lang, texts.table.people, count, { count });
  return {
    waiting: ({ service, offices, from, to, kinds, parts, people: count, phone }, url) =>
      letter(
        tongue,
        words.subject,
        [words.opening, words.notYet],
        [
          put(texts.table.service, { service }),
          put(words.offices, { offices: say.list(offices) }),
          put(words.days, { from: say.shortDay(from), to: say.shortDay(to) }),
          put(words.kinds, { kinds: say.list(kinds.map((kind) => form.kind[kind])) }),
          put(words.parts, { parts: say.list(parts.map((part) => form.part[part])) }),
          people(count),
        ],
        [words.see, url],
        put(texts.ask, { phone }),
      ),
    'waiting-offer': ({ service, office, address, day, startMinute, people: count, phone }, url, until) =>
      letter(
        tongue,
        put(texts.about, { subject: texts.waitingOffer.subject, day: say.shortDay(day), service }),
        [put(texts.waitingOffer.opening, { until: moment(tongue, until) }), texts.link.notYet],
        [
          put(texts.table.service, { service }),
          put(texts.table.office.card, { office }),
          address === '' ? '' : put(texts.table.address, { address }),
          put(texts.table.when, { when: say.letterWhen(day, startMinute) }),
          people(count),
        ],
        [texts.waitingOffer.go, url],
        texts.waitingOffer.pass,
        put(texts.ask, { phone }),
      ),
    'waiting-over': (why, { service, phone }, url) =>
      letter(
        tongue,
        texts.waitingOver.subject,
        [texts.waitingOver.why[why], put(texts.table.service, { service })],
        [texts.waitingOver.again, url],
        put(texts.ask, { phone }),
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
    mailing: (subject, body, visit, url) =>
      letter(
        tongue,
        subject,
        body,
        ...(visit === null ? [] : [[texts.mailing.booking, ...table(tongue, visit, { bring: false })]]),
        [texts.mailing.site, url],
      ),
    entry: (visit, url) => entry(tongue, visit, url),
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
