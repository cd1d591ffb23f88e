import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is done to requests that fit: nothing answers them, another path does, or their answer is spoiled. */
export type Rule = { method?: 'GET' | 'POST'; path: RegExp; to?: string | undefined; spoil?: (html: string) => string };

/** A way into a door that a test can take pages away from. */
export type Gate = {
  url: string;
  /** Until called without a rule. */
  take(rule?: Rule): void;
  /** Where the requests that `to` names go; without: to the same door. */
  lead(to: string | undefined): void;
  close(): Promise<void>;
};

const bodyOf = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
};

/** Opens a gate before the door at `target` (http://127.0.0.1:PORT): hands everything on as it is but for what is taken. */
export async function openGate(target: string): Promise<Gate> {
  let rule: Rule | undefined;
  let elsewhere: string | undefined;

  const fits = ({ method, url = '' }: IncomingMessage): Rule | undefined =>
    rule !== undefined && (rule.method === undefined || rule.method === method) && rule.path.test(url) ? rule : undefined;

  async function handOn(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await bodyOf(asked);
    const taken = fits(asked);
    if (taken !== undefined && taken.to === undefined && taken.spoil === undefined) {
      answer.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>taken away</h1>');
      return;
    }
    const base = taken?.to === undefined ? target : (elsewhere ?? target);
    const { 'accept-encoding': _, ...headers } = asked.headers;
    const onward = request(
      new URL(taken?.to ?? asked.url ?? '/', base),
      { method: asked.method ?? 'GET', headers },
      async (given) => {
        const content = await bodyOf(given);
        const { 'content-length': __, 'transfer-encoding': ___, ...kept } = given.headers;
        const spoilt = taken?.spoil === undefined ? content : Buffer.from(taken.spoil(content.toString('utf8')));
        answer.writeHead(given.statusCode ?? 502, { ...kept, 'content-length': spoilt.length }).end(spoilt);
      },
    );
    onward.on('error', () => answer.writeHead(502).end());
    onward.end(body);
  }

  const server = createServer((asked, answer) => void handOn(asked, answer));
  // As long as a slow machine lets a connection idle: one that closes under a request would look like a fault.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    take: (next) => {
      rule = next;
    },
    lead: (to) => {
      elsewhere = to;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
