declare const PLACES: unique symbol;

/** A text with places, `'{office}の次に空いている日'`. It is no string: `put` fills its places, or it does not compile. */
export type Template<Place extends string> = { readonly [PLACES]: Place; readonly kind: 'text' };
/** Several of them that belong together; their number is each language's own. */
export type Templates<Place extends string> = { readonly [PLACES]: Place; readonly kind: 'lines' };
/** A text by number: `{ other: '{count}人' }`, in English with `one` besides (categories of CLDR). */
export type Counted<Place extends string> = { readonly [PLACES]: Place; readonly kind: 'counted' };

/** What stands in braces: `'{day}の{time}'` → `'day' | 'time'`. */
type Places<Text extends string> = Text extends `${string}{${infer Place}}${infer Rest}` ? Place | Places<Rest> : never;

type IsCounted<T> = keyof T extends 'other' ? ('other' extends keyof T ? true : false) : false;

/** What pages read of a catalogue: made from the Japanese one. */
export type Read<T> = T extends string
  ? [Places<T>] extends [never]
    ? string
    : Template<Places<T>>
  : T extends readonly string[]
    ? [Places<T[number]>] extends [never]
      ? readonly string[]
      : Templates<Places<T[number]>>
    : IsCounted<T> extends true
      ? T extends { readonly other: infer Other extends string }
        ? Counted<Places<Other>>
        : never
      : { readonly [Key in keyof T]: Read<T[Key]> };

/** CLDR's categories of plurals, as far as languages have them. */
type Category = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

/** What another language writes in a catalogue's place: the same keys, its own words. */
export type Translated<T> = T extends string
  ? string
  : T extends readonly string[]
    ? readonly string[]
    : IsCounted<T> extends true
      ? { readonly other: string } & { readonly [Key in Category]?: string }
      : { readonly [Key in keyof T]: Translated<T[Key]> };

type Values<Place extends string> = { readonly [Key in Place]: string | number };

/** Words that end in a full stop of their own (9:00 a.m.) end the sentence with it. */
const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/(\{(\w+)\})(\.?)/gu, (_all, place: string, name: string, stop: string) => {
    const words = String(values[name] ?? place);
    return words.endsWith('.') ? words : words + stop;
  });

/** A text with its places filled. */
export function put<Place extends string>(text: Template<Place>, values: Values<Place>): string;
export function put<Place extends string>(text: Templates<Place>, values: Values<Place>): string[];
export function put(text: unknown, values: Readonly<Record<string, string | number>>): string | string[] {
  return Array.isArray(text) ? text.map((line) => filled(String(line), values)) : filled(String(text), values);
}

/** Making one costs more than the page's other words together. */
const plurals = new Map<string, Intl.PluralRules>();
function pluralsOf(lang: string): Intl.PluralRules {
  const rules = plurals.get(lang) ?? new Intl.PluralRules(lang);
  plurals.set(lang, rules);
  return rules;
}

/**
 * The text for a number, its places filled.
 * @param lang BCP 47: whose plurals count
 */
export function counted<Place extends string>(lang: string, text: Counted<Place>, count: number, values: Values<Place>): string {
  const by = text as unknown as Readonly<Partial<Record<Category, string>>>;
  return filled(by[pluralsOf(lang).select(count)] ?? by.other ?? '', values);
}

/** The same text for a title, a mail or a label that is read aloud. */
export const plain = (text: string): string => text.replaceAll('|', '');
