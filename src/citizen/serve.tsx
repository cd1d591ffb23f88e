import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, OFFERED, prefixOf, splitAddress } from '../languages/index.ts';
import type { Clock } from '../lib/clock.ts';
import { maskedAddress } from '../lib/http/address.ts';
import type { Door } from '../lib/http/door-types.ts';
import { withPrefix } from '../lib/language/links.ts';
import { MaintenancePage } from './about/maintenance/page.tsx';
import { letFrame, signStopped } from './about/signs/away.tsx';
import { type CitizenActs, cookieHash } from './acts.ts';
import { VISIT_COOKIE } from './begin.ts';
import type { CommonReads, Maintenance } from './common.ts';
import type { OfficeDays, OfficeTimes, VisitWindows } from './days.ts';
import type { EarliestTimes } from './earliest.ts';
import { FILES } from './files.ts';
import type { Gate } from './line/gate.ts';
import { lineAnswer } from './line/page.tsx';
import { type Moment, momentReads, tellMoment } from './moment.ts';
import { onlySpeaks } from './parts/keep-typed.tsx';
import type { Answer, Ask, Route } from './route.ts';
import { renderIn } from './speech.tsx';
import type { Challenges } from './work/challenges.ts';

type CitizenParts = {
  door: Door;
  typed: { look(): void };
  acts: CitizenActs;
  common: CommonReads;
  days: OfficeDays;
  times: OfficeTimes;
  windows: VisitWindows;
  earliest: EarliestTimes;
  gate: Gate;
  challenges: Challenges;
  clock: Clock;
  origin: string;
  sameTimeMs: number;
  /** In which languages pages are answered. */
  languages?: readonly Language[];
};

const LONGEST_COOKIE = 100;
const HTML = 'text/html; charset=utf-8';
/** For what is the same for everyone: a cache in front may hold it for a second, and revalidate behind the caller's back. */
const SHARED = 'public, max-age=1, stale-while-revalidate=1';

/** Longer than any address of a page. */
const LONGEST_HERE = 500;

/** The language asked in, and the page's address without it. A form's answer stands at its own address, and that is where other languages have it. */
function addressOf(request: FastifyRequest): { language: Language; here: string } {
  const { language, rest } = splitAddress(request.url);
  if (request.method === 'GET' && rest.length <= LONGEST_HERE) return { language, here: rest };
  const [here = '/'] = rest.split('?');
  return { language, here };
}

function askOf(
  { door, acts, common, days, times, windows, earliest, gate, challenges, clock, origin, sameTimeMs }: CitizenParts,
  request: FastifyRequest,
  reply: FastifyReply,
  anytime: boolean,
): Ask {
  const secret = door.cookies.get(request, VISIT_COOKIE);
  // Nobody waited for a page that is open at any time: its form makes nobody one who is inside.
  const stay = () => (anytime ? undefined : gate.letStay(request, reply));
  return {
    acts,
    common,
    days,
    times,
    windows,
    earliest,
    challenges,
    clock,
    origin,
    sameTimeMs,
    ...addressOf(request),
    params: request.params as Record<string, string>,
    query: request.query,
    body: request.body,
    cookie: secret === undefined || secret.length > LONGEST_COOKIE ? undefined : cookieHash(secret),
    caller: { requestId: request.id, source: maskedAddress(request.ip) },
    address: door.addressKey(request),
    token: () => {
      stay();
      return door.formToken(reply);
    },
    tokenOf: (visitId) => {
      stay();
      return door.formTokenOf(reply, visitId);
    },
    formOwner: (visitId) => door.formOwner(request, visitId),
    press: (what) => door.press(request, what),
    looksOn: () => gate.looksOn(request),
    method: request.method === 'POST' ? 'POST' : 'GET',
  };
}

/** Sets the answer's head and gives its body: a handler that gives the reply itself would be waited for until all of it is sent. */
function bodyOf({ door }: CitizenParts, reply: FastifyReply, ask: Ask, answer: Answer): string | Buffer | FastifyReply {
  switch (answer.kind) {
    case 'page':
      if (answer.end === true) door.cookies.clear(reply, VISIT_COOKIE);
      // What only changed its language is no mistake.
      reply.code(onlySpeaks(ask.body) ? 200 : (answer.status ?? 200)).type(HTML);
      return renderIn({ ...ask, here: answer.here ?? ask.here }, answer.page);
    case 'kept':
      reply.header('cache-control', SHARED).type(HTML);
      return renderIn(ask, answer.page);
    case 'bytes':
      if (answer.shared) reply.header('cache-control', SHARED);
      reply.code(answer.status ?? 200).type(HTML);
      return answer.html;
    case 'data':
      reply.header('cache-control', SHARED).header('access-control-allow-origin', '*').type(answer.type);
      return answer.content;
    case 'framed':
      letFrame(reply, answer.by);
      reply.header('cache-control', SHARED).type(HTML);
      return answer.html;
    case 'waits':
      reply.code(503).header('retry-after', String(answer.again)).type(HTML);
      return answer.html;
    case 'told':
      reply.type('application/json; charset=utf-8');
      return JSON.stringify(answer.content);
    case 'file':
      reply.type(answer.type).header('content-disposition', `attachment; filename="${answer.name}"`);
      return answer.content;
    case 'go':
      if (answer.begin !== undefined) door.cookies.set(reply, VISIT_COOKIE, answer.begin);
      if (answer.end === true) door.cookies.clear(reply, VISIT_COOKIE);
      return reply.redirect(withPrefix(prefixOf(ask.language), answer.to), 303);
  }
}

/** While maintenance runs every address answers with its page. */
function sendStopped({ clock }: CitizenParts, request: FastifyRequest, reply: FastifyReply, stop: Maintenance): FastifyReply {
  const nowMs = Number(clock.now().epochMilliseconds);
  const seconds = Math.max(1, Math.ceil((stop.endsAt.getTime() - nowMs) / 1000));
  const speech = addressOf(request);
  const page = () => renderIn(speech, <MaintenancePage stop={stop} pressed={request.method === 'POST'} />);
  reply.code(503).header('retry-after', String(seconds)).type(HTML);
  return reply.send(signStopped(reply, request.url, speech.language, stop) ?? page());
}

/** Puts the routes on the door. While maintenance runs every one of them answers with its page (§8(3)⑬), without a database too. */
export function serve(parts: CitizenParts, routes: readonly Route[]): void {
  const read = momentReads(parts.common, parts.clock);
  parts.door.app.addHook('onRequest', (request, reply, next) => {
    if (
      request.is404 ||
      request.url === '/readyz' ||
      request.url.startsWith('/assets/') ||
      FILES.some((file) => file === request.url)
    )
      return next();
    const goOn = (moment: Moment): void => {
      const stopped = tellMoment(moment, parts.clock);
      if (stopped === undefined) next();
      else sendStopped(parts, request, reply, stopped);
    };
    const moment = read();
    if (moment instanceof Promise) moment.then(goOn).catch(next);
    else goOn(moment);
  });
  for (const language of parts.languages ?? OFFERED) {
    for (const { method, path, handle, anytime = false } of routes) {
      parts.door.app.route({
        method,
        url: withPrefix(prefixOf(language), path),
        handler: async (request, reply) => {
          parts.typed.look();
          const ask = askOf(parts, request, reply, anytime);
          const wait = anytime ? undefined : await parts.gate.waits(request, reply, ask);
          return bodyOf(parts, reply, ask, wait === undefined ? await handle(ask) : lineAnswer(ask, wait));
        },
      });
    }
  }
}
