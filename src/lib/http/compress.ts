import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const TEXT = /^text\/(?:html|css|plain)/u;
/** Less than this fits in one packet anyway. */
const LEAST = 1_000;
/** A third of the time of the usual 6, for a tenth more bytes. */
const LEVEL = 3;

const accepts = (header: string | undefined): boolean =>
  /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?:1|0\.[0-9]*[1-9]))?\s*(?:,|$)/u.test(header ?? '');

/**
 * Pages go out compressed, proxy or none, in zlib's own threads. Assets lie compressed beside themselves and are streams, which pass.
 * BREACH (a secret guessed by the length of pages that repeat what a stranger makes somebody send): form tokens are salted anew in every answer
 * (@fastify/csrf-protection), what a page repeats comes from a POST that needs one, and cookies are SameSite=Lax.
 */
export function compressPages(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload: unknown, done) => {
    const type = reply.getHeader('content-type');
    if (typeof type !== 'string' || !TEXT.test(type)) return done(null, payload);
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return done(null, payload);
    // A cache must not hand the compressed one to who cannot read it.
    reply.header('vary', 'accept-encoding');
    if (payload.length < LEAST || reply.hasHeader('content-encoding') || !accepts(request.headers['accept-encoding']))
      return done(null, payload);
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    gzip(payload, { level: LEVEL }, done);
  });
}
