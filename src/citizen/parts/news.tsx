import { type Formats, momentFrom, momentWhen } from '../../languages/index.ts';
import { saidIn } from '../../languages/names.ts';
import { cityDay } from '../../lib/dates/jst.ts';
import { Notice, Phrase, plain, Says } from '../../lib/html/index.ts';
import { cutSentence } from '../../lib/language/sentence.ts';
import { put } from '../../lib/language/text.ts';
import type { Maintenance, Notice as NewsItem } from '../common.ts';
import { Theirs, useSay, useSpeech, useTexts, Words } from '../speech.tsx';
import { stopAhead } from '../stops.ts';

/** The same in one line each, above all else on the first page: the rest stands below the way to book, which stays on a telephone's first screen. */
export function NewsInShort({ news, stop }: { news: NewsItem[]; stop: Maintenance | undefined }) {
  const { language } = useSpeech();
  const texts = useTexts().news;
  const say = useSay();
  const lines = [
    ...(stop === undefined
      ? []
      : [{ href: `#${STOP_ID}`, said: { text: plain(put(texts.stopTitle, { from: say.shortDay(cityDay(stop.startsAt)) })) } }]),
    ...news.map(({ body }, n) => {
      const said = saidIn(language, { name: body });
      return { href: `#${NEWS_ID}-${n + 1}`, said: { ...said, text: cutSentence(plain(said.text)).first } };
    }),
  ];
  return (
    <nav class="news-short" aria-label={texts.title}>
      <ul>
        {lines.map(({ href, said }) => (
          <li>
            <a href={href}>
              <Words said={said} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** §8(1)⑦: from when to when the site stops, in one line above every page; who could be caught by it is told to finish before. */
export function StopLine() {
  const texts = useTexts().news;
  const say = useSay();
  const stop = stopAhead();
  if (stop === undefined) return null;
  return (
    <div class="wrap top no-print">
      <p class="stop-line">
        <Phrase>{put(texts.line, spanOf(say, stop))}</Phrase>
        {stop.near && <Phrase>{texts.near}</Phrase>}
      </p>
    </div>
  );
}

/** From when to when; the day is said once where it is one. */
const spanOf = (say: Formats, { startsAt, endsAt }: Maintenance) => ({
  from: momentWhen(say, startsAt),
  to: momentFrom(say, endsAt, startsAt),
});

/** Where the whole of each stands. */
const NEWS_ID = 'news';
const STOP_ID = 'stop';

/** お知らせ of the city: an office shut by a typhoon is told here, so it stands before all else. */
export function News({ news }: { news: NewsItem[] }) {
  const texts = useTexts().news;
  const say = useSay();
  if (news.length === 0) return null;
  return (
    <Notice title={texts.title}>
      <ul class="news">
        {news.map(({ body, shownFrom }, n) => (
          <li id={`${NEWS_ID}-${n + 1}`}>
            <time dateTime={cityDay(shownFrom)}>{say.date(cityDay(shownFrom))}</time>
            <p class="news-text">
              <Theirs>{body}</Theirs>
            </p>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** §8(1)⑦: the next planned stop, where one is announced. */
export function PlannedStop({ stop }: { stop: Maintenance | undefined }) {
  const texts = useTexts().news;
  const say = useSay();
  if (stop === undefined) return null;
  return (
    <Notice kind="care" id={STOP_ID} title={put(texts.stopTitle, { from: say.shortDay(cityDay(stop.startsAt)) })}>
      <Says>{put(texts.stop, spanOf(say, stop))}</Says>
      {stop.reason !== '' && (
        <p>
          <Theirs>{stop.reason}</Theirs>
        </p>
      )}
    </Notice>
  );
}
