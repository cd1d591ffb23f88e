import { fingerprint } from '../../lib/fingerprint.ts';
import { type FormErrors, hasErrors } from '../../lib/html/index.ts';
import type { Value, ValueRefusal } from '../../lib/values/read.ts';
import { field, type SignedAsk } from '../route.ts';

/** What a box says for each way its value is not taken. */
export type Wrong = Record<ValueRefusal, string>;

type Parser<T> = (input: unknown) => Value<T>;

/** Reads a form box by box and gathers what is wrong, in the order of reading: the order the boxes stand on the page. */
export function typedForm(body: Readonly<Record<string, unknown>>) {
  const errors: FormErrors = {};
  const read = <T>(name: string, parse: Parser<T>, wrong: Wrong): T | null => {
    const value = parse(body[name]);
    if (value.ok) return value.value;
    errors[name] ??= wrong[value.reason];
    return null;
  };
  return {
    errors,
    /** A value that must be there. `stand` takes its place where it is wrong; nothing is done with it, since the form comes back. */
    must: <T>(name: string, parse: Parser<T>, wrong: Wrong, stand: T): T => read(name, parse, wrong) ?? stand,
    /** A value that may be left out: null then. */
    may: <T>(name: string, parse: Parser<T>, wrong: Wrong): T | null => {
      const value = parse(body[name]);
      return !value.ok && value.reason === 'empty' ? null : read(name, parse, wrong);
    },
    ticked: (name: string): boolean => body[name] === 'yes',
    /** Says what is wrong between boxes; the first thing said of a box stays. */
    wrong: (name: string, words: string): void => {
      errors[name] ??= words;
    },
    fails: (): boolean => hasErrors(errors),
  };
}
export type TypedForm = ReturnType<typeof typedForm>;

/** Words for a text of at most `most` characters. */
export const wrongText = (label: string, most: number): Wrong => ({
  empty: `${label}を入れてください。`,
  'too-long': `${label}は、${most}文字までにしてください。`,
  unreadable: `${label}に、使えない文字があります。`,
  impossible: `${label}に、使えない文字があります。`,
});

/** Words for a whole number in a range. */
export const wrongNumber = (label: string, least: number, most: number, unit: string): Wrong => {
  const range = `${label}は、${least}から${most}までの数（${unit}）で入れてください。`;
  return { empty: range, 'too-long': range, unreadable: range, impossible: range };
};

/** Words for a time of day. */
export const wrongTime = (label: string): Wrong => {
  const unreadable = `${label}を読み取れません。17:00 のように入れてください。`;
  return {
    empty: `${label}を入れてください。17:00 のように入れます。`,
    'too-long': unreadable,
    unreadable,
    impossible: `${label}は、0:00から24:00までの時刻にしてください。`,
  };
};

/** Words for a day. */
export const wrongDay = (label: string): Wrong => {
  const unreadable = `${label}を読み取れません。令和8年12月1日 や 2026-12-01 のように入れてください。`;
  return {
    empty: `${label}を入れてください。令和8年12月1日 のように入れます。`,
    'too-long': unreadable,
    unreadable,
    impossible: `${label}は、こよみにない日か、曜日と合わない日です。`,
  };
};

/** What stands in a box. */
export type Shown = (name: string) => string;

/** As typed where a form came back, else as it is kept. Ticked boxes hold `yes`. */
export const shownIn = (ask: SignedAsk, kept: Readonly<Record<string, string>>): Shown =>
  Object.keys(ask.body).length > 0 ? (name) => field(ask.body, name) : (name) => kept[name] ?? '';

/**
 * The fingerprint a form carries. A form that came back for what was typed keeps the one it came with: its page showed nothing newer.
 * `afresh` where the page does show what is kept by now (`Meanwhile`).
 */
export const seenIn = (ask: SignedAsk, kept: unknown, afresh: boolean): string =>
  afresh || field(ask.body, 'seen') === '' ? fingerprint(kept) : field(ask.body, 'seen');

export const tick = (on: boolean): string => (on ? 'yes' : '');
