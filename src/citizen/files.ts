import type { FastifyInstance } from 'fastify';
import { asset } from '../lib/html/index.ts';
import { paths } from './paths.ts';

/** Who searches finds the first page and what is free; all else is one person's own. */
const ROBOTS = ['User-agent: *', `Allow: ${paths.start}$`, `Allow: ${paths.offices}`, 'Allow: /assets/', 'Disallow: /', ''].join(
  '\n',
);

/** What browsers and search engines ask for at fixed addresses. */
export const FILES = ['/robots.txt', '/favicon.ico'] as const;

export function serveFiles(app: FastifyInstance): void {
  app.get(FILES[0], async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').type('text/plain; charset=utf-8').send(ROBOTS),
  );
  app.get(FILES[1], async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').redirect(asset('mark.svg'), 302),
  );
}
