import { LinkButton, Phrase, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import { cityIn } from '../../city.ts';
import type { Maintenance, Notice, Service } from '../../common.ts';
import { Frame } from '../../frame.tsx';
import { byOf, offeredServices } from '../../offers.ts';
import { Bullets } from '../../parts/bullets.tsx';
import { News, NewsInShort, PlannedStop } from '../../parts/news.tsx';
import { Offers } from '../../parts/offers.tsx';
import { Postcard } from '../../parts/postcard.tsx';
import { Telephone } from '../../parts/telephone.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, showKept } from '../../route.ts';
import { cardHeading, startDescription, startTitle } from '../../site-name.ts';
import { BothNames, useSpeech, useTexts, With } from '../../speech.tsx';
import { nothingSaid } from '../begin/not-offered.tsx';
import { firstPage } from '../begin/pages.ts';

type StartProps = {
  services: Service[];
  who: ReadonlyMap<string, readonly string[]>;
  news: Notice[];
  stop: Maintenance | undefined;
};

/** What it is, for whom, what to bring, what to know. The same for everyone, so it may be kept. */
function StartPage({ services, who, news, stop }: StartProps) {
  const { language } = useSpeech();
  const words = useTexts().start;
  const [only, ...more] = services;
  return (
    <Frame
      title={startTitle(language)}
      indexed
      description={startDescription(language)}
      finish={false}
      tellsStop
      top={stop !== undefined || news.length > 0 ? <NewsInShort stop={stop} news={news} /> : undefined}
      hero={only === undefined ? <EmptyHero /> : <Hero only={only} more={more} />}
    >
      <PlannedStop stop={stop} />
      <News news={news} />
      {services.map((service, index) => (
        <About service={service} who={who.get(service.code)} many={services.length > 1} first={index === 0} />
      ))}
      {services.length > 1 && <Says class="lead">{words.takes}</Says>}
      {services.length > 0 && <LookAtSigns />}
    </Frame>
  );
}

function LookAtSigns() {
  const words = useTexts().start;
  return (
    <section class="section">
      <h2>
        <Phrase>{words.lookTitle}</Phrase>
      </h2>
      <Says>{words.look}</Says>
      <p>
        <a class="link-alone" href={paths.offices}>
          {words.lookLink}
        </a>
      </p>
    </section>
  );
}

type AboutProps = { service: Service; who: readonly string[] | undefined; many: boolean; first: boolean };

/** Who may book a service, what one needs before and on the day. With several each has its name above. `who`: as the city says it; undefined: as it is built in. */
function About({ service, who, many, first }: AboutProps) {
  const { language } = useSpeech();
  const words = useTexts().start;
  const by = byOf(service);
  const parts = [
    {
      title: words.whoTitle,
      body: who === undefined ? <Bullets lines={put(words.who[by], { city: cityIn(language) })} /> : <Bullets theirs={who} />,
    },
    {
      title: words.prepareTitle,
      body: (
        <>
          <ol class="prepare">
            {[words.prepare[by], words.prepare.mail].map(({ head, more }, index) => (
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
          {!many && <Says class="lead">{words.takes}</Says>}
        </>
      ),
    },
    ...(service.bring.length === 0 ? [] : [{ title: words.bringTitle, body: <Bullets theirs={service.bring} /> }]),
  ];
  if (!many)
    return parts.map(({ title, body }, index) => (
      <section class={index === 0 && first ? 'section section-first' : 'section'}>
        <h2>
          <Phrase>{title}</Phrase>
        </h2>
        {body}
      </section>
    ));
  return (
    <section class={first ? 'section section-first' : 'section'}>
      <h2>
        <BothNames of={service} />
      </h2>
      {parts.map(({ title, body }) => (
        <>
          <h3 class="about-head">
            <Phrase>{title}</Phrase>
          </h3>
          {body}
        </>
      ))}
    </section>
  );
}

const ByPhone = () => (
  <p class="hero-tel">
    {useTexts().start.byPhone}
    <br />
    <Telephone class="number" />
  </p>
);

const ManageLink = () => (
  <p class="hero-more">
    <a href={paths.manage}>{useTexts().start.manage}</a>
  </p>
);

/** Nothing can be booked here just now: no way leads into a booking; one that was made before can still be looked at. */
function EmptyHero() {
  const { language } = useSpeech();
  const words = useTexts().start;
  return (
    <div class="hero">
      <div class="wrap hero-in">
        <div class="hero-text">
          <h1>
            <Phrase>{words.manyHeading}</Phrase>
          </h1>
          {nothingSaid(language).map((one) => (
            <Says class="lead">{one}</Says>
          ))}
          <p class="hero-tel">
            <Telephone class="number" />
          </p>
          <ManageLink />
        </div>
      </div>
    </div>
  );
}

function Hero({ only, more }: { only: Service; more: Service[] }) {
  const { language } = useSpeech();
  const words = useTexts().start;
  const many = more.length > 0;
  const services = [only, ...more];
  const by = byOf(only);
  const postcard = many ? services.some(({ needsCard }) => needsCard) : by === 'card';
  return (
    <div class="hero">
      <div class="wrap hero-in">
        <div class="hero-text">
          <h1>
            {many || by === 'card' ? (
              <Phrase>{many ? words.manyHeading : cardHeading(language)}</Phrase>
            ) : (
              <With sentence={(name) => put(words.heading, { service: name })} of={only} />
            )}
          </h1>
          <Says class="lead">{many ? words.manyLead : words.lead[by]}</Says>
          {many ? (
            <Offers services={services} href={firstPage} label={words.manyHeading} />
          ) : (
            <div class="acts">
              <LinkButton href={firstPage(only)}>{words.begin}</LinkButton>
            </div>
          )}
          <ManageLink />
          <ByPhone />
        </div>
        {postcard && (
          <div class="hero-card">
            <Postcard />
            <Says class="hero-caption">{many ? words.manyCaption : words.caption}</Says>
          </div>
        )}
      </div>
    </div>
  );
}

export async function start({ common }: Ask): Promise<Answer> {
  const [services, who, news, stop] = await Promise.all([
    offeredServices(common),
    common.who(''),
    common.notices(''),
    common.maintenance(''),
  ]);
  return showKept(<StartPage services={services} who={who} news={news} stop={stop} />);
}
