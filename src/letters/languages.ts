import type { Words } from './words.ts';
import { ja } from './words-ja.ts';

const ALL = { ja } as const satisfies Record<string, Words>;

/** The words of a language, Japanese where there are none yet. */
export const wordsOf = (language: string): Words => (Object.hasOwn(ALL, language) ? ALL[language as keyof typeof ALL] : ja);
