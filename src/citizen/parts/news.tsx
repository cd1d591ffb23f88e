import { eraDate, shortDate } from '../../lib/dates/format.ts';
import { cityDay } from '../../lib/dates/jst.ts';
import { Notice, Phrase, Says } from '../../lib/html/index.ts';
import type { Maintenance, Notice as NewsItem } from '../common.ts';
import type { Language, Words } from '../language.ts';
import { momentWhen } from './when.ts';

const words: Words<{ title: string; stopTitle: (from: string) => string; stop: (from: string, to: string) => string }> = {
  ja: {
    title: 'お知らせ',
    stopTitle: (from) => `${from}から、|予約を|お休みします`,
    stop: (from, to) => `${from}から|${to}まで、|システムの点検を|します。|その間は、|予約や変更が|できません。`,
  },
};

/** お知らせ of the city: an office shut by a typhoon is told here, so it stands before all else. */
export function News({ news, language }: { news: NewsItem[]; language: Language }) {
  if (news.length === 0) return null;
  return (
    <Notice title={words[language].title}>
      <ul class="news">
        {news.map(({ body, shownFrom }) => (
          <li>
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
  return (
    <Notice kind="care" title={texts.stopTitle(shortDate(cityDay(stop.startsAt)))}>
      <Says>{texts.stop(momentWhen(stop.startsAt), momentWhen(stop.endsAt))}</Says>
      {stop.reason !== '' && <p>{stop.reason}</p>}
    </Notice>
  );
}
