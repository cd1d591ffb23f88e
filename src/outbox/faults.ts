/**
 * What a failed handing-over means. `refused`: this mail will never be taken (no such mailbox). `later`: it was put off (greylisting, full
 * mailbox, a rule of the server). `relay`: nothing wrong with the mail, the server cannot be reached or does not let us in.
 */
export type Fault = {
  kind: 'refused' | 'later' | 'relay';
  /** What the mail server answered; null where it did not get so far. */
  code: number | null;
  /** What stood in the way before an answer: `ECONNREFUSED`, `ETIMEDOUT`, `EAUTH`. */
  cause?: string;
  /** It refused our sender: whether that is over only a mail finds out, not who greets it. */
  ofSender?: true;
  text: string;
};

/** Whether one who greets the server finds out that it is over: it was silent, or did not let us in. */
export const greetingEnds = ({ kind, ofSender }: Fault): boolean => kind === 'relay' && ofSender !== true;

const MOST_TEXT = 300;

/** The server's words without addresses and line breaks: they stand in lists that more people see than may see an address. */
const withoutAddresses = (text: string): string =>
  text
    .replace(/[^\s<>()[\]"',;:]*@[^\s<>()[\]"',;]*/gu, '（宛先）')
    .replace(/\s+/gu, ' ')
    .slice(0, MOST_TEXT);

const property = (error: Error, name: string): unknown =>
  name in error ? (error as unknown as Record<string, unknown>)[name] : undefined;

/** A refusal of what we may do rather than of the mailbox: "relaying denied" to everyone must not kill every mail at once. */
const POLICY = /\b5\.7\.\d+\b/u;
export const isPolicy = (text: string): boolean => POLICY.test(text);

/** The state of one address or one mailbox (RFC 3463), as it stands in a reply; PostgreSQL reads it too. */
export const MAILBOX_STATUS = /(^|[^0-9.])[45]\.[12]\.[0-9]/u;

/** We ourselves could not write the mail: it never reached the server. */
export const UNWRITTEN: Fault = { kind: 'later', code: null, text: 'could not be written' };

/** The code of what stood in the way. The library calls every fault of a connection ESOCKET, and keeps beside it what the system said. */
function causeOf(error: Error): string | undefined {
  const code = property(error, 'originalCode') ?? property(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

/** Judges an error of the mail transport by the reply's code and the command it answered. */
export function judge(error: unknown): Fault {
  if (!(error instanceof Error)) return { kind: 'relay', code: null, text: 'unknown fault' };
  const given = property(error, 'responseCode');
  const code = typeof given === 'number' ? given : null;
  const response = property(error, 'response');
  const known = causeOf(error);
  const cause = known === undefined ? {} : { cause: known };
  const command = String(property(error, 'command') ?? '');
  const text = withoutAddresses(typeof response === 'string' && response !== '' ? response : error.message);
  const ofThisMail = command === 'RCPT TO' || command === 'DATA';
  const ofSender = command === 'MAIL FROM' && code !== null && code !== 421 ? ({ ofSender: true } as const) : {};
  if (code === null || code === 421 || !ofThisMail) return { kind: 'relay', code, ...cause, ...ofSender, text };
  return { kind: code >= 500 && !isPolicy(text) ? 'refused' : 'later', code, ...cause, text };
}
