import type { Route } from '../../route.ts';

export const conflictRoutes: readonly Route[] = [];
