import { extname } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Actor } from '../audit/actor.ts';
import { actorSql } from '../audit/actor.ts';
import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { faultWord } from '../lib/fault.ts';
import { renderPage, TOKEN_FIELD } from '../lib/html/index.ts';
import { maskedAddress } from '../lib/http/address.ts';
import type { Door } from '../lib/http/door-types.ts';
import { foreignForm } from '../lib/http/problems.ts';
import { keep as keepFor } from '../lib/kept.ts';
import { readCity, speakFor } from '../site/city.ts';
import { keepForm } from '../staff/kept-forms.ts';
import { can, isRight } from '../staff/rights.ts';
import { HALF_MINUTES } from '../staff/second/half.ts';
import type { FactorKeys } from '../staff/second/keys.ts';
import { find, type Session } from '../staff/sessions.ts';
import { outsideOf, refuseOutside } from './bounds/gate.tsx';
import { type Counting, countingOf } from './counting.ts';
import type { Feature } from './feature.ts';
import { led } from './leads.ts';
import { type Led, type MenuEntry, menuOf, type Waiting, WithWaiting } from './menu.ts';
import { SignInPage } from './pages/sign-in/view.tsx';
import { NotAllowed } from './parts/not-found.tsx';
import { paths, withQuery } from './paths.ts';
import type { Answer, Ask, SignedAsk } from './route.ts';
import { NEVER_KEPT, type SignedRoute } from './route.ts';

const COOKIE = 'desk';
/** Of a browser that gave the password and owes the second factor. */
const HALF = 'desk-half';

type DeskParts = {
  door: Door;
  db: Db;
  /** What waits is counted here, so that its plans are kept. */
  counting: Db;
  clock: Clock;
  workOnLists: Ask['workOnLists'];
  origin: string;
  factorKeys: FactorKeys;
  uploadMb: number;
};

/** What the desk can do, and how what waits is read. */
type Desk = { menu: readonly Led<MenuEntry>[]; counting: Counting };

/** What the page fetches by itself says so: it must not keep an empty seat signed in. */
const byItself = (request: FastifyRequest): boolean => request.headers['x-refresh'] === '1';

function askOf(
  { door, db, clock, workOnLists, origin, factorKeys, uploadMb }: DeskParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Ask {
  return {
    db,
    clock,
    workOnLists,
    now: clock.now(),
    params: request.params as Record<string, string>,
    query: request.query as Record<string, unknown>,
    body: (request.body ?? {}) as Record<string, unknown>,
    token: door.formToken(reply),
    requestId: request.id,
    looks: request.method === 'GET',
    byItself: byItself(request),
    source: maskedAddress(request.ip),
    address: door.addressKey(request),
    browser: request.headers['user-agent'] ?? '',
    cookie: door.cookies.get(request, COOKIE),
    half: door.cookies.get(request, HALF),
    factorKeys,
    origin,
    uploadMb,
  };
}

const sendPage = (reply: FastifyReply, status: number, page: VNode): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(renderPage(page));

function send({ door }: DeskParts, reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.kind === 'page') return sendPage(reply, answer.status ?? 200, answer.page);
  if (answer.kind === 'file')
    return (
      reply
        .type(answer.type)
        .header('cache-control', 'no-store')
        // A PDF opens where it can be printed at once; anything else is kept as a file. Old mail programs and download tools take the plain name: its end says what opens it.
        .header(
          'content-disposition',
          `${answer.type === 'application/pdf' ? 'inline' : 'attachment'}; filename="list${extname(answer.name)}"; filename*=UTF-8''${encodeURIComponent(answer.name)}`,
        )
        .header('content-length', Buffer.isBuffer(answer.body) ? answer.body.length : answer.body.bytes)
        .send(Buffer.isBuffer(answer.body) ? answer.body : answer.body.read())
    );
  if (answer.half !== undefined) door.cookies.set(reply, HALF, answer.half, { maxAge: HALF_MINUTES * 60 });
  if (answer.signIn !== undefined) door.cookies.set(reply, COOKIE, answer.signIn);
  if (answer.signIn !== undefined || answer.signOut === true) door.cookies.clear(reply, HALF);
  if (answer.signOut === true) door.cookies.clear(reply, COOKIE);
  return reply.redirect(answer.to, 303);
}

/** Where somebody has to go before anything else. */
const dueAt = ({ mustChange, secondDue }: Session): string | undefined =>
  mustChange ? paths.password : secondDue ? paths.setUpSecond : undefined;

/** What was sent at an empty seat, kept for whoever sits there again; a password is never kept. */
async function keep(
  parts: DeskParts,
  route: SignedRoute,
  request: FastifyRequest,
  ask: Ask,
  accountId: number,
): Promise<string | undefined> {
  const path = request.url.split('?')[0] ?? '';
  if (route.method !== 'POST' || route.kept === NEVER_KEPT) return undefined;
  // A form of a page that somebody else opened there: nobody is shown it as theirs.
  if (parts.door.formOwner(request, String(accountId)) !== 'own') return undefined;
  const fields = Object.entries(ask.body).flatMap(([name, value]): [string, string][] =>
    name === TOKEN_FIELD
      ? []
      : [value].flat().flatMap((one): [string, string][] => (typeof one === 'string' ? [[name, one]] : [])),
  );
  return keepForm(parts.db, accountId, { path, fields });
}

/** The way back after signing in: this page where it was only looked at, else the way in. */
const returnTo = (request: FastifyRequest): string => (request.method === 'GET' ? request.url : paths.home);

