import { randomBytes } from 'node:crypto';
import { openDoor } from '../../src/lib/http/door.ts';
import { answerSupervisor } from '../../src/start/child.ts';

/**
 * What a door could do if a page cost nothing: the citizens' web server with every hook it has, answering the same bytes always.
 * BYTES is the page's size, KEPT=yes gives it the header of a page that may be kept. Started by parts/door.ts, bundled.
 */
async function main(): Promise<void> {
  const door = await openDoor({
    name: 'constant',
    trustedProxies: [],
    secure: false,
    secret: 'a secret for benches that is long enough',
    logLevel: 'warn',
    ratePerMinute: 100_000_000,
    problemPage: () => 'problem',
    ready: async () => true,
  });
  // Letters, as a page is: nothing in between may make them fewer.
  const page = Buffer.from(randomBytes(Number(process.env['BYTES'])).toString('base64').slice(0, Number(process.env['BYTES'])));
  const kept = process.env['KEPT'] === 'yes';
  door.app.get('/constant', async (_request, reply) => {
    if (kept) reply.header('cache-control', 'public, max-age=1, stale-while-revalidate=1');
    return reply.type('text/html; charset=utf-8').send(page);
  });
  const port = await door.listen('CITIZEN_PORT', '127.0.0.1', 0);
  await answerSupervisor('constant', undefined, async () => ({ port, well: door.well, close: () => door.app.close() }));
}

await main();
