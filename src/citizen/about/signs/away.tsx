import type { FastifyReply } from 'fastify';
import type { ComponentChildren } from 'preact';
import { factsOf, formatsOf, type Language, momentWhen, splitAddress, textsOf } from '../../../languages/index.ts';
import { Document, Phrase, Says } from '../../../lib/html/index.ts';
import type { Problem } from '../../../lib/http/problems.ts';
import { put } from '../../../lib/language/text.ts';
import { cityNow } from '../../../site/city.ts';
import { practiceBand } from '../../../site/practice.ts';
import type { Maintenance } from '../../common.ts';
import { StopTold } from '../../parts/stop-told.tsx';
import { paths } from '../../paths.ts';
import { siteOfCity } from '../../site-name.ts';
import { renderIn, useSpeech } from '../../speech.tsx';
import { cityTime, fileText } from './data.ts';

/** What the signs answer while the site cannot: programs read JSON, calendars plain text, and the frame on the city's own site holds a small page. */

type Sign = 'json' | 'feed' | 'embed';

const FEED = new RegExp(`^${paths.sessions.replace(':code', '[^/]+').replaceAll('.', '\\.')}$`, 'u');

/** Which of the signs an address is; undefined: another page. */
export function signOf(url: string): Sign | undefined {
  const [path] = splitAddress(url).rest.split('?');
  if (path === paths.signs) return 'json';
  if (path === paths.embed) return 'embed';
  return FEED.test(path ?? '') ? 'feed' : undefined;
}

export const JSON_TYPE = 'application/json; charset=utf-8';

let framer = '';
/** Whose pages may show the small page, as it was last read: it holds while the database is away too. */
export const knowFramer = (by: string): void => {
  framer = by;
};

/** Pages of that origin may show this one in a frame; everything else of the policy stays. */
export function letFrame(reply: FastifyReply, origin: string): void {
  if (origin === '') return;
  const policy = String(reply.getHeader('content-security-policy') ?? '');
  reply.header('content-security-policy', policy.replace("frame-ancestors 'none'", `frame-ancestors ${origin}`));
  reply.removeHeader('x-frame-options');
}

/** `until`: the end of the planned stop that runs; null where nobody planned it. */
export const awayJson = (until: Date | null): string =>
  JSON.stringify(
    until === null
      ? { error: 'unavailable' }
      : { error: 'stopped', until: cityTime(Temporal.Instant.fromEpochMilliseconds(until.getTime())) },
  );

/** Small enough for a frame: no head, no foot. */
export function SmallPage({ title, children }: { title: string; children: ComponentChildren }) {
  const { language } = useSpeech();
  return (
    <Document
      lang={factsOf(language).lang}
      title={title}
      site={siteOfCity(language)}
      look="citizen"
      also={language === 'easy' ? 'easy' : undefined}
      band={practiceBand(cityNow())}
    >
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </Document>
  );
}

/** Sets what such an answer needs and gives what it says; undefined: of that address any page is the whole page. */
function answerTo(
  reply: FastifyReply,
  url: string,
  { json, lines, page }: { json: () => string; lines: () => readonly string[]; page: () => string },
): string | undefined {
  switch (signOf(url)) {
    case 'json':
      reply.header('access-control-allow-origin', '*').type(JSON_TYPE);
      return json();
    case 'feed':
      // No calendar: whoever subscribes keeps the days it has.
      reply.type('text/plain; charset=utf-8');
      return lines()
        .map((line) => `${fileText(line)}\n`)
        .join('');
    case 'embed':
      letFrame(reply, framer);
      return page();
    case undefined:
      return undefined;
  }
}

/** While a planned stop runs. */
export function signStopped(reply: FastifyReply, url: string, language: Language, stop: Maintenance): string | undefined {
  const { title, lead, back, from } = textsOf(language).maintenance;
  return answerTo(reply, url, {
    json: () => awayJson(stop.endsAt),
    lines: () => [title, lead, `${back} ${put(from, { when: momentWhen(formatsOf(language), stop.endsAt) })}`],
    page: () =>
      renderIn(
        { language, here: undefined },
        <SmallPage title={title}>
          <div class="wrap embed">
            <StopTold stop={stop} />
          </div>
        </SmallPage>,
      ),
  });
}

/** When something went wrong. */
export function signProblem(reply: FastifyReply, url: string, language: Language, problem: Problem): string | undefined {
  const { title, says } = textsOf(language).problemPages[problem];
  return answerTo(reply, url, {
    json: () => awayJson(null),
    lines: () => [title, ...says],
    page: () =>
      renderIn(
        { language, here: undefined },
        <SmallPage title={title}>
          <div class="wrap embed">
            <h1>
              <Phrase>{title}</Phrase>
            </h1>
            {says.map((one) => (
              <Says>{one}</Says>
            ))}
          </div>
        </SmallPage>,
      ),
  });
}
