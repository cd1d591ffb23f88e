/** A text in each language it was written in: { en: '…' }. */
export type ByLanguage = { readonly [language: string]: string };

/** Texts of something, each under the name of its part. */
export type TextsByPart = { readonly [part: string]: ByLanguage };
