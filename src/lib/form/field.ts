import type { VNode } from 'preact';
import type { BesideWords, Choice, FormErrors, Need, Option } from '../html/index.ts';
import type { ValueRefusal } from '../values/read.ts';
import type { Sentences } from './sentences.ts';

/** The fields of a request as they came; a repeated one is an array, a missing one undefined. */
export type Input = Readonly<Record<string, unknown>>;

/** What reading a form depends on besides the input. `today` is a JST date, 2026-11-23: days typed without a year are counted from it. */
export type Context = { today: string; sentences: Sentences };

/** Says what is wrong with a box; the first sentence said of a box stays. */
export type Say = (box: string, sentence: string) => void;

export type Reading = { box: string; input: Input; context: Context; say: Say };

/** The value of a field that could not be read. Its sentence has been said. */
export const REFUSED = Symbol('refused');
export type Read<T> = T | typeof REFUSED;

/** One of several to tick, with a second, smaller line and the same words in another language. */
export type TickChoice = Option & { more?: string; beside?: BesideWords | undefined };

/** How a field looks; `form-fields.tsx` draws each. */
export type Look =
  | {
      as: 'text';
      size?: 'id' | 'code' | 'line';
      type?: 'text' | 'email' | 'tel' | 'password' | 'search';
      inputMode?: 'numeric' | 'email' | 'tel' | 'text';
      autoComplete?: string;
      accessKey?: string;
    }
  | { as: 'area'; rows: number }
  /** A small box with its unit behind it. */
  | { as: 'unit'; unit: string; wide: boolean }
  | { as: 'select'; options: Option[] }
  | { as: 'radios'; choices: Choice[] }
  | { as: 'tick'; more?: string }
  /** Said, not asked. */
  | { as: 'said'; words: string }
  /** A tick for each of several: boxes `BOX-CODE`. `inRow`: short words beside each other. */
  | { as: 'ticks'; choices: TickChoice[]; inRow: boolean }
  /** A line of text for each of several: boxes `BOX-CODE`. */
  | { as: 'lines'; items: readonly (readonly [code: string, label: string])[] }
  /** A day and a time: boxes `BOX-day`, `BOX-time`. */
  | { as: 'moment'; timed: boolean }
  /** Neither asked nor said. */
  | { as: 'nothing' }
  /** Drawn by the page it belongs to. */
  | { as: 'own'; draw: (state: FormState) => VNode };

/** What the boxes hold and what is wrong with them: all that drawing needs. `focus`: the box where the cursor waits. */
export type FormState = { shown: (box: string) => string; errors: FormErrors; focus?: string | undefined };

/** What a definition may say of a field besides its kind. */
export type About = {
  hint?: string;
  /** The name of its box, where it is not the field's own. */
  box?: string;
  /** How sentences call it, where its label alone would not tell. */
  called?: string;
  need?: Need;
  /** Sentences of its own, where the kind's do not tell enough; they may quote what was typed. */
  wrong?: Partial<Record<ValueRefusal, string>> | ((typed: string) => Partial<Record<ValueRefusal, string>>);
};

/** One value of a form: how it is read, shown again and drawn. */
export type Field<T> = About & {
  label: string;
  need: Need;
  look: Look;
  /** The names of its boxes, where they are several and do not begin with its own. */
  parts?: readonly string[];
  /** The value, or REFUSED after saying why. */
  read: (reading: Reading) => Read<T>;
  /** What the boxes hold for a value. */
  show: (box: string, value: T) => Record<string, string>;
};

/** A field whose value a definition may leave out. */
export type Leavable<T> = Field<T> & {
  /** Left empty it is null. */
  optional: () => Field<T | null>;
  /** Left empty it is `value`. */
  or: (value: T) => Field<T>;
};

const isEmpty = ({ box, input }: Reading): boolean => input[box] === undefined || String(input[box]).trim() === '';

const leftOut = <T, E>(field: Field<T>, instead: E): Field<T | E> => ({
  ...field,
  // Of a box that says nothing of whether it must be filled, nothing is said either.
  need: field.need === 'silent' ? 'silent' : 'may',
  read: (reading) => (isEmpty(reading) ? instead : field.read(reading)),
  show: (box, value) => (value === instead || value === null ? { [box]: '' } : field.show(box, value as T)),
});

/** Adds what a definition may say of a field of one box. */
export const leavable = <T>(field: Field<T>): Leavable<T> => ({
  ...field,
  optional: () => leftOut<T, null>(field, null),
  or: (value) => ({ ...leftOut<T, T>(field, value), show: field.show }),
});

/** A field of a form that asks it only where `asked`; elsewhere it is null. */
export const askedIf = <T>(asked: boolean, field: Field<T>): Field<T | null> => ({
  ...field,
  ...(asked ? {} : { need: 'silent', look: { as: 'nothing' } }),
  read: (reading) => (asked ? field.read(reading) : null),
  show: (box, value) => (value === null ? {} : field.show(box, value)),
});

/** A field that counts only where `when` says so of the boxes; elsewhere it is null, whatever its box holds. */
export const onlyIf = <T>(field: Field<T>, when: (input: Input) => boolean): Field<T | null> => ({
  ...field,
  need: 'silent',
  read: (reading) => (when(reading.input) ? field.read(reading) : null),
  show: (box, value) => (value === null ? { [box]: '' } : field.show(box, value)),
});
