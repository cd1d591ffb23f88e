import { randomBytes, timingSafeEqual } from 'node:crypto';
import { keyedHash } from '../../lib/http/keyed-hash.ts';

/** What a browser shows of itself, each a signed cookie. Times are minutes since 1970. */
export type Tickets = {
  /** A number in the line, kept alive with every look. */
  ticket(number: number, minute: number): string;
  /** The number of a ticket that is ours and was shown within an hour. */
  numberOf(ticket: string | undefined, minute: number): number | undefined;
  /** That a browser is inside. `id`: the one it had before. */
  pass(minute: number, id?: string): string;
  /** The pass that is ours and not too old. */
  passOf(pass: string | undefined, minute: number): { id: string; minute: number } | undefined;
};

/** Who comes back later than this begins at the end: a line is over long before. */
export const TICKET_MINUTES = 60;
/** Who was given a page with a form may send it, and go on, for so long. Each further page begins it anew. */
export const PASS_MINUTES = 180;

const LONGEST = 100;

/** Makes and reads them with the door's secret, so that all processes of a door read each other's. */
export function signedTickets(secret: string): Tickets {
  const signatureOf = (body: string): string => keyedHash(secret, `line\0${body}`);
  const signed = (body: string): string => `${body}.${signatureOf(body)}`;

  function partsOf(text: string | undefined, kind: 't' | 'p'): [string, number] | undefined {
    if (text === undefined || text.length > LONGEST) return undefined;
    const at = text.lastIndexOf('.');
    const [body, given] = [text.slice(0, Math.max(0, at)), Buffer.from(text.slice(at + 1))];
    const right = Buffer.from(signatureOf(body));
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    const [what, one = '', minute = ''] = body.split('.');
    return what === kind ? [one, Number(minute)] : undefined;
  }
  const fresh = (minute: number, now: number, lasts: number): boolean => minute <= now + 1 && now - minute <= lasts;

  return {
    ticket: (number, minute) => signed(`t.${number}.${minute}`),
    numberOf: (ticket, now) => {
      const [number, minute] = partsOf(ticket, 't') ?? [];
      return number !== undefined && minute !== undefined && fresh(minute, now, TICKET_MINUTES) ? Number(number) : undefined;
    },
    pass: (minute, id = randomBytes(9).toString('base64url')) => signed(`p.${id}.${minute}`),
    passOf: (pass, now) => {
      const [id, minute] = partsOf(pass, 'p') ?? [];
      return id !== undefined && minute !== undefined && fresh(minute, now, PASS_MINUTES) ? { id, minute } : undefined;
    },
  };
}
