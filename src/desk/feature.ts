import type { MenuEntry, Wait } from './menu.ts';
import type { Route } from './route.ts';

/** A capability of the desk: its pages, where they stand in the menu, what of it waits for somebody. */
export type Feature = { routes: readonly Route[]; menu?: readonly MenuEntry[]; waits?: readonly Wait[] };
