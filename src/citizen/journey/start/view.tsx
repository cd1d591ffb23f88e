import { eraDate, shortDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { LinkButton, Notice, Phrase, Says } from '../../../lib/html/index.ts';
import { city, phoneLink } from '../../city.ts';
import type { Maintenance, Notice as News, Service } from '../../common.ts';
import { Frame } from '../../frame.tsx';
import type { Language } from '../../language.ts';
import { Bullets } from '../../parts/bullets.tsx';
import { Postcard } from '../../parts/postcard.tsx';
import { momentWhen } from '../../parts/when.ts';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, showKept } from '../../route.ts';
import { texts } from './texts.ts';

type StartProps = { language: Language; services: Service[]; news: News[]; stop: Maintenance | undefined };

/** What it is, for whom, what to bring, what to know. The same for everyone, so it may be kept. */
export function StartPage({ language, services, news, stop }: StartProps) {
  const words = texts[language];
  return (
    <Frame
      language={language}
      title={words.title}
      indexed
      finish={false}
      hero={<Hero language={language} />}
      asideBelow={news.length > 0 && <NewsList news={news} title={words.newsTitle} />}
    >
      {stop !== undefined && (
        <Notice kind="care" title={words.stopTitle(shortDate(cityDay(stop.startsAt)))}>
          <Says>{words.stop(momentWhen(stop.startsAt), momentWhen(stop.endsAt))}</Says>
          {stop.reason !== '' && <p>{stop.reason}</p>}
        </Notice>
      )}
      <section class={stop === undefined ? 'section section-first' : 'section'}>
        <h2>
          <Phrase>{words.whoTitle}</Phrase>
        </h2>
        <Bullets lines={words.who} />
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.prepareTitle}</Phrase>
        </h2>
        <ol class="prepare">
          {words.prepare.map(({ head, more }, index) => (
            <li>
              <span class="prepare-n" aria-hidden="true">
                {index + 1}
              </span>
              <b>
                <Phrase>{head}</Phrase>
              </b>
              <Phrase>{more}</Phrase>
            </li>
          ))}
        </ol>
        <Says class="lead">{words.takes}</Says>
      </section>
      {services.map((service) => (
        <section class="section">
          <h2>
            <Phrase>{words.bringTitle}</Phrase>
          </h2>
          <Bullets lines={service.bring} />
        </section>
      ))}
      <section class="section">
        <h2>
          <Phrase>{words.lookTitle}</Phrase>
        </h2>
        <Says>{words.look}</Says>
        <p>
          <a href={paths.offices}>{words.lookLink}</a>
        </p>
      </section>
    </Frame>
  );
}

function Hero({ language }: { language: Language }) {
  const words = texts[language];
  return (
    <div class="hero">
      <div class="wrap hero-in">
        <div class="hero-text">
          <h1>
            <Phrase>{words.heading}</Phrase>
          </h1>
          <Says class="lead">{words.lead}</Says>
          <div class="acts">
            <LinkButton href={paths.notice}>{words.begin}</LinkButton>
          </div>
          <p class="hero-more">
            <a href={paths.manage}>{words.manage}</a>
          </p>
          <p class="hero-tel">
            {words.byPhone}
            <br />
            <a class="number" href={phoneLink}>
              {city.phone}
            </a>
          </p>
        </div>
        <div class="hero-card">
          <Postcard language={language} />
          <Says class="hero-caption">{words.caption}</Says>
        </div>
      </div>
    </div>
  );
}

function NewsList({ news, title }: { news: News[]; title: string }) {
  return (
    <section class="section">
      <h2>{title}</h2>
      <ul class="news">
        {news.map(({ body, shownFrom }) => (
          <li>
            <time dateTime={cityDay(shownFrom)}>{eraDate(cityDay(shownFrom))}</time>
            <Phrase>{body}</Phrase>
          </li>
        ))}
      </ul>
    </section>
  );
}

export async function start({ common, language }: Ask): Promise<Answer> {
  const [services, news, stop] = await Promise.all([common.services(''), common.notices(''), common.maintenance('')]);
  return showKept(<StartPage language={language} services={services} news={news} stop={stop} />);
}
