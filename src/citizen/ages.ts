/**
 * How old what a page shows may be: a second in all. What is the same for many is read once in the first stretch; what follows from it for visits
 * that are alike is worked out once in the second one, and is never older than both together.
 */
export const READ_MS = 900;
export const ALIKE_MS = 100;
