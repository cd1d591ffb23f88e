import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Process } from './processes.ts';

/** The demo's health listener: /livez, /readyz in detail and the metrics of every process, on the loopback by default. */
export async function openHealth(
  host: string,
  port: number,
  processes: readonly Pick<Process, 'name' | 'isReady' | 'pid' | 'metrics'>[],
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    if (request.url === '/livez') return send(200, 'text/plain', 'ok\n');
    if (request.url === '/readyz') {
      const states = Object.fromEntries(processes.map((one) => [one.name, { ready: one.isReady(), pid: one.pid() ?? null }]));
      return send(processes.every((one) => one.isReady()) ? 200 : 503, 'application/json', `${JSON.stringify(states)}\n`);
    }
    if (request.url === '/metrics') {
      const texts = await Promise.all(processes.map(async (one) => `# process ${one.name}\n${await one.metrics()}`));
      return send(200, 'text/plain; version=0.0.4', texts.join('\n'));
    }
    return send(404, 'text/plain', 'try /livez, /readyz, /metrics\n');
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : port,
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
