import type { Page } from './browse.ts';

/** These boxes ticked, as the form sends them. */
export const ticked = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, 'yes']));

/** What a page asks to tick: cautions, and papers to bring. */
export const boxes = ({ html }: Page): string[] =>
  [...html.matchAll(/name="((?:caution|papers)_\w+)"/gu)].map(([, name = '']) => name);

/** All of them ticked. */
export const ticking = (page: Page): Record<string, string> => ticked(boxes(page));
