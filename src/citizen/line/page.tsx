import { countIn, type Language, prefixOf, textsOf } from '../../languages/index.ts';
import { type StaffTexts, staffTexts } from '../../languages/staff-texts.ts';
import { asset, LinkButton, Phrase, plain, Says } from '../../lib/html/index.ts';
import { textOf } from '../../lib/http/fields.ts';
import { keepSame } from '../../lib/kept.ts';
import { withPrefix } from '../../lib/language/links.ts';
import { withoutRuby } from '../../lib/language/ruby.ts';
import { type City, cityNow } from '../../site/city.ts';
import { wordingsKnown } from '../../site/wordings/follow.ts';
import { Frame } from '../frame.tsx';
import { paths } from '../paths.ts';
import { type Answer, type Ask, get, type Route } from '../route.ts';
import { renderIn, useTexts } from '../speech.tsx';
import { type StopAhead, stopAhead } from '../stops.ts';
import type { Wait } from './wait.ts';

/** How many stand before somebody, as it is said: to the person where they are few, rounded up where nobody counts any more. */
function roughly(ahead: number): { count: number; exact: boolean } {
  if (ahead <= 20) return { count: ahead, exact: true };
  const step = ahead <= 200 ? 10 : ahead <= 1_000 ? 50 : 100;
  return { count: Math.ceil(ahead / step) * step, exact: false };
}

function placeIn(language: Language, { count, exact }: ReturnType<typeof roughly>): string {
  const words = textsOf(language).line;
  return count === 0 ? words.next : countIn(language, exact ? words.people : words.about, count);
}

type Props = { ask: Pick<Ask, 'language' | 'here'>; ahead: number; again: number; still: boolean; pressed: boolean };

function LinePage({ ask: { language, here }, ahead, again, still, pressed }: Props) {
  const words = useTexts().line;
  return (
    <Frame title={words.title} finish={false} {...(still ? {} : { refresh: again })}>
      <h1>
        <Phrase>{words.title}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      {pressed && <Says class="lead">{words.pressed}</Says>}
      <dl class="until">
        <dt>
          <Phrase>{words.before}</Phrase>
        </dt>
        <dd>
          <span
            role="status"
            data-line={withPrefix(prefixOf(language), paths.line)}
            data-line-again={String(again)}
            data-line-here={withPrefix(prefixOf(language), here)}
            data-line-turn={plain(withoutRuby(words.turn))}
          >
            <Phrase>{placeIn(language, roughly(ahead))}</Phrase>
          </span>
          <script type="module" src={asset('line.js')} />
        </dd>
      </dl>
      <div class="acts">
        <LinkButton href={here} kind="second">
          {words.look}
        </LinkButton>
      </div>
      {!still && (
        <noscript>
          <p class="lead">
            <Phrase>{words.self}</Phrase> <a href={`${here}${here.includes('?') ? '&' : '?'}still=yes`}>{words.still}</a>
          </p>
        </noscript>
      )}
      <section class="section">
        <h2>
          <Phrase>{words.keepTitle}</Phrase>
        </h2>
        {words.keep.map((one) => (
          <Says>{one}</Says>
        ))}
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.meanwhileTitle}</Phrase>
        </h2>
        <Says>{words.meanwhile}</Says>
        <p>
          <a href={paths.offices}>{words.offices}</a>
        </p>
      </section>
    </Frame>
  );
}

type Drawn = {
  language: Language;
  here: string;
  ahead: number;
  again: number;
  still: boolean;
  pressed: boolean;
  city: City;
  /** Every page tells of it; from another one on it is drawn anew. */
  stop: StopAhead | undefined;
  texts: StaffTexts;
  wordings: ReturnType<typeof wordingsKnown>;
};

/** Thousands may wait: a page is drawn once for all who stand about as far behind. */
const pageFor = keepSame(({ language, here, ...rest }: Drawn) =>
  Buffer.from(renderIn({ language, here }, <LinePage ask={{ language, here }} {...rest} />)),
);

/** The page of who has to wait, at the address they asked for: asked for again it is the page they wanted. */
export function lineAnswer(ask: Ask, { ahead, again }: Wait): Answer {
  const { language, here } = ask;
  const still = textOf(ask.query, 'still') === 'yes';
  const drawn = {
    language,
    here,
    ahead: roughly(ahead).count,
    again,
    still,
    pressed: ask.method === 'POST',
    city: cityNow(),
    stop: stopAhead(),
    texts: staffTexts(),
    wordings: wordingsKnown(),
  };
  return { kind: 'waits', html: pageFor(drawn), again };
}

/** Where a browser stands, for the script of that page. */
export const lineRoute: Route = get(paths.line, async (ask) => {
  const wait = await ask.looksOn();
  if (wait === undefined) return { kind: 'told', content: { turn: true } };
  const says = plain(withoutRuby(placeIn(ask.language, roughly(wait.ahead))));
  return { kind: 'told', content: { says, again: wait.again } };
});
