import { eraDate, shortDate } from '../../lib/dates/format.ts';
import { cityDay } from '../../lib/dates/jst.ts';
import { Notice, Phrase, plain, Says } from '../../lib/html/index.ts';
import type { Maintenance, Notice as NewsItem } from '../common.ts';
import type { Language, Words } from '../language.ts';
import { clockOf, momentWhen } from './when.ts';

const words: Words<{ title: string; stopTitle: (from: string) => string; stop: (from: string, to: string) => string }> = {
  ja: {
    title: 'お知らせ',
    stopTitle: (from) => `${from}から、|予約を|お休みします`,
    stop: (from, to) => `${from}から|${to}まで、|システムの点検を|します。|その間は、|予約や変更が|できません。`,
  },
};

/** The same in one line each, above all else on the first page: the rest stands below the way to book, which stays on a telephone's first screen. */
export function NewsInShort({ news, stop, language }: { news: NewsItem[]; stop: Maintenance | undefined; language: Language }) {
  const texts = words[language];
  const lines = [
    ...(stop === undefined ? [] : [{ href: `#${STOP_ID}`, text: plain(texts.stopTitle(shortDate(cityDay(stop.startsAt)))) }]),
    ...news.map(({ body }, n) => ({ href: `#${NEWS_ID}-${n + 1}`, text: /^[^。]*。?/u.exec(plain(body))?.[0] ?? '' })),
  ];
  return (
    <nav class="news-short" aria-label={texts.title}>
      <ul>
        {lines.map(({ href, text }) => (
          <li>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Where the whole of each stands. */
const NEWS_ID = 'news';
const STOP_ID = 'stop';

/** お知らせ of the city: an office shut by a typhoon is told here, so it stands before all else. */
export function News({ news, language }: { news: NewsItem[]; language: Language }) {
  if (news.length === 0) return null;
  return (
    <Notice title={words[language].title}>
      <ul class="news">
        {news.map(({ body, shownFrom }, n) => (
          <li id={`${NEWS_ID}-${n + 1}`}>
            <time dateTime={cityDay(shownFrom)}>{eraDate(cityDay(shownFrom))}</time>
            <Phrase>{body}</Phrase>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** §8(1)⑦: the next planned stop, where one is announced. */
export function PlannedStop({ stop, language }: { stop: Maintenance | undefined; language: Language }) {
  if (stop === undefined) return null;
  const texts = words[language];
  // The day is said once.
  const sameDay = cityDay(stop.startsAt) === cityDay(stop.endsAt);
  return (
    <Notice kind="care" id={STOP_ID} title={texts.stopTitle(shortDate(cityDay(stop.startsAt)))}>
      <Says>{texts.stop(momentWhen(stop.startsAt), sameDay ? clockOf(stop.endsAt) : momentWhen(stop.endsAt))}</Says>
      {stop.reason !== '' && <p>{stop.reason}</p>}
    </Notice>
  );
}
