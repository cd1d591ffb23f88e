import { CITIZEN_WALKS } from './citizen.ts';
import { DESK_WALKS } from './desk.ts';
import type { Walk } from './steps.ts';

/** Add a walk, or a step to one: each picture named lands in docs/pictures/NAME.png. */
export const WALKS: readonly Walk[] = [...CITIZEN_WALKS, ...DESK_WALKS];
