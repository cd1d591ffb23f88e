import { Phrase, plain, renderPage, Says } from '../../lib/html/index.ts';
import { cityNow } from '../../site/city.ts';
import { texts as stopTexts } from '../about/maintenance/page.tsx';
import { SITE, siteOfCity } from '../city.ts';
import { frameWords } from '../frame-words.ts';
import type { Language, Words } from '../language.ts';
import { Telephone, TelephoneHours } from '../parts/telephone.tsx';
import { momentWhen } from '../parts/when.ts';
import type { Stop } from './known.ts';

export const texts: Words<{ title: string; says: string[]; call: string; pressed: string }> = {
  ja: {
    title: 'ただいま、|つながりにくく|なっています',
    says: ['予約サイトを|表示できません。|申し訳ありません。', 'しばらく|待ってから、|もう一度|お願いします。'],
    call: 'お急ぎの|ときは、|お電話ください。',
    pressed: '押された|操作は、|受け付けて|いない|ことが|あります。|完了の|お知らせの|メールが|届いたかを、|確かめてください。',
  },
};

type Props = {
  language: Language;
  /** The stop that runs now; undefined: nobody planned this, and nothing is said of its end. */
  stop: Stop | undefined;
  /** A form was sent: whether anything came of it is not known here. */
  pressed: boolean;
};

function Planned({ language, stop }: { language: Language; stop: Stop }) {
  const words = stopTexts[language];
  return (
    <>
      <h1>
        <Phrase>{words.title}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      {stop.reason !== '' && <p class="lead">{stop.reason}</p>}
      <dl class="until">
        <dt>{words.back}</dt>
        <dd>
          <Phrase>{`${momentWhen(stop.endsAt)}${words.from}`}</Phrase>
        </dd>
      </dl>
    </>
  );
}

/** The page as one text: its sheet in it, no link, no picture, no script; nothing of it is asked of a server that may be down (§8(1)⑦). */
export function standInPage({ language, stop, pressed }: Props, sheet: string): string {
  const [words, ofStop, frame] = [texts[language], stopTexts[language], frameWords[language]];
  const title = plain(stop === undefined ? words.title : ofStop.title);
  return renderPage(
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="robots" content="noindex" />
        <title>{`${title}｜${siteOfCity()}`}</title>
        {/* Our own sheet, the one thing that is not text. */}
        <style dangerouslySetInnerHTML={{ __html: sheet }} />
      </head>
      <body>
        <div class="band" />
        <main>
          <div class="wrap">
            <p class="city">{cityNow().name}</p>
            <p class="site">
              <Phrase>{SITE}</Phrase>
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
              <Planned language={language} stop={stop} />
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
