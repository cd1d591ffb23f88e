import { hostname } from 'node:os';
import { createTransport, type Transporter } from 'nodemailer';

/** A file that goes with a mail. */
export type MailFile = { name: string; type: string; content: Buffer };

/** A mail in words: to one person, plain text, with files where it has any. `lang`: of its words, as BCP 47 has it. */
export type Letter = { to: string; subject: string; text: string; lang: string; files: readonly MailFile[] };

/** Hands mails to the mail server. */
export type Post = {
  /** Resolves when the server took it (250). @throws what `judge` reads */
  send(letter: Letter, messageId: string): Promise<void>;
  /** Greets the server, and signs in where we do; sends nothing. @throws what `judge` reads */
  look(): Promise<void>;
  close(): void;
};

/** One mail takes no longer than this, whatever the server does. */
const MOST_MS = 90_000;
const CONNECTIONS = 5;

/** `窓口 <yoyaku@example.jp>` or an address alone → name and address. */
function mailbox(from: string): { name: string; address: string } {
  const [, name = '', address] = /^([^<]*)<([^<>]+)>$/u.exec(from) ?? [];
  return { name: name.trim().replace(/^"(.*)"$/u, '$1'), address: (address ?? from).trim() };
}

/** The address alone. `from`: MAIL_FROM. */
export const addressOf = (from: string): string => mailbox(from).address;

/** The part after the @: what people let through their filters. `from`: MAIL_FROM. */
export const domainOf = (from: string): string => mailbox(from).address.split('@').at(-1) ?? '';

/** How we greet (EHLO): a machine without a full name of its own would say [127.0.0.1], which many servers refuse (RFC 5321 4.1.1.1). `from`: MAIL_FROM. */
export const greetingOf = (from: string): string => (hostname().includes('.') ? hostname() : domainOf(from));

/** One address and nothing that could end a header line, add a recipient or end the command it stands in. */
const ONE_ADDRESS = /^[\x21-\x7e]+@[a-z0-9.-]+$/u;
const FORBIDDEN = /[<>,;:()[\]\\"]/u;

/**
 * Connects to the mail server of `smtpUrl` when there is something to send, a few connections at once, kept for the next mails.
 * @param from MAIL_FROM: `NAME <ADDRESS>` or an address
 * @param name the name mails are from, where the city set one; else that of MAIL_FROM
 */
export function openPost(smtpUrl: string, from: string, name: () => string = () => ''): Post {
  const sender = mailbox(from);
  const domain = domainOf(from);
  const transport: Transporter = createTransport({
    url: smtpUrl,
    name: greetingOf(from),
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: 100,
    idleTimeout: 20_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
  } as object);
  // Carriers gave out addresses that break the RFC (a..b@, x.@). The library quotes them, and the carrier does not know them quoted.
  transport.use('stream', (mail, done) => {
    const envelope = { from: sender.address, to: [String(mail.data.envelope?.to)] };
    mail.message.getEnvelope = () => envelope;
    done();
  });
  return {
    send: async ({ to, subject, text, lang, files }, messageId) => {
      if (!ONE_ADDRESS.test(to) || FORBIDDEN.test(to)) throw unsendable();
      await transport.sendMail({
        from: name() === '' ? sender : { ...sender, name: name() },
        to: { name: '', address: to },
        envelope: { from: sender.address, to },
        subject: subject.replace(/\s+/gu, ' '),
        text,
        textEncoding: 'base64',
        attachments: files.map(({ name, type, content }) => ({
          filename: name,
          contentType: type,
          content,
          contentDisposition: 'attachment',
        })),
        messageId: `<${messageId}@${domain}>`,
        // Nobody's holiday notice answers it (RFC 3834). Its language is for who has it read aloud (RFC 3282).
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': lang },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.timeout(MOST_MS),
      } as object);
    },
    look: async () => void (await transport.verify()),
    close: () => transport.close(),
  };
}

/** What the server would say to an address that no mail can go to. */
const unsendable = (): Error =>
  Object.assign(new Error('not a mail address'), {
    responseCode: 553,
    command: 'RCPT TO',
    response: '553 5.1.3 not a mail address',
  });
