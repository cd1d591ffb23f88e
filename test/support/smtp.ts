import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as it came over the wire, with who it was really for. */
export type CaughtMail = { from: string; to: string[]; parsed: ParsedMail; raw: string };

/** Whether a mail went to an address, with these words in its subject. */
export const sentTo =
  (address: string, subject = '') =>
  ({ to, parsed }: CaughtMail): boolean =>
    to.includes(address) && (parsed.subject ?? '').includes(subject);

export type TestSmtp = {
  url: string;
  port: number;
  /** All that arrived, oldest first. */
  mails: CaughtMail[];
  /**
   * The first mail that fits and was not handed out by `next` before, waiting for it where it has not arrived.
   * After `withinMs` (half a minute) without it, refuses with the subjects of what did arrive.
   */
  next(fits?: (mail: CaughtMail) => boolean, withinMs?: number): Promise<CaughtMail>;
  /** Answers the coming mails with this code (451 for "later", 550 for "never") until called with undefined. */
  refuseWith(code: number | undefined): void;
  close(): Promise<void>;
};

type Waiting = { fits: (mail: CaughtMail) => boolean; take: (mail: CaughtMail) => void; late: NodeJS.Timeout };

/** A real SMTP server on a free loopback port. */
export async function startSmtp(): Promise<TestSmtp> {
  const mails: CaughtMail[] = [];
  const unread: CaughtMail[] = [];
  const waiting: Waiting[] = [];
  let refusal: number | undefined;

  function arrived(mail: CaughtMail): void {
    mails.push(mail);
    const index = waiting.findIndex(({ fits }) => fits(mail));
    const [waiter] = index < 0 ? [] : waiting.splice(index, 1);
    if (waiter === undefined) unread.push(mail);
    else waiter.take(mail);
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    lenientAddressParsing: true,
    logger: false,
    onData(stream, session, callback) {
      const refusing = refusal;
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        if (refusing !== undefined) {
          callback(Object.assign(new Error('refused by the test'), { responseCode: refusing }));
          return;
        }
        const raw = Buffer.concat(parts);
        const parsed = await simpleParser(raw);
        const { mailFrom, rcptTo } = session.envelope;
        callback(null);
        arrived({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          parsed,
          raw: raw.toString('utf8'),
        });
      });
    },
  });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;

  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    next: (fits = () => true, withinMs = 30_000) => {
      const index = unread.findIndex(fits);
      const [mail] = index < 0 ? [] : unread.splice(index, 1);
      if (mail !== undefined) return Promise.resolve(mail);
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.splice(waiting.indexOf(waiter), 1);
          const came = mails.map(({ to, parsed }) => `${to.join(', ')}: ${parsed.subject ?? ''}`);
          reject(new Error(`no mail that fits ${fits} came in ${withinMs} ms; there came ${came.join(' | ') || 'none'}`));
        }, withinMs);
        const waiter: Waiting = {
          fits,
          take: (taken) => {
            clearTimeout(late);
            resolve(taken);
          },
          late,
        };
        waiting.push(waiter);
      });
    },
    refuseWith: (code) => {
      refusal = code;
    },
    close: () => {
      for (const { late } of waiting) clearTimeout(late);
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
