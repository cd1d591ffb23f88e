import { factsOf, type Language } from './languages.ts';
import { staffTexts } from './staff-texts.ts';

/** What staff named, and how it is called in other languages as far as they said so. */
export type Named = { readonly name: string; readonly names?: Readonly<Record<string, string>> };

/** A text of staff's in the reader's language; `lang` where it is there in Japanese alone. */
export type Said = { readonly text: string; readonly lang?: 'ja' };

/** The one rule for what staff wrote: the reader's language, else Japanese, marked as such. A name has its own translations, any other text those of `staffTexts`. */
export function saidIn(language: Language, { name, names }: Named): Said {
  if (language === 'ja') return { text: name };
  const own = names?.[language] || staffTexts().get(language)?.get(name);
  if (own !== undefined && own !== '') return { text: own };
  return factsOf(language).lang === 'ja' ? { text: name } : { text: name, lang: 'ja' };
}

/** The same for mails and files, which mark no language. */
export const textIn = (language: Language, text: string): string => saidIn(language, { name: text }).text;
