export * from './figures.ts';
export * from './fill.ts';
export * from './now.ts';
export type { Asked } from './sources.ts';
export * from './waits.ts';
