import type { VNode } from 'preact';
import type { Actor } from '../audit/actor.ts';
import type { Clock } from '../lib/clock.ts';
import { type Cell, csvFile } from '../lib/csv/write.ts';
import type { Db } from '../lib/db/db.ts';
import type { Spooled } from '../lib/spool.ts';
import type { Right } from '../staff/rights.ts';
import type { FactorKeys } from '../staff/second/keys.ts';
import type { Session } from '../staff/sessions.ts';
import type { Menu } from './menu.ts';

/** What a page is asked: the request read once, without the web framework. */
export type Ask = {
  db: Db;
  clock: Clock;
  now: Temporal.Instant;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
  /** Fields of the form; a repeated field is an array, a missing one undefined. */
  body: Readonly<Record<string, unknown>>;
  /** The token for this page's forms. */
  token: string;
  requestId: string;
  /** Works on the lists of cards that wait; resolves when none does. */
  workOnLists(): Promise<void>;
  /** Nothing is pressed: a page is asked for (GET). */
  looks: boolean;
  /** The page fetched this by itself; nobody pressed anything. */
  byItself: boolean;
  /** The masked address, as the log keeps it. */
  source: string;
  /** The address that throttling counts by. */
  address: string;
  browser: string;
  /** The secret of the session cookie, where there is one. */
  cookie: string | undefined;
  /** The secret of a browser that gave the password and owes the second factor. */
  half: string | undefined;
  /** What seals the secrets of second factors. */
  factorKeys: FactorKeys;
  /** The desk as browsers see it: links are made with it. */
  origin: string;
  /** Largest file a form may carry, in MB (2^20 bytes). */
  uploadMb: number;
};

/** What is asked of the desk by someone who is signed in. */
export type SignedAsk = Ask & { session: Session; actor: Actor; menu: Menu; path: string };

/** What a page answers. `signIn` sets the session's cookie, `half` the one of who owes the second factor, `signOut` clears both. */
export type Answer =
  | { kind: 'page'; page: VNode; status?: number }
  | { kind: 'go'; to: string; signIn?: string; half?: string; signOut?: true }
  /** A file to keep or print; its name may be Japanese and says nothing of a person. */
  | { kind: 'file'; type: string; name: string; body: Buffer | Spooled };

export const show = (page: VNode, status = 200): Answer => ({ kind: 'page', page, status });
export const file = (type: string, name: string, body: Buffer | Spooled): Answer => ({ kind: 'file', type, name, body });
/** A short file that is no list of the desk: `lists/files.ts` makes those. */
export const csv = (name: string, rows: readonly (readonly Cell[])[]): Answer =>
  file('text/csv; charset=utf-8', `${name}.csv`, csvFile(rows));
export const go = (to: string): Answer => ({ kind: 'go', to });

type Method = 'GET' | 'POST';

/**
 * One address. `right`: what the account must have; `signed-in`: anyone signed in; `anyone`: also before signing in.
 * `also`: others besides, where a page of one kind names people, or its list is taken out. There is no route without one: the type asks for it, and so does the start.
 */
export type Route =
  | {
      method: Method;
      path: string;
      right: Right | 'signed-in';
      also?: readonly Right[];
      upload?: true;
      handle: (ask: SignedAsk) => Promise<Answer>;
    }
  | { method: Method; path: string; right: 'anyone'; handle: (ask: Ask) => Promise<Answer> };

export const get = (path: string, right: Right | 'signed-in', handle: (ask: SignedAsk) => Promise<Answer>): Route => ({
  method: 'GET',
  path,
  right,
  handle,
});
export const post = (path: string, right: Right | 'signed-in', handle: (ask: SignedAsk) => Promise<Answer>): Route => ({
  method: 'POST',
  path,
  right,
  handle,
});
/** A press whose form carries a file (`Upload`). */
export const postFile = (path: string, right: Right | 'signed-in', handle: (ask: SignedAsk) => Promise<Answer>): Route => ({
  method: 'POST',
  path,
  right,
  upload: true,
  handle,
});
/** A route that asks for one more right than its own. */
export const needs = (also: Right, route: Route): Route =>
  route.right === 'anyone' ? route : { ...route, also: [...(route.also ?? []), also] };
export const open = (method: Method, path: string, handle: (ask: Ask) => Promise<Answer>): Route => ({
  method,
  path,
  right: 'anyone',
  handle,
});

/** A field as text; what is missing or repeated is empty. */
export const field = (fields: Readonly<Record<string, unknown>>, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
