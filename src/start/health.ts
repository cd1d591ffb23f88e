import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { listenAt } from '../lib/http/listen.ts';

export type HealthAt = { host: string; port: number };
/** A process as its health is told. `well`: whether it can do its work now. */
export type Told = { name: string; pid(): number | undefined; well(): Promise<boolean>; metrics(): Promise<string> };

/** A frozen database leaves a question open: who has not answered by then is not well. */
const ANSWER_MS = 2_000;

const wellSoon = (one: Told): Promise<boolean> => {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ANSWER_MS);
  return Promise.race([one.well().catch(() => false), late.promise]).finally(() => clearTimeout(timer));
};

/**
 * The health listener: /livez, /readyz in detail (200 where every process is well, else 503) and the metrics of each, on the loopback by default.
 * @throws Said where the port cannot be had
 */
export async function openHealth(
  { host, port }: HealthAt,
  processes: readonly Told[],
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    if (request.url === '/livez') return send(200, 'text/plain', 'ok\n');
    if (request.url === '/readyz') {
      const all = await Promise.all(processes.map(async (one) => ({ one, ready: await wellSoon(one) })));
      const states = Object.fromEntries(all.map(({ one, ready }) => [one.name, { ready, pid: one.pid() ?? null }]));
      return send(all.every(({ ready }) => ready) ? 200 : 503, 'application/json', `${JSON.stringify(states)}\n`);
    }
    if (request.url === '/metrics') {
      const texts = await Promise.all(processes.map(async (one) => `# process ${one.name}\n${await one.metrics()}`));
      return send(200, 'text/plain; version=0.0.4', texts.join('\n'));
    }
    return send(404, 'text/plain', 'try /livez, /readyz, /metrics\n');
  });
  return {
    port: await listenAt(server, 'HEALTH_PORT', host, port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const PATIENCE_MS = 60_000;
const STEP_MS = 20;

/**
 * Resolves when `/readyz` of a door answers 200: asked the way anyone asks, so that what is announced is so.
 * @throws where it does not within a minute
 */
export async function isReady(host: string, port: number): Promise<void> {
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host}:${port}/readyz`;
  const began = performance.now();
  for (;;) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    if (performance.now() - began > PATIENCE_MS) throw new Error(`${url} does not become ready (${status})`);
    await pause(STEP_MS);
  }
}
