/** The languages of the citizens' site. Each page keeps its words beside it as `Words<…>`, so that the compiler names what a new language still lacks. */
export const LANGUAGES = ['ja'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Words<T> = Record<Language, T>;

/** The language of a visit or a cookie; Japanese where it is none of ours. */
export const languageOf = (code: string | undefined): Language => LANGUAGES.find((known) => known === code) ?? 'ja';
