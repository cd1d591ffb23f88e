import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../lib/clock.ts';
import { renderPage } from '../lib/html/index.ts';
import { maskedAddress } from '../lib/http/address.ts';
import type { Door } from '../lib/http/door.ts';
import { speakFor } from '../site/city.ts';
import { MaintenancePage } from './about/maintenance/page.tsx';
import { type CitizenActs, cookieHash } from './acts.ts';
import { VISIT_COOKIE } from './begin.ts';
import type { CommonReads } from './common.ts';
import type { OfficeDays } from './days.ts';
import { FILES } from './files.ts';
import { languageOf } from './language.ts';
import type { Answer, Ask, Route } from './route.ts';

export type CitizenParts = {
  door: Door;
  typed: { look(): void };
  acts: CitizenActs;
  common: CommonReads;
  days: OfficeDays;
  clock: Clock;
  origin: string;
};

const LONGEST_COOKIE = 100;
const HTML = 'text/html; charset=utf-8';
/** For what is the same for everyone: a cache in front may hold it for a second, and revalidate behind the caller's back. */
const SHARED = 'public, max-age=1, stale-while-revalidate=1';

function askOf({ door, acts, common, days, clock, origin }: CitizenParts, request: FastifyRequest, reply: FastifyReply): Ask {
  const secret = door.cookies.get(request, VISIT_COOKIE);
  return {
    acts,
    common,
    days,
    clock,
    origin,
    language: languageOf(undefined),
    params: request.params as Record<string, string>,
    query: request.query,
    body: request.body,
    cookie: secret === undefined || secret.length > LONGEST_COOKIE ? undefined : cookieHash(secret),
    caller: { requestId: request.id, source: maskedAddress(request.ip) },
    address: door.addressKey(request),
    token: () => door.formToken(reply),
    tokenOf: (visitId) => door.formTokenOf(reply, visitId),
    formOwner: (visitId) => door.formOwner(request, visitId),
    method: request.method === 'POST' ? 'POST' : 'GET',
  };
}

function send({ door }: CitizenParts, reply: FastifyReply, answer: Answer): FastifyReply {
  switch (answer.kind) {
    case 'page':
      if (answer.end === true) door.cookies.clear(reply, VISIT_COOKIE);
      return reply
        .code(answer.status ?? 200)
        .type(HTML)
        .send(renderPage(answer.page));
    case 'kept':
      return reply.header('cache-control', SHARED).type(HTML).send(renderPage(answer.page));
    case 'bytes':
      if (answer.shared) reply.header('cache-control', SHARED);
      return reply.type(HTML).send(answer.html);
    case 'file':
      return reply.type(answer.type).header('content-disposition', `attachment; filename="${answer.name}"`).send(answer.content);
    case 'go':
      if (answer.begin !== undefined) door.cookies.set(reply, VISIT_COOKIE, answer.begin);
      if (answer.end === true) door.cookies.clear(reply, VISIT_COOKIE);
      return reply.redirect(answer.to, 303);
  }
}

/** Puts the routes on the door. While maintenance runs every one of them answers with its page (§8(3)⑬). */
export function serve(parts: CitizenParts, routes: readonly Route[]): void {
  parts.door.app.addHook('onRequest', async (request, reply) => {
    if (
      request.is404 ||
      request.url === '/readyz' ||
      request.url.startsWith('/assets/') ||
      FILES.some((file) => file === request.url)
    )
      return;
    const [stop, city] = await Promise.all([parts.common.maintenance(''), parts.common.city('')]);
    speakFor(city);
    if (stop?.running !== true) return;
    const seconds = Math.max(1, Math.ceil((stop.endsAt.getTime() - Number(parts.clock.now().epochMilliseconds)) / 1000));
    await reply
      .code(503)
      .header('retry-after', String(seconds))
      .type(HTML)
      .send(renderPage(<MaintenancePage language={languageOf(undefined)} stop={stop} pressed={request.method === 'POST'} />));
  });
  for (const { method, path, handle } of routes) {
    parts.door.app.route({
      method,
      url: path,
      handler: async (request, reply) => {
        parts.typed.look();
        return send(parts, reply, await handle(askOf(parts, request, reply)));
      },
    });
  }
}
