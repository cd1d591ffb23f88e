import type { FastifyInstance } from 'fastify';

/**
 * Tells when an answer begins to be made (the request has come whole: who sends byte by byte costs nothing) and when that is over, each once: answered, or
 * whoever asked went away. Fastify's `onResponse` does not hear of the latter: a count that relies on it never comes back to none.
 */
export function onAnswering(app: FastifyInstance, began: () => void, over: () => void): void {
  app.addHook('preHandler', (_request, { raw }, next) => {
    if (!raw.closed) {
      began();
      raw.once('close', over);
    }
    next();
  });
}
