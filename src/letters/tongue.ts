import { arrivalIn } from '../languages/arrival.ts';
import { deadlineIn, type Formats, type Language, type Texts } from '../languages/index.ts';
import { textIn } from '../languages/names.ts';
import { cityDay, cityMinute } from '../lib/dates/jst.ts';

import { rubyInLine, withoutRuby } from '../lib/language/ruby.ts';
import { counted, plain, put } from '../lib/language/text.ts';
import { cityNow } from '../site/city.ts';
import type { EntryVisit, Text, Visit } from './words.ts';

/** A language, as letters need it. */
export type Tongue = {
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
export const letter = (tongue: Tongue, subject: string, ...paragraphs: (string | readonly string[])[]): Text =>
  asMail({
    subject: put(tongue.texts.subject, { city: cityOf(tongue), subject }),
    text: `${[tongue.greeting, ...paragraphs, tongue.closing, [tongue.texts.foot, cityOf(tongue)]]
      .map((paragraph) => (typeof paragraph === 'string' ? paragraph : paragraph.filter((line) => line !== '').join('\n')))
      .filter((paragraph) => paragraph !== '')
      .join('\n\n')}\n`,
  });

/** Which of several visits a letter is about, in its subject. */
export const about = ({ texts, say }: Tongue, visit: Visit, subject: string): string =>
  put(texts.about, { subject, day: say.shortDay(visit.day), service: visit.service });

export const moment = ({ say }: Tongue, at: Date): string => say.letterWhen(cityDay(at), cityMinute(at));

const things = ({ texts }: Tongue, title: string, bring: readonly string[]): string[] =>
  bring.length === 0 ? [] : [title, ...bring.map((thing) => put(texts.table.thing, { thing }))];

/** How many characters of a notice ID tell the people of a party apart: their numbers are others once one of them no longer comes. */
const ID_END = 3;

/** One of a party, by the end of what stands on their postcard; without a card by their number alone. */
const personOf = ({ texts }: Tongue, n: number, id: string | null | undefined): string =>
  typeof id === 'string' ? put(texts.table.personOfId, { n, end: id.slice(-ID_END) }) : put(texts.table.person, { n });

/** What to bring; of a party each one's own, who brings the same together. `some`: those of a party alone whom the papers name. */
export function toBring(tongue: Tongue, { people, bring, papers }: EntryVisit, some = false): string[] {
  const words = tongue.texts.table;
  if (!some) {
    if (people < 2) return things(tongue, words.bring, bring);
    const [only, another] = papers;
    if (only !== undefined && another === undefined) return things(tongue, words.bringEach, only.bring);
  }
  return papers.flatMap(({ who, ids, under15, bring: own }) => {
    const those = who.map((n, at) => personOf(tongue, n, ids[at])).join(words.between);
    return things(tongue, put(words.bringOf, { who: under15 === true ? put(words.under15, { who: those }) : those }), own);
  });
}

/** When to be at the counter, where the city says so. */
export const whenToCome = ({ language }: Tongue, { arrive }: Pick<EntryVisit, 'arrive'>): string =>
  plain(arrivalIn(language, arrive) ?? '');

/** §8(3)⑪: what was booked. `come`: the reader is to come, and told when to be there. */
export function table(tongue: Tongue, visit: Visit, parts: { bring: boolean | 'some'; come?: boolean }): string[] {
  const { lang, say, texts } = tongue;
  const words = texts.table;
  return [
    put(words.number, visit),
    put(words.service, visit),
    put(words.office[visit.needsCard ? 'card' : 'person'], visit),
    visit.address === '' ? '' : put(words.address, visit),
    put(words.when, { when: say.letterWhen(visit.day, visit.startMinute) }),
    parts.come === true ? whenToCome(tongue, visit) : '',
    counted(lang, words.people, visit.people, { count: visit.people }),
    parts.come === true && visit.takes > 0 ? put(words.takes, { time: say.duration(visit.takes) }) : '',
    ...(parts.bring === false ? [] : toBring(tongue, visit, parts.bring === 'some')),
    put(words.phone, visit),
  ];
}

/**
 * What may still be done on the web, and until when; where the deadline has passed the telephone alone is offered. `url` null: all of it goes
 * through staff.
 */
export function manage({ texts, say }: Tongue, until: Date | null, url: string | null): string[] {
  if (url === null) return [texts.manage.byPhone];
  return until === null
    ? [texts.manage.byPhone, texts.manage.see, url]
    : [put(texts.manage.until, deadlineIn(say, until)), texts.manage.all, url];
}

/** What who is reminded may do who cannot come, and until when. `until`, `url`: as of `manage`. */
export function cannotCome({ texts, say }: Tongue, until: Date | null, url: string | null): string[] {
  if (url === null) return [texts.cannotCome.byPhone];
  return until === null
    ? [texts.cannotCome.byPhone, texts.manage.see, url]
    : [texts.cannotCome.web, put(texts.manage.until, deadlineIn(say, until)), url];
}

/** Where to book a visit again: `words` and the page, or the telephone. */
export const bookAgain = ({ texts }: Tongue, words: string, url: string | null): string[] =>
  url === null ? [texts.bookByPhone] : [words, url];

export function dayAhead({ lang, texts }: Tongue, ahead: number): string {
  if (ahead <= 0) return texts.reminder.today;
  return ahead === 1 ? texts.reminder.tomorrow : counted(lang, texts.reminder.later, ahead, { count: ahead });
}
