import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DestinationStream } from 'pino';
import type { Cookies } from './cookies.ts';
import type { Problem } from './problems.ts';

export type DoorSettings = {
  /** In logs and metrics: `citizen`, `desk`. */
  name: string;
  /** Whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Cookies over TLS only, HSTS; `false` on one's own machine. */
  secure: boolean;
  /** Signs cookies and form tokens, keys the hash of addresses. */
  secret: string;
  logLevel: string;
  /** Where the log goes; the standard output when left out. */
  logTo?: DestinationStream;
  /** Bytes a form may have. */
  bodyLimit?: number;
  /** Requests a minute from one address; many honest people share a carrier's. */
  ratePerMinute: number;
  /** Milliseconds by which the process may be late before it refuses pages; 0: it never does. Two seconds when left out. */
  lateMs?: number;
  /** The page that says in words what went wrong; what is no page sets its own type. */
  problemPage: (problem: Problem, request: FastifyRequest, reply: FastifyReply) => string;
  /** Largest file in bytes that a form may carry, on routes that say so; none is taken when left out. */
  uploads?: number;
  /** Pages go out compressed: on the Internet's side, where phones read them. */
  compress?: boolean;
  /** Whether the door can serve: its database answers. */
  ready: () => Promise<boolean>;
  /** Whether `/readyz` stands on this door; where a process tells its health on a port of its own it does not. */
  tellsReady?: boolean;
  /** How many sockets listen: so many newcomers come in each time the process goes round. */
  acceptors?: number;
  /** Tells the desk that a proxy stands in front and is not believed. */
  proxyIgnored?: () => Promise<unknown>;
};

export type Door = {
  app: FastifyInstance;
  cookies: Cookies;
  /** Opens it to callers. `setting`: the variable its port stands in. Gives the port. @throws Said where the port cannot be had */
  listen(setting: string, host: string, port: number): Promise<number>;
  /** Whether it can serve now: what `/readyz` answers. */
  well(): Promise<boolean>;
  /** The token for this page's forms. Sets the form cookie, so never on a page that may be cached. */
  formToken(reply: FastifyReply): string;
  /** The same for a form that only `owner` (a visit, an account) may send. */
  formTokenOf(reply: FastifyReply, owner: string): string;
  /** Whose form was sent: `own` this owner's, `another`'s, or nobody's in particular (`free`). */
  formOwner(request: FastifyRequest, owner: string): 'own' | 'another' | 'free';
  /** A secret of this press of a form on `what`: the same for each press of one page, another for any other, and known to nobody without the door's key. */
  press(request: FastifyRequest, what: string): string;
  /** What throttling counts a caller by. */
  addressKey(request: FastifyRequest): string;
};
