import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import files from '@fastify/static';
import underPressure from '@fastify/under-pressure';
import fastify, { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { ASSET_FOLDER, loadAssets } from '../html/assets.ts';
import { keepByText } from '../kept.ts';
import { type Acceptors, openAcceptors, SHARED } from './acceptors.ts';
import { addressKey } from './address.ts';
import { compressPages } from './compress.ts';
import { doorCookies } from './cookies.ts';
import type { Door, DoorSettings } from './door-types.ts';
import { parseFields } from './fields.ts';
import { ownedToken, ownerKey, partsOf, pressWord } from './form-token.ts';
import { nearby, watchForwarded } from './forwarded.ts';
import { listenFault, mustNotBeTaken } from './listen.ts';
import { doorLogger, logRequests } from './log.ts';
import { measureRequests } from './metrics.ts';
import { type Problem, problemOf, STATUS } from './problems.ts';
import { limitReceiving } from './receiving.ts';
import { acceptUploads } from './upload.ts';

const LONGEST_SEGMENT = 200;

/** A path that the router would refuse before any hook (not to be decoded, a part too long) is one that is nowhere: its page has every header a page has. */
function readableUrl(url: string): string {
  if (url.length <= LONGEST_SEGMENT && !url.includes('%')) return url;
  const [path = ''] = url.split('?');
  try {
    if (
      decodeURIComponent(path)
        .split('/')
        .every((part) => part.length <= LONGEST_SEGMENT)
    )
      return url;
  } catch {
    // Falls through.
  }
  return '/.unreadable';
}

const BODY_LIMIT = 64 * 1024;
const MOST_COOKIES = 20_000;
const YEAR_SECONDS = 31_536_000;
const OPENING_MS = 10_000;
const LATE_MS = 2_000;
/** How long a request may be on its way; a large file over a slow line takes minutes, once the page knows who sends it (`Upload.onDisk`). */
const RECEIVING_MS = 30_000;
const RECEIVING_FILE_MS = 5 * 60_000;

/**
 * The web server both doors stand on: policy of 'self', signed form tokens on every POST, limits on body, rate and load,
 * a log and metrics without persons, problems in words. A page may not be cached unless it says so.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: hooks of the server are added in the order in which they run
export async function openDoor(settings: DoorSettings): Promise<Door> {
  const opened = performance.now();
  loadAssets();
  const logger: FastifyBaseLogger = doorLogger(settings.name, settings.logLevel, settings.logTo);
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: settings.trustedProxies.length === 0 ? false : [...settings.trustedProxies],
    bodyLimit: settings.bodyLimit ?? BODY_LIMIT,
    // Audit rows name the request: unique over processes and restarts.
    genReqId: () => randomUUID(),
    requestTimeout: settings.uploads === undefined ? RECEIVING_MS : RECEIVING_FILE_MS,
    connectionTimeout: 60_000,
    keepAliveTimeout: 20_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_SEGMENT, querystringParser: (text) => parseFields(text) },
    rewriteUrl: ({ url = '/' }) => readableUrl(url),
    // What else meets no route and no error handler.
    frameworkErrors: (error, request, reply) => {
      // Nor does it meet the hooks that set the policy.
      sendProblem(problemOf(error, request), request, reply.header('content-security-policy', "default-src 'self'"));
    },
  });
  const cookies = doorCookies(settings.secure);

  function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (STATUS[problem] === 503 || problem === 'too-many') reply.header('retry-after', '10');
    reply.code(STATUS[problem]).header('cache-control', 'no-store').type('text/html; charset=utf-8');
    return reply.send(settings.problemPage(problem, request, reply));
  }

  app.setErrorHandler((error: Error, request, reply) => {
    // Left in the middle of sending: nobody waits for an answer, and it is no fault of ours.
    if (request.raw.destroyed && !request.raw.complete) {
      request.log.info({ req: request }, 'left while sending');
      return reply.code(400).send();
    }
    const problem = problemOf(error, request);
    if (STATUS[problem] >= 500) request.log.error({ err: error, req: request }, problem);
    return sendProblem(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) => sendProblem('not-found', request, reply));

  logRequests(app);
  measureRequests(app, settings.name);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(settings.secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: settings.secure ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  });
  if (settings.compress === true) compressPages(app);
  // By delay alone: a process that is merely busy (utilization 1.0 while a clerk's preview is planned) still answers everyone (§8(1)⑩).
  await app.register(underPressure, {
    maxEventLoopDelay: settings.lateMs ?? LATE_MS,
    exposeStatusRoute: false,
    // Where a machine short of processors let nothing run for a second while the door opened, nothing was measured yet, and that counts as endless:
    // a door that had just said it was ready refused everyone for the next second.
    pressureHandler: async (_request, _reply, _what, delay) => {
      const measured = delay !== undefined && Number.isFinite(delay);
      if (measured || performance.now() - opened > OPENING_MS)
        throw Object.assign(new Error('too late'), { code: 'FST_UNDER_PRESSURE' });
    },
  });
  await app.register(rateLimit, {
    global: true,
    max: settings.ratePerMinute,
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: (request) => addressKey(settings.secret, request.ip),
    allowList: (request) => request.url.startsWith('/assets/') || request.url === '/readyz',
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': true },
  });
  // Every page with a form looks at the same signed cookie of its browser.
  const signer = new cookie.Signer(settings.secret);
  await app.register(cookie, {
    secret: { sign: (value) => signer.sign(value), unsign: keepByText(MOST_COOKIES, (value) => signer.unsign(value)) },
  });
  await app.register(formbody, { parser: parseFields });
  if (settings.uploads !== undefined) {
    app.server.headersTimeout = RECEIVING_MS;
    limitReceiving(app, RECEIVING_MS);
    acceptUploads(app, settings.uploads);
  }
  await app.register(csrf, {
    cookieKey: cookies.full('form'),
    cookieOpts: { path: '/', httpOnly: true, secure: settings.secure, sameSite: 'lax', signed: true },
    getToken: (request) => partsOf(request).token,
  });
  app.addHook('preHandler', (request, reply, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    // Nothing to protect where there is nothing: a POST to an unknown address is a 404.
    if (request.is404) return next();
    app.csrfProtection(request, reply, next);
  });
  await app.register(files, {
    root: ASSET_FOLDER,
    prefix: '/assets/',
    immutable: true,
    maxAge: YEAR_SECONDS * 1000,
    preCompressed: true,
    index: false,
    dotfiles: 'ignore',
  });
  const well = (): Promise<boolean> => settings.ready().catch(() => false);
  const isNear = nearby(settings.trustedProxies);
  watchForwarded(app, settings.trustedProxies, logger, settings.proxyIgnored ?? (async () => {}));
  app.get('/readyz', async (request, reply) => {
    if (settings.tellsReady === false || !isNear(request)) return sendProblem('not-found', request, reply);
    const ready = await well();
    return reply
      .code(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready\n' : 'not ready\n');
  });

  let acceptors: Acceptors | undefined;
  let ended: Promise<void> | undefined;
  app.addHook('preClose', async () => {
    ended = acceptors?.close();
  });
  app.addHook('onClose', async () => ended);

  return {
    app,
    cookies,
    listen: async (setting, host, port) => {
      // Sockets that share a port refuse no other process of this account.
      await mustNotBeTaken(setting, host, port);
      await app.listen({ host, port, ...SHARED }).catch((error: unknown) => {
        throw listenFault(setting, port, error);
      });
      const address = app.server.address();
      const got = address !== null && typeof address === 'object' ? address.port : port;
      acceptors = await openAcceptors(app.server, setting, host, got, settings.acceptors);
      return got;
    },
    well,
    formToken: (reply) => reply.generateCsrf(),
    formTokenOf: (reply, owner) => ownedToken(reply.generateCsrf(), settings.secret, owner),
    formOwner: (request, owner) => {
      const { owner: sent } = partsOf(request);
      if (sent === undefined) return 'free';
      return sent === ownerKey(settings.secret, owner) ? 'own' : 'another';
    },
    press: (request, what) => pressWord(request, settings.secret, what),
    addressKey: (request) => addressKey(settings.secret, request.ip),
  };
}
