import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { listenAt } from '../../lib/http/listen.ts';
import { mailPage } from './page.tsx';
import { openStore } from './store.ts';

export type Catcher = { smtpPort: number; pagePort: number; close(): Promise<void> };

const SHOWN = 100;
const LARGEST = 1_000_000;

type Store = ReturnType<typeof openStore>;

async function keep(store: Store, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
  const mail = await simpleParser(stream);
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
}

/** The mail stays with its sender, who tries again later: the answer of a mail server without room (RFC 5321 4.2.2: 452). */
const later = (): Error =>
  Object.assign(new Error('The mail could not be kept: is there room on the disk?'), { responseCode: 452 });

/** A page of another site may have its name point at this machine; only who means this machine is answered. */
function meansUs(request: IncomingMessage, host: string): boolean {
  const named = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname.replace(/^\[|\]$/gu, '');
  if (named === undefined) return false;
  return ['localhost', '127.0.0.1', '::1', host].includes(named) || (isIP(named) > 0 && ['0.0.0.0', '::'].includes(host));
}

/** The demo's mail server: takes every mail on a loopback port, keeps it on disk before it says yes, and shows it on a page. */
export async function openCatcher(
  dataDir: string,
  host: string,
  pagePort: number,
  log: (line: string) => void,
): Promise<Catcher> {
  const store = openStore(join(dataDir, 'mails'));
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    // Carriers gave out addresses that break the RFC (a..b@, x.@); mail to them is taken as to any other.
    lenientAddressParsing: true,
    size: LARGEST,
    logger: false,
    onData: (stream, session, done) => {
      keep(store, stream, session).then(
        () => done(),
        (fault: unknown) => {
          log(`a mail could not be kept: ${fault instanceof Error ? fault.message : String(fault)}`);
          done(later());
        },
      );
    },
  });
  const page = createServer((request, response) => {
    if (request.url !== '/') return response.writeHead(404).end();
    if (!meansUs(request, host)) return response.writeHead(421).end();
    return response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      })
      .end(mailPage(store.newest(SHOWN)));
  });
  // A caller that resets its connection is an error of the whole server; unheard, it would end the process.
  smtp.on('error', () => {});
  const smtpPort = await listenAt(smtp.server, 'SMTP', '127.0.0.1', 0);
  try {
    return {
      smtpPort,
      pagePort: await listenAt(page, 'MAIL_PORT', host, pagePort),
      close: async () => {
        page.closeAllConnections();
        await new Promise<void>((resolve) => page.close(() => resolve()));
        await new Promise<void>((resolve) => smtp.close(resolve));
      },
    };
  } catch (error) {
    await new Promise<void>((resolve) => smtp.close(resolve));
    throw error;
  }
}
