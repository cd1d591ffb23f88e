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

/**
 * The one rule for the name of an office or a service where the reader is to go or to ask: in their language, and `japanese` beside it, as it stands on
 * the building and is said on the telephone; undefined where that is the same. やさしい日本語 has readings instead.
 */
export function bothIn(language: Language, of: Named): { readonly said: Said; readonly japanese?: string } {
  const said = saidIn(language, of);
  return said.text === of.name || factsOf(language).lang === 'ja' ? { said } : { said, japanese: of.name };
}

/** The same as one text: for mails, files and the choices of a pull-down, which mark no language. */
export function bothText(language: Language, of: Named): string {
  const { said, japanese } = bothIn(language, of);
  return japanese === undefined ? said.text : `${said.text} (${japanese})`;
}

/** What staff wrote, for mails and files, which mark no language. */
export const textIn = (language: Language, text: string): string => saidIn(language, { name: text }).text;
