import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sources } from '../../src/lib/components/vulnerabilities.ts';

/** What the three sources of known vulnerabilities answer here; a test changes it. Undefined: HTTP 503. */
export type Said = { npm: unknown; node: unknown; postgresql: unknown };

export type AdvisoryServer = {
  sources: Sources;
  said: Said;
  /** The last question about packages: name → versions. */
  asked: () => Record<string, string[]>;
  close(): Promise<void>;
};

/** Nothing is known to be wrong, and the server of PostgreSQL is the last of its major. */
const nothing = (): Said => ({
  npm: {},
  node: {},
  postgresql: ['15', '16', '17', '18'].map((major) => ({ major, latestMinor: '0', supported: true })),
});

/** The three sources of known vulnerabilities, on this machine. */
export async function startAdvisories(): Promise<AdvisoryServer> {
  const said = nothing();
  let asked: Record<string, string[]> = {};
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      if (request.method === 'POST') asked = JSON.parse(body);
      const answer = request.method === 'POST' ? said.npm : request.url === '/node.json' ? said.node : said.postgresql;
      response.writeHead(answer === undefined ? 503 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sources: { npm: url, node: `${url}/node.json`, postgresql: `${url}/postgresql.json` },
    said,
    asked: () => asked,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
