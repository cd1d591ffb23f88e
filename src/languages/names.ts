import { factsOf, type Language } from './languages.ts';

/** What staff named, and how it is called in other languages as far as they said so. */
export type Named = { readonly name: string; readonly names?: Readonly<Record<string, string>> };

/** A text of staff's in the reader's language; `lang` where it is there in Japanese alone. */
export type Said = { readonly text: string; readonly lang?: 'ja' };

/** The one rule for what staff wrote: the reader's language, else Japanese, marked as such. */
export function saidIn(language: Language, { name, names }: Named): Said {
  const own = language === 'ja' ? name : names?.[language];
  if (own !== undefined && own !== '') return { text: own };
  return factsOf(language).lang === 'ja' ? { text: name } : { text: name, lang: 'ja' };
}
