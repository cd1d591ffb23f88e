import type { FastifyReply, FastifyRequest } from 'fastify';

type CookieOptions = {
  /** Seconds it lasts; without it, until the browser closes. */
  maxAge?: number;
  /** `lax` lets a link in a mail bring it along; `strict` does not. */
  sameSite?: 'lax' | 'strict';
};

/** The cookies of a door, all HttpOnly; over TLS with the __Host- prefix, which no sister site can forge. */
export type Cookies = {
  get(request: FastifyRequest, name: string): string | undefined;
  set(reply: FastifyReply, name: string, value: string, options?: CookieOptions): void;
  clear(reply: FastifyReply, name: string): void;
  /** The name as browsers see it. */
  full(name: string): string;
};

export function doorCookies(secure: boolean): Cookies {
  const full = (name: string) => (secure ? `__Host-${name}` : name);
  const common = { path: '/', httpOnly: true, secure } as const;
  return {
    full,
    get: (request, name) => request.cookies[full(name)],
    set: (reply, name, value, { maxAge, sameSite = 'lax' } = {}) => {
      reply.setCookie(full(name), value, { ...common, sameSite, ...(maxAge === undefined ? {} : { maxAge }) });
    },
    clear: (reply, name) => {
      reply.clearCookie(full(name), { ...common, sameSite: 'lax' });
    },
  };
}
