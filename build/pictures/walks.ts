import { CITIZEN_WALKS } from './citizen.ts';
import { CUSTODY_WALKS } from './custody.ts';
import { DAY_WALKS } from './day.ts';
import { DESK_WALKS } from './desk.ts';
import type { Walk } from './steps.ts';

/** Add a walk, or a step to one: each picture named lands in docs/pictures/NAME.png. */
export const WALKS: readonly Walk[] = [...CITIZEN_WALKS, ...DESK_WALKS, ...CUSTODY_WALKS, ...DAY_WALKS];
