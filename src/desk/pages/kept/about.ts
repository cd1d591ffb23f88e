import { uuid } from '../../../lib/values/ids.ts';
import type { KeptForm } from '../../../staff/kept-forms.ts';
import { can } from '../../../staff/rights.ts';
import { withQuery } from '../../paths.ts';
import { type Kept, NEVER_KEPT, type ReadSubject, type Route, type SignedAsk, type Subject } from '../../route.ts';
import { THINGS } from './things.ts';

type Params = Readonly<Record<string, string>>;

/** The parts that a route names in an address; undefined where the address is not one of it. */
function paramsOf(pattern: string, path: string): Params | undefined {
  const [names, parts] = [pattern.split('/'), path.split('/')];
  if (names.length !== parts.length) return undefined;
  const fits = names.every((name, index) => (name.startsWith(':') ? parts[index] !== '' : name === parts[index]));
  return fits
    ? Object.fromEntries(names.flatMap((name, index) => (name.startsWith(':') ? [[name.slice(1), parts[index] ?? '']] : [])))
    : undefined;
}

/** The route that answers an address, the one with fewer open parts first, as the web framework finds it. */
function routeOf(routes: readonly Route[], method: Route['method'], path: string): { route: Route; params: Params } | undefined {
  const found = routes.flatMap((route) => {
    const params = route.method === method ? paramsOf(route.path, path) : undefined;
    return params === undefined ? [] : [{ route, params }];
  });
  return found.toSorted((one, other) => Object.keys(one.params).length - Object.keys(other.params).length)[0];
}

/** The page on which a form stands: its own address, else the nearest above it that is a page. */
export function pageBehind(routes: readonly Route[], path: string): string | undefined {
  if (path === '') return undefined;
  const page = routeOf(routes, 'GET', path)?.route;
  return page !== undefined && page.right !== 'anyone' ? path : pageBehind(routes, path.slice(0, path.lastIndexOf('/')));
}

/** The fields of a form as the web framework reads them: a repeated one is a list. */
function fieldsOf({ fields }: KeptForm): Record<string, unknown> {
  const by = Map.groupBy(fields, ([name]) => name);
  return Object.fromEntries([...by].map(([name, all]) => [name, all.length === 1 ? all[0]?.[1] : all.map(([, value]) => value)]));
}

/** Fields that say which page a form stood on; nothing personal, they go into its address. */
const PLACES = ['office', 'day', 'position', 'decision', 'list'] as const;
function placesOf(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  const id = uuid(fields['id']);
  const places = PLACES.flatMap((name): [string, string][] => {
    const value = fields[name];
    return typeof value === 'string' && /^[\w-]{1,40}$/u.test(value) ? [[name, value]] : [];
  });
  return { ...Object.fromEntries(places), ...(id.ok ? { id: id.value } : {}) };
}

/**
 * What a form set aside does and to whom or what, as far as its account may see it, and the page it stood on. `sends`: it is said to whom or what, and it may be
 * sent from here.
 */
export type About = { act: string; subject: Subject; sends: boolean; page: string | undefined };

/** It was set aside before anybody asked whether the account may press it: who may not is told of nobody. */
const may = ({ session }: SignedAsk, { right, ...route }: Route): boolean =>
  right !== 'anyone' &&
  (right === 'signed-in' || can(session, right)) &&
  (!('also' in route) || (route.also ?? []).every((one) => can(session, one)));

type Fields = Readonly<Record<string, unknown>>;
function wordsOf(kept: Kept | undefined, fields: Fields): string {
  if (kept === undefined || kept === NEVER_KEPT) return '操作';
  if (typeof kept === 'string') return kept;
  return typeof kept.words === 'string' ? kept.words : kept.words(fields);
}

/** What a form is about that is pressed on its own page again. */
const shownOf = (path: string): ReadSubject | undefined => THINGS.find(([beginning]) => path.startsWith(beginning))?.[1];

/** Reads what a kept form was about. */
export async function aboutOf(ask: SignedAsk, routes: readonly Route[], form: KeptForm): Promise<About> {
  const found = routeOf(routes, 'POST', form.path);
  const kept = found !== undefined && 'kept' in found.route ? found.route.kept : undefined;
  const fields = fieldsOf(form);
  const page = pageBehind(routes, form.path);
  const input = found !== undefined && may(ask, found.route) ? { ask, params: found.params, fields } : undefined;
  const of = typeof kept === 'object' ? kept.of : undefined;
  const shows = found === undefined || of !== undefined ? undefined : shownOf(found.route.path);
  const subject = input === undefined ? undefined : await of?.(input);
  const shown = input === undefined ? undefined : await shows?.(input);
  return {
    act: wordsOf(kept, fields),
    subject: subject ?? shown ?? [],
    sends: subject !== undefined,
    page: page === undefined ? undefined : withQuery(page, placesOf(fields)),
  };
}
