import type { VNode } from 'preact';
import type { Actor } from '../audit/actor.ts';
import type { Clock } from '../lib/clock.ts';
import { type Cell, csvFile } from '../lib/csv/write.ts';
import type { Db } from '../lib/db/db.ts';
import type { Spooled } from '../lib/spool.ts';
import type { Right } from '../staff/rights.ts';
import type { FactorKeys } from '../staff/second/keys.ts';
import type { Session } from '../staff/sessions.ts';
import type { Menu, Waiting } from './menu.ts';

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
export type SignedAsk = Ask & {
  session: Session;
  actor: Actor;
  menu: Menu;
  path: string;
  /** What waits, where it is counted beside a page that is only looked at. */
  counting?: Promise<readonly Waiting[] | undefined> | undefined;
};

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

type Fields = Readonly<Record<string, unknown>>;
/** A form set aside: the parts of its address and what it holds. */
type KeptInput = { ask: SignedAsk; params: Readonly<Record<string, string>>; fields: Fields };
export type Subject = readonly { term: string; value: string }[];
/** Whom or what a form is about, as its account may see it; undefined where that is not known, and the form is not sent from its page. */
export type ReadSubject = (input: KeptInput) => Promise<Subject | undefined>;
/** Of a form that holds a password or leads out: never set aside. */
export const NEVER_KEPT = false;
/**
 * What a press does, in words, on the page of what was set aside (`pages/kept`). `of`: whom or what it is about, and it is sent from there; without, the page
 * leads back to its own, where it acts on something shown there, a list of rows, a file or a draft.
 */
export type Kept = string | { words: string | ((fields: Fields) => string); of: ReadSubject } | typeof NEVER_KEPT;

type Method = 'GET' | 'POST';
type Handle = (ask: SignedAsk) => Promise<Answer>;

/**
 * One address of those who signed in. `right`: what the account must have; `signed-in`: anyone signed in.
 * `also`: others besides, where a page of one kind names people, or its list is taken out. `kept`: what a press says of itself; none compiles without.
 */
export type SignedRoute = {
  path: string;
  right: Right | 'signed-in';
  also?: readonly Right[];
  upload?: true;
  handle: Handle;
} & ({ method: 'GET' } | { method: 'POST'; kept: Kept });
/** One address. `anyone`: also before signing in. There is no route without a right: the type asks for it, and so does the start. */
export type Route = SignedRoute | { method: Method; path: string; right: 'anyone'; handle: (ask: Ask) => Promise<Answer> };

export const get = (path: string, right: Right | 'signed-in', handle: Handle): Route => ({
  method: 'GET',
  path,
  right,
  handle,
});
export const post = (path: string, right: Right | 'signed-in', kept: Kept, handle: Handle): Route => ({
  method: 'POST',
  path,
  right,
  kept,
  handle,
});
/** A press whose form carries a file (`Upload`): the file is not set aside, so it is sent from its own page alone. */
export const postFile = (path: string, right: Right | 'signed-in', kept: string, handle: Handle): Route => ({
  method: 'POST',
  path,
  right,
  kept,
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
export const field = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
