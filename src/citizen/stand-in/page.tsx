import { factsOf, type Language, textsOf } from '../../languages/index.ts';
import { Phrase, plain, Says } from '../../lib/html/index.ts';
import { withoutRuby } from '../../lib/language/ruby.ts';
import { cityNow } from '../../site/city.ts';
import { cityIn } from '../city.ts';
import { StopTold } from '../parts/stop-told.tsx';
import { Telephone, TelephoneHours } from '../parts/telephone.tsx';
import { siteName } from '../site-name.ts';
import { Name, renderIn } from '../speech.tsx';
import type { Stop } from './known.ts';

type Props = {
  language: Language;
  /** What the city calls its site; undefined: as it is built in. */
  site?: string | undefined;
  /** The stop that runs now; undefined: nobody planned this, and nothing is said of its end. */
  stop: Stop | undefined;
  /** A form was sent: whether anything came of it is not known here. */
  pressed: boolean;
};

/** The page as one text: its sheet in it, no link, no picture, no script; nothing of it is asked of a server that may be down (§8(1)⑦). */
export function standInPage({ language, site, stop, pressed }: Props, sheet: string): string {
  const { standIn: words, maintenance: ofStop, frame } = textsOf(language);
  const named = site ?? siteName(language);
  const title = plain(stop === undefined ? words.title : ofStop.title);
  return renderIn(
    { language, here: undefined },
    <html lang={factsOf(language).lang}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="robots" content="noindex" />
        <title>{`${title}｜${`${withoutRuby(cityIn(language))} ${plain(named)}`}`}</title>
        {/* Our own sheet, the one thing that is not text. */}
        <style dangerouslySetInnerHTML={{ __html: sheet }} />
      </head>
      <body>
        <div class="band" />
        <main>
          <div class="wrap">
            <p class="city">
              <Name of={cityNow()} />
            </p>
            <p class="site">
              <Phrase>{named}</Phrase>
            </p>
            {stop === undefined ? (
              <>
                <h1>
                  <Phrase>{words.title}</Phrase>
                </h1>
                {words.says.map((text) => (
                  <Says class="lead">{text}</Says>
                ))}
                {cityNow().phone !== '' && <Says class="lead">{words.call}</Says>}
              </>
            ) : (
              <StopTold stop={stop} />
            )}
            {pressed && <Says class="lead">{words.pressed}</Says>}
            <h2>
              <Phrase>{ofStop.bookedTitle}</Phrase>
            </h2>
            <Says>{ofStop.booked}</Says>
            {stop !== undefined && (
              <>
                <h2>
                  <Phrase>{ofStop.midTitle}</Phrase>
                </h2>
                <Says>{ofStop.mid}</Says>
              </>
            )}
            {cityNow().phone !== '' && (
              <>
                <h2>
                  <Phrase>{frame.helpTitle}</Phrase>
                </h2>
                <p>
                  <Telephone class="telephone" />
                </p>
                <p>
                  <TelephoneHours />
                </p>
              </>
            )}
          </div>
        </main>
      </body>
    </html>,
  );
}
