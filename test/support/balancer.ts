import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before doors as nginx does: each request goes to the first that takes it. */
export type Balancer = {
  url: string;
  /** Those asked from now on, in turns. */
  lead(doors: readonly string[]): void;
  close(): Promise<void>;
};

const bodyOf = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
};

type Given = { status: number; headers: IncomingMessage['headers']; body: Buffer };

const ask = ({ method, url, headers }: IncomingMessage, body: Buffer, door: string): Promise<Given> =>
  new Promise((resolve, reject) => {
    const { 'accept-encoding': _, connection: __, ...kept } = headers;
    // No connection is kept: a door that ends closes those that idle, and a press on one would be lost.
    const onward = request(new URL(url ?? '/', door), { method: method ?? 'GET', headers: kept, agent: false }, (given) => {
      bodyOf(given).then(
        (content) => resolve({ status: given.statusCode ?? 502, headers: given.headers, body: content }),
        reject,
      );
    });
    onward.on('error', reject);
    onward.end(body);
  });

/**
 * Opens a balancer. A door that nothing listens at is passed over, for a press too: it was not sent. What breaks off later is asked again for pages
 * alone. Where no door takes it, `standIn` answers, else 502.
 */
export async function openBalancer(doors: readonly string[], standIn?: string): Promise<Balancer> {
  let led = [...doors];
  let turn = 0;

  async function handOn(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await bodyOf(asked);
    turn += 1;
    const first = turn;
    const tried = new Set<string>();
    // Asked of the doors as they are now: one that came back meanwhile is a door like any other.
    const untried = (): string | undefined =>
      led.map((_, n) => led[(first + n) % led.length] ?? '').find((door) => !tried.has(door)) ??
      (standIn === undefined || tried.has(standIn) ? undefined : standIn);
    for (let door = untried(); door !== undefined; door = untried()) {
      tried.add(door);
      try {
        const given = await ask(asked, body, door);
        const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...kept } = given.headers;
        answer.writeHead(given.status, { ...kept, 'content-length': given.body.length }).end(given.body);
        return;
      } catch (error) {
        const unsent = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
        if (!unsent && asked.method === 'POST' && door !== standIn) break;
      }
    }
    answer.writeHead(502).end();
  }

  const server = createServer((asked, answer) => {
    handOn(asked, answer).catch(() => answer.destroy());
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    lead: (next) => {
      led = [...next];
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
