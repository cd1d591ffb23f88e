import { bigrams } from '../lib/japanese/keys.ts';

/** What cards.search holds: the pairs of both keys, found by `@>` and checked again with LIKE. */
export const searchPairs = (nameKey: string, kanaKey: string): string[] => [
  ...new Set([...bigrams(nameKey), ...bigrams(kanaKey)]),
];
