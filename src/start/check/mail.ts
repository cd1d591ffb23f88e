import { createTransport } from 'nodemailer';
import { judge } from '../../outbox/faults.ts';
import { domainOf, greetingOf } from '../../outbox/post.ts';
import { care, type Finding, good, wrong } from './finding.ts';

const LIMIT_MS = 8_000;

/** Why a mail server did not take us: nodemailer's code → what to do. */
const WHY: Record<string, string> = {
  ECONNECTION: 'it does not answer',
  ESOCKET: 'it does not answer',
  ECONNREFUSED: 'nothing listens there',
  EDNS: 'its name is not known',
  ETIMEDOUT: 'it does not answer in time',
  EAUTH: 'it refuses the user or password',
  ETLS: 'its certificate or TLS is not accepted',
};

/** Greets the mail server as the worker does, signs in where the URL says so, and sends nothing. */
export async function lookAtMail(smtpUrl: string, mailFrom: string): Promise<Finding[]> {
  const { hostname } = new URL(smtpUrl);
  const timeouts = { connectionTimeout: LIMIT_MS, greetingTimeout: LIMIT_MS, socketTimeout: LIMIT_MS };
  const transport = createTransport({ url: smtpUrl, name: greetingOf(mailFrom), ...timeouts } as object);
  const domain = domainOf(mailFrom);
  const found: Finding[] = [];
  try {
    await transport.verify();
    found.push(good(`The mail server ${hostname} lets us in; mails are from ${domain}.`));
  } catch (error) {
    const { cause: code = '' } = judge(error);
    found.push(
      wrong(`The mail server of SMTP_URL (${hostname}) does not take mails: ${WHY[code] ?? code}. Mails wait until it does.`),
    );
  } finally {
    transport.close();
  }
  if (/(?:^|\.)(?:example|test|invalid|localhost)(?:\.(?:com|net|org|jp))?$/u.test(domain))
    found.push(care(`MAIL_FROM is of ${domain}, a domain for examples: no mail of it arrives.`));
  return found;
}
