import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import { codeOf } from '../fault.ts';
import { maskedAddress } from './address.ts';
import { outputTo } from './output.ts';

const STANDARD_OUTPUT = 1;

/**
 * A log that cannot hold what it must not: of a request the method, the route's pattern (never the path as sent: links carry
 * secrets), the status, the time it took and the caller's network. No query, no body, no header, no cookie.
 */
export function doorLogger(door: string, level: string, stream?: DestinationStream): Logger {
  const options = {
    level,
    base: { door, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      req: (request: FastifyRequest) => ({ id: request.id, method: request.method, route: routeOf(request) }),
      // A message of the database may quote a value: code, place and stack's frames only.
      err: (error: Error) => ({
        type: error.name,
        code: codeOf(error),
        routine: 'routine' in error ? error.routine : undefined,
        constraint: 'constraint' in error ? error.constraint : undefined,
        message: 'severity' in error ? undefined : error.message,
        stack: error.stack
          ?.split('\n')
          .filter((line) => line.startsWith('    at '))
          .slice(0, 12)
          .join('\n'),
      }),
    },
  };
  return pino(options, stream ?? outputTo(STANDARD_OUTPUT));
}

/** The pattern a request met: `/links/:secret`. */
export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? '(none)';

/** One line a request, once it is answered. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request);
    if (route.startsWith('/assets/') || route === '/readyz') return;
    request.log.info(
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        from: maskedAddress(request.ip),
      },
      'answered',
    );
  });
}
