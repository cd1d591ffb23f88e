import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../lib/clock.ts';
import type { Cookies } from '../../lib/http/cookies.ts';
import type { Ask } from '../route.ts';
import type { Line } from './line.ts';
import { networksOf } from './networks.ts';
import { TICKET_MINUTES, type Tickets } from './ticket.ts';
import type { Wait } from './wait.ts';

export type Gate = {
  /** Undefined: may go on. Else a place in the line, which the browser keeps. */
  waits(request: FastifyRequest, reply: FastifyReply, ask: Ask): Promise<Wait | undefined>;
  /** Where a browser that waits stands now, for its script; undefined: it may ask for its page. Changes nothing. */
  looksOn(request: FastifyRequest): Promise<Wait | undefined>;
  /** Whoever is given a page with a form is inside: what is typed there can be sent. */
  letStay(request: FastifyRequest, reply: FastifyReply): void;
};

type GateParts = { line: Line; tickets: Tickets; cookies: Cookies; clock: Clock; saturated: () => boolean };

const TICKET = 'line';
const PASS = 'inside';
/** A pass is written anew when it is older than this: not with every page. */
const PASS_RENEWED = 10;

/** Whose turn is near asks often; a hundred more before one is a second more, so that a long line asks about as often as a short one. */
const SOONEST = 5;
const LATEST = 60;
const AHEAD_A_SECOND = 100;
/** A process knows where the line stood a second ago; a number far beyond that is of a database that was brought back to an earlier day. */
const MOST_A_SECOND = 10_000;
const waitOf = (ahead: number): Wait => ({
  ahead,
  again: Math.min(LATEST, Math.max(SOONEST, Math.ceil(ahead / AHEAD_A_SECOND))),
});

/**
 * Before the pages of a journey. While no process is saturated and nobody waits, everybody goes on (§8(1)⑩: no cap). Else newcomers stand in the one
 * line of all processes, in the order in which they came. Inside, and so let on, is who was given a form within the last hours, and who has a visit.
 */
export function openGate({ line, tickets, cookies, clock, saturated }: GateParts): Gate {
  const ownNetworks = networksOf();
  const minuteNow = (): number => Math.floor(Number(clock.now().epochMilliseconds) / 60_000);
  const passOf = (request: FastifyRequest, minute = minuteNow()) => tickets.passOf(cookies.get(request, PASS), minute);
  const numberOf = (request: FastifyRequest) => tickets.numberOf(cookies.get(request, TICKET), minuteNow());

  async function isInside(request: FastifyRequest, { acts, cookie, address }: Ask): Promise<boolean> {
    const pass = passOf(request);
    if (pass !== undefined && ownNetworks(pass.id, address)) return true;
    return cookie !== undefined && (await acts.visit(cookie)) !== undefined;
  }

  return {
    waits: async (request, reply, ask) => {
      const { last, admitted } = await line.standing();
      if (!saturated() && admitted >= last) return undefined;
      if (await isInside(request, ask)) return undefined;
      const shown = numberOf(request);
      if (shown !== undefined && shown <= admitted && (await line.enter(shown, ask.address))) {
        cookies.clear(reply, TICKET);
        cookies.set(reply, PASS, tickets.pass(minuteNow()));
        return undefined;
      }
      // Used up, forged, too old, or none: the end of the line.
      const keeps = shown !== undefined && shown > admitted && shown <= last + MOST_A_SECOND;
      const number = keeps ? shown : await line.take();
      cookies.set(reply, TICKET, tickets.ticket(number, minuteNow()), { maxAge: TICKET_MINUTES * 60 });
      return waitOf(Math.max(0, number - admitted - 1));
    },
    looksOn: async (request) => {
      const { last, admitted } = await line.standing();
      const number = numberOf(request);
      if (number === undefined || number <= admitted || (!saturated() && admitted >= last)) return undefined;
      return waitOf(number - admitted - 1);
    },
    letStay: (request, reply) => {
      const now = minuteNow();
      const pass = passOf(request, now);
      if (pass === undefined || now - pass.minute >= PASS_RENEWED) cookies.set(reply, PASS, tickets.pass(now, pass?.id));
    },
  };
}
