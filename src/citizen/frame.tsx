import type { ComponentChildren } from 'preact';
import { factsOf, type Texts } from '../languages/index.ts';
import { asset, Document, IconBack, Phrase, PostForm, Steps } from '../lib/html/index.ts';
import { put } from '../lib/language/text.ts';
import { cityNow } from '../site/city.ts';
import { practiceBand } from '../site/practice.ts';
import { saidOf } from '../site/wordings/follow.ts';
import { HEAD } from '../site/wordings/site-words.ts';
import { postalAddress } from './city.ts';
import { LanguageStrip, otherAddresses } from './parts/language-strip.tsx';
import { StopLine } from './parts/news.tsx';
import { Telephone, TelephoneHours } from './parts/telephone.tsx';
import { paths } from './paths.ts';
import { siteKind, siteName, siteOfCity } from './site-name.ts';
import { Name, Theirs, useSpeech, useTexts } from './speech.tsx';

type HelpPage = 'help' | 'questions';

type FrameProps = {
  /** Page's name for the title; nothing personal. */
  title: string;
  /** The form came back with errors: the title says so first. */
  wrong?: boolean;
  indexed?: boolean;
  description?: string;
  /** With a token 終了する is a button that ends the visit at once; without one a link to the page that asks. */
  token?: string | undefined;
  /** Neither: on the start page nothing has begun, in maintenance nothing can end, and a page that is the same for everyone knows of no visit (`WayBack`). */
  finish?: boolean;
  /** The page tells of a planned stop itself, and at length. */
  tellsStop?: boolean;
  /** What everyone must know first, above all else. */
  top?: ComponentChildren;
  /** Full width above the columns. */
  hero?: ComponentChildren;
  children: ComponentChildren;
  /** Beside the main column, above the telephone number. */
  aside?: ComponentChildren;
  /** Seconds after which a browser without scripts asks for the page again. */
  refresh?: number;
  /** A page of the help does not lead to itself. */
  is?: HelpPage;
};

/** Head, main, the telephone number beside it, foot: every citizen page. */
export function Frame({
  title,
  wrong = false,
  indexed = false,
  description,
  token,
  finish = true,
  top,
  hero,
  children,
  aside,
  is,
  tellsStop = false,
  refresh,
}: FrameProps) {
  const words = useTexts().frame;
  const speech = useSpeech();
  return (
    <Document
      lang={factsOf(speech.language).lang}
      title={title}
      site={siteOfCity(speech.language)}
      look="citizen"
      also={speech.language === 'easy' ? 'easy' : undefined}
      others={indexed ? otherAddresses(speech) : []}
      wrong={wrong}
      indexed={indexed}
      description={description}
      refresh={refresh}
      band={practiceBand(cityNow())}
    >
      <header class="head">
        <div class="kasuri" />
        <LanguageStrip />
        <div class="wrap">
          <div class="head-in">
            <a class="brand" href={paths.start}>
              <img src={asset('mark.svg')} alt="" width="44" height="44" />
              <span class="brand-city">
                <Name of={cityNow()} />
              </span>
              <span class="brand-name">
                <Phrase>{siteName(speech.language)}</Phrase>
              </span>
            </a>
            {finish && (
              <div class="tools">
                {token === undefined ? (
                  <a href={paths.finish}>{words.finish}</a>
                ) : (
                  <PostForm action={paths.finish} token={token}>
                    <button class="tools-button" type="submit">
                      {words.finish}
                    </button>
                  </PostForm>
                )}
              </div>
            )}
          </div>
          <HeadLine />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {!tellsStop && <StopLine />}
        {top !== undefined && <div class="wrap top">{top}</div>}
        {hero}
        <div class="wrap main">
          <div class="columns">
            <div class="column">{children}</div>
            <div class="aside">
              {aside}
              <Help without={is} />
            </div>
          </div>
        </div>
      </main>
      <footer class="foot">
        <div class="wrap">
          <ul>
            {(['privacy', 'using', 'accessibility'] as const).map((paper) => (
              <li>
                <a href={paths[paper]}>{words.foot[paper]}</a>
              </li>
            ))}
          </ul>
          <p class="foot-who">
            <Name of={cityNow()} /> <Theirs>{postalAddress()}</Theirs>
          </p>
        </div>
      </footer>
    </Document>
  );
}

/** What the city says on every page; in a language it was not written in nothing. */
function HeadLine() {
  const says = saidOf(HEAD, 'line', useSpeech().language);
  return says === undefined ? null : (
    <p class="head-line">
      <Phrase>{says}</Phrase>
    </p>
  );
}

/** Where to call: on every page, large. */
function Help({ without }: { without?: HelpPage | undefined }) {
  const words = useTexts().frame;
  const links = [
    { page: 'help', label: words.helpLink[siteKind()] },
    { page: 'questions', label: words.questions },
  ] as const;
  return (
    <section class="help" aria-labelledby="help-title">
      <h2 id="help-title">
        <Phrase>{words.helpTitle}</Phrase>
      </h2>
      <p class="no-print">
        <Phrase>{words.helpLead}</Phrase>
      </p>
      <Telephone class="tel number" />
      <p>
        <TelephoneHours />
      </p>
      {links
        .filter(({ page }) => page !== without)
        .map(({ page, label }) => (
          <p class="no-print">
            <a class="help-link" href={paths[page]}>
              <Phrase>{label}</Phrase>
            </a>
          </p>
        ))}
    </section>
  );
}

/** To the page before; always a link, so it works like the browser's own. */
export const BackLink = ({ href }: { href: string }) => (
  <p>
    <a class="back" href={href}>
      <IconBack />
      {useTexts().frame.back}
    </a>
  </p>
);

/** The same as a button of the page's form, so that what was ticked is kept. `name`: what the form is sent with. Enter presses the form's own button, not this one. */
export const BackButton = ({ name }: { name: string }) => (
  <p>
    <button class="unseen" type="submit" tabIndex={-1} aria-hidden="true" />
    <button class="back back-button" type="submit" name={name} value="yes">
      <IconBack />
      {useTexts().frame.back}
    </button>
  </p>
);

/** From a page that is the same for everyone: to the beginning, and for whom has a visit in this browser to where it stands, or to its end. */
export function WayBack() {
  const words = useTexts().frame;
  return (
    <div class="way-back">
      <p>
        <a class="back" href={paths.start}>
          <IconBack />
          {words.start}
        </a>
      </p>
      <p class="under-way">
        <Phrase>{words.underWay}</Phrase> <a href={paths.continue}>{words.goOn}</a> <a href={paths.finish}>{words.finish}</a>
      </p>
    </div>
  );
}

type StepName = keyof Texts['frame']['steps'];
const ORDER: readonly StepName[] = ['who', 'mail', 'day', 'time', 'cautions', 'check'];

/** 手順 3／6 場所と日にち */
export function Step({ name }: { name: StepName }) {
  const words = useTexts().frame;
  // Who one is comes first, whichever way it is told.
  const step = Math.max(0, ORDER.indexOf(name)) + 1;
  return (
    <Steps step={step} steps={ORDER.length} words={put(words.step, { step, steps: ORDER.length })} name={words.steps[name]} />
  );
}