async function signedIn(
  parts: DeskParts,
  desk: Desk,
  route: SignedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedAsk | undefined> {
  const ask = askOf(parts, request, reply);
  const found = await find(parts.db, ask.cookie, !byItself(request));
  if (found.state === 'live') {
    const actor: Actor = { kind: 'staff', staffId: found.session.accountId, requestId: ask.requestId, source: ask.source };
    const path = (request.url.split('?')[0] ?? '').replace(/\/$/u, '');
    const owner = String(found.session.accountId);
    // Signed in as somebody else since the page was opened: what it asks for is not theirs.
    if (request.method !== 'GET' && parts.door.formOwner(request, owner) !== 'own') throw foreignForm();
    const token = parts.door.formTokenOf(reply, owner);
    return { ...ask, token, session: found.session, actor, menu: menuOf(desk.menu, found.session, path), path };
  }
  if (byItself(request)) {
    reply.code(401).type('text/plain').send('signed out');
  } else if (found.state === 'idle') {
    const kept = await keep(parts, route, request, ask, found.session.accountId);
    const next = kept === undefined ? returnTo(request) : paths.kept(kept);
    const pressed = request.method === 'GET' ? undefined : kept === undefined ? 'lost' : 'kept';
    const page = <SignInPage token={ask.token} next={next} login={found.session.login} idle pressed={pressed} />;
    send(parts, reply, { kind: 'page', status: 401, page });
  } else {
    reply.redirect(withQuery(paths.signIn, { next: returnTo(request) === paths.home ? '' : returnTo(request) }), 303);
  }
  return undefined;
}

/**
 * What waits, counted beside a page that is only looked at: a page of hits takes 2 ms less. What a press leads to is counted after its act, and a file
 * needs no count. The page of what waits counts anew; the badge of any other may have been counted a moment before.
 */
function countedBeside({ counting }: Desk, ask: SignedAsk): Promise<readonly Waiting[] | undefined> | undefined {
  if (!ask.looks || ask.byItself || extname(ask.path) !== '') return undefined;
  if (ask.path !== paths.todo) return counting.badge(ask);
  const waiting = counting.now(ask);
  // Where the page fails first nobody waits for it.
  waiting.catch(() => undefined);
  return waiting;
}

/** The same to somebody signed in: a page says what waits; what is no page does not. */
async function sendSigned(
  parts: DeskParts,
  desk: Desk,
  reply: FastifyReply,
  ask: SignedAsk,
  answer: Answer,
  counting?: Promise<readonly Waiting[] | undefined>,
) {
  if (answer.kind !== 'page') return send(parts, reply, answer);
  const waiting = await (counting ?? desk.counting.badge(ask));
  return sendPage(reply, answer.status ?? 200, <WithWaiting value={waiting ?? 'uncounted'}>{answer.page}</WithWaiting>);
}

async function refuse(parts: DeskParts, ask: SignedAsk, right: string): Promise<Answer> {
  await parts.db.run(sql`SELECT counter.write_refused(${actorSql(ask.actor)}, ${right})`);
  return { kind: 'page', status: 403, page: <NotAllowed ask={ask} /> };
}

/** What a page answers, or that it is of an office this account is not bound to. */
async function answerWithin(ask: SignedAsk, route: SignedRoute): Promise<Answer> {
  const outside = await outsideOf(ask, route);
  return outside === undefined ? route.handle(ask) : refuseOutside(ask, route, outside);
}

/** Who is not signed in is sent to the way in before a file of theirs is read. */
const beforeUpload =
  (parts: DeskParts) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { state } = await find(parts.db, parts.door.cookies.get(request, COOKIE), false);
    return state === 'none' ? reply.redirect(paths.signIn, 303) : undefined;
  };

const MOMENT_MS = 1_000;

/** Puts the routes of the features on the door. A route whose right is not one the product knows stops the start. */
export function serve(parts: DeskParts, features: readonly Feature[]): void {
  const city = keepFor(MOMENT_MS, () => readCity(parts.db));
  parts.door.app.addHook('onRequest', async (request) => {
    if (request.is404 || request.url === '/readyz' || request.url.startsWith('/assets/')) return;
    speakFor(await city(''));
  });
  const routes = features.flatMap((feature) => feature.routes);
  const menu = led(
    routes,
    features.flatMap((feature) => feature.menu ?? []),
  );
  const waits = led(
    routes,
    features.flatMap((feature) => feature.waits ?? []),
  );
  const notCounted = (error: unknown) => parts.door.app.log.warn({ fault: faultWord(error) }, 'what waits could not be counted');
  const desk: Desk = { menu, counting: countingOf(waits, parts.counting, notCounted) };
  for (const route of routes) {
    const { right } = route;
    if (right !== 'anyone' && right !== 'signed-in' && !isRight(right))
      throw new Error(`${route.method} ${route.path} names no right`);
    const upload = route.right !== 'anyone' && route.upload === true;
    parts.door.app.route({
      method: route.method,
      url: route.path,
      config: { upload },
      onRequest: upload ? [beforeUpload(parts)] : [],
      handler: async (request, reply) => {
        if (route.right === 'anyone') return send(parts, reply, await route.handle(askOf(parts, request, reply)));
        const ask = await signedIn(parts, desk, route, request, reply);
        if (ask === undefined) return reply;
        const due = dueAt(ask.session);
        if (due !== undefined && route.path !== due && route.path !== paths.signOut)
          return send(parts, reply, { kind: 'go', to: due });
        const lacks = [route.right, ...(route.also ?? [])].find((one) => one !== 'signed-in' && !can(ask.session, one));
        const counting = countedBeside(desk, ask);
        const answer = await (lacks === undefined
          ? answerWithin({ ...ask, counting }, route)
          : refuse(parts, ask, lacks)
        ).finally(() => ask.looks || desk.counting.pressed());
        return sendSigned(parts, desk, reply, ask, answer, counting);
      },
    });
  }
}
