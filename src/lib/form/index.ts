export * from './choices.ts';
export * from './compound.ts';
export * from './field.ts';
export * from './form.ts';
export * from './form-fields.tsx';
export * from './kinds.ts';
export * from './kinds-numbers.ts';
export * from './sentences.ts';
