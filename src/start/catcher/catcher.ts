import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { mailPage } from './page.tsx';
import { openStore } from './store.ts';

export type Catcher = { smtpPort: number; pagePort: number; close(): Promise<void> };

const SHOWN = 100;
const LARGEST = 1_000_000;

/** The demo's mail server: takes every mail on a loopback port, keeps it on disk before it says yes, and shows it on a page. */
export async function openCatcher(dataDir: string, host: string, pagePort: number): Promise<Catcher> {
  const store = openStore(join(dataDir, 'mails'));
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    // Carriers gave out addresses that break the RFC (a..b@, x.@); mail to them is taken as to any other.
    lenientAddressParsing: true,
    size: LARGEST,
    logger: false,
    onData: (stream, session, done) => {
      simpleParser(stream).then((mail) => {
        const at = Temporal.Now.zonedDateTimeISO('Asia/Tokyo');
        const id = `${at.epochMilliseconds}-${randomBytes(4).toString('hex')}`;
        store.add({
          id,
          at: at.toString({ timeZoneName: 'never', offset: 'never', smallestUnit: 'second' }).replace('T', ' '),
          to: session.envelope.rcptTo.map(({ address }) => address),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          messageId: mail.messageId ?? id,
        });
        done();
      }, done);
    },
  });
  const page = createServer((request, response) => {
    if (request.url !== '/') return response.writeHead(404).end();
    return response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      })
      .end(mailPage(store.newest(SHOWN)));
  });
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(0, '127.0.0.1', resolve);
  });
  await new Promise<void>((resolve, reject) => page.once('error', reject).listen(pagePort, host, resolve));
  const portOf = (address: ReturnType<typeof page.address>): number =>
    address !== null && typeof address === 'object' ? address.port : 0;
  return {
    smtpPort: portOf(smtp.server.address()),
    pagePort: portOf(page.address()),
    close: async () => {
      page.closeAllConnections();
      await new Promise<void>((resolve) => page.close(() => resolve()));
      await new Promise<void>((resolve) => smtp.close(resolve));
    },
  };
}
