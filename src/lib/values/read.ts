import { done, type Outcome, refused } from '../outcome.ts';

/** Why a value was not taken; each page has its own words for them. */
export type ValueRefusal = 'empty' | 'too-long' | 'unreadable' | 'impossible';
export type Value<T> = Outcome<T, ValueRefusal>;

/** Longer than any short value could be, however it was typed: refused before anything is folded. */
const SHORT = 1_000;

/**
 * The text of a form field or a cell. A missing one is empty; a repeated one (forms send arrays) is unreadable.
 * `most` is the length in UTF-16 units above which nothing is read.
 */
export function textOf(input: unknown, most: number = SHORT): Value<string> {
  if (input === undefined || input === null || input === '') return refused('empty');
  if (typeof input !== 'string') return refused('unreadable');
  return input.length > most ? refused('too-long') : done(input);
}

/** Reads a short value: folds it, then `read` answers the value, or undefined where it is unreadable. */
export function readShort<T>(input: unknown, fold: (text: string) => string, read: (text: string) => T | undefined): Value<T> {
  const text = textOf(input);
  if (!text.ok) return text;
  const folded = fold(text.value);
  if (folded === '') return refused('empty');
  const value = read(folded);
  return value === undefined ? refused('unreadable') : done(value);
}

/** C0, DEL and C1 controls, line and paragraph separators, and halves of surrogate pairs: never part of a name or an address. */
export const UNWRITABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Cs}]/u;
