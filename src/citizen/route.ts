import type { VNode } from 'preact';
import type { Language } from '../languages/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Caller, CitizenActs } from './acts.ts';
import type { CommonReads } from './common.ts';
import type { OfficeDays, OfficeTimes, VisitWindows } from './days.ts';
import type { EarliestTimes } from './earliest.ts';
import type { Wait } from './line/wait.ts';
import type { VisitRow } from './read-visits.ts';
import type { Challenges } from './work/challenges.ts';

/** What a page is asked: the request read once, without the web framework. */
export type Ask = {
  acts: CitizenActs;
  common: CommonReads;
  days: OfficeDays;
  times: OfficeTimes;
  windows: VisitWindows;
  earliest: EarliestTimes;
  clock: Clock;
  /** Proof of work, where somebody seems to walk through IDs. */
  challenges: Challenges;
  /** The page's language, and its address without it: where other languages have the same page. */
  language: Language;
  here: string;
  params: Readonly<Record<string, string>>;
  query: unknown;
  body: unknown;
  /** The hash of the visit's cookie, where there is one. */
  cookie: Buffer | undefined;
  caller: Caller;
  /** What throttling counts by. */
  address: string;
  /** CITIZEN_ORIGIN: stands in files that leave the site. */
  origin: string;
  /** The least that the answer to a proof takes (`same-time.ts`). */
  sameTimeMs: number;
  /** The token for this page's forms; asking for it sets a cookie, so a page that may be kept must not. */
  token(): string;
  /** The same for a form of this visit alone. */
  tokenOf(visitId: string): string;
  /** Whose form was sent. */
  formOwner(visitId: string): 'own' | 'another' | 'free';
  /** A secret of this press of the form on `what`: each press of one page has the same, nobody else can make it. */
  press(what: string): string;
  /** Where this browser stands in the line; undefined: it may come in. */
  looksOn(): Promise<Wait | undefined>;
  method: 'GET' | 'POST';
};

/** The same inside a visit whose mail was proven. */
export type VisitAsk = Ask & { cookie: Buffer; visit: VisitRow };

/** What a page answers. `begin` sets the visit's cookie to this secret, `end` clears it. `here`: where other languages have the answer to a form whose own address does not say enough. */
export type Answer =
  | { kind: 'page'; page: VNode; status?: number; here?: string; end?: true }
  /** The same for everyone for a second: no token, no cookie. */
  | { kind: 'kept'; page: VNode }
  /** Drawn already; `shared` where it is the same for everyone for a second. */
  | { kind: 'bytes'; html: Buffer; shared: boolean; status?: number }
  /** For programs: the same for everyone for a second, and for pages of any site to read. */
  | { kind: 'data'; type: string; content: Buffer }
  /** Drawn already and the same for everyone; pages of that origin may show it in a frame, empty: none. */
  | { kind: 'framed'; html: Buffer; by: string }
  /** Drawn already, for who waits in line: ask again after so many seconds. */
  | { kind: 'waits'; html: Buffer; again: number }
  /** For a page's script, and one browser's own. */
  | { kind: 'told'; content: Readonly<Record<string, unknown>> }
  | { kind: 'go'; to: string; begin?: string; end?: true }
  | { kind: 'file'; type: string; name: string; content: string };

export const show = (page: VNode, status = 200, here?: string): Answer => ({
  kind: 'page',
  page,
  status,
  ...(here === undefined ? {} : { here }),
});
export const showKept = (page: VNode): Answer => ({ kind: 'kept', page });
export const go = (to: string): Answer => ({ kind: 'go', to });

export type Route = {
  method: 'GET' | 'POST';
  path: string;
  handle: (ask: Ask) => Promise<Answer>;
  /** Nobody waits in line for it: the same for everyone, the end of a visit, or opened by a secret out of a mail. */
  anytime?: true;
  /** It shows no page: it leads to the page it belongs to. */
  leads?: true;
};
export const get = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, handle });
/** An address that only takes a press: who opens it, or asks for its answer in another language, comes to the page it belongs to. */
export const leads = (path: string, to: string): Route => ({
  ...get(path, async ({ params }) => go(to.replace(':secret', () => encodeURIComponent(params['secret'] ?? '')))),
  anytime: true,
  leads: true,
});
export const post = (path: string, handle: Route['handle']): Route => ({ method: 'POST', path, handle });

/** Pages that nobody waits in line for. */
export const anytime = (...routes: readonly Route[]): Route[] => routes.map((route) => ({ ...route, anytime: true }));
