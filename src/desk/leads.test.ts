import { expect, test } from 'vitest';
import { can, isRight, RIGHTS, type Right } from '../staff/rights.ts';
import { features, routes } from './app.tsx';
import { led } from './leads.ts';

const rights = Object.keys(RIGHTS).filter(isRight);
const leads = [
  ...led(
    routes,
    features.flatMap(({ menu = [] }) => menu),
  ),
  ...led(
    routes,
    features.flatMap(({ waits = [] }) => waits),
  ),
];
/** Every right that a page at an address asks for. */
const asked = (href: string): readonly (Right | 'signed-in' | 'anyone')[] => {
  const route = routes.find(({ method, path }) => method === 'GET' && path === href.split('?')[0]);
  return route === undefined ? [] : [route.right, ...(route.right === 'anyone' ? [] : (route.also ?? []))];
};

test.each(rights)('[8(2)②a] whoever has “%s” and no other right is led to no page that refuses them', (right) => {
  const session = { rights: new Set([right]), mustChange: false };
  for (const { href, needs } of leads) {
    if (!needs.every((one) => can(session, one))) continue;
    expect(
      asked(href).filter((one) => isRight(one) && one !== right),
      href,
    ).toEqual([]);
  }
});

test('what leads nowhere stops the start', () => {
  expect(() => led(routes, [{ href: '/no/such/page', right: 'people.see' as const }])).toThrow('no page stands at');
});
