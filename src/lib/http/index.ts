export * from './address.ts';
export * from './cookies.ts';
export * from './door.ts';
export * from './fields.ts';
export * from './log.ts';
export * from './metrics.ts';
export * from './problems.ts';
export * from './upload.ts';
