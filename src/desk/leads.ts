import type { Right } from '../staff/rights.ts';
import { isOfOffices } from './bounds/reach.ts';
import type { Led } from './menu.ts';

/** Of a route what is asked here. */
type Page = { method: string; path: string; right: Right | 'signed-in' | 'anyone'; also?: readonly Right[] };

/** Whether an address is one of a route: the same parts, a `:part` standing for any. */
const isOf = (path: string, route: string): boolean => {
  const [parts, own] = [path.split('/'), route.split('/')];
  return parts.length === own.length && own.every((part, at) => part.startsWith(':') || part === parts[at]);
};

/**
 * What leads somewhere (an entry of the menu, what waits) with its own right and those of the page there: nobody is led to a page that refuses them.
 * @throws where no page stands at the address
 */
export const led = <T extends { href: string; right: Right }>(routes: readonly Page[], all: readonly T[]): Led<T>[] =>
  all.map((one) => {
    const [path = ''] = one.href.split('?');
    const pages = routes.filter(({ method }) => method === 'GET');
    const page = pages.find((route) => route.path === path) ?? pages.find((route) => isOf(path, route.path));
    if (page === undefined) throw new Error(`no page stands at ${path}`);
    const ofOffices = isOfOffices(page.method, page.path);
    if (page.right === 'anyone') return { ...one, needs: [one.right], ofOffices };
    const own = page.right === 'signed-in' ? [] : [page.right];
    return { ...one, needs: [...new Set([one.right, ...own, ...(page.also ?? [])])], ofOffices };
  });
