/** A language of the citizens' site. */
type LanguageFacts = {
  /** As it stands in addresses, with a visit, and as the key of a name staff gave (`names.en`). */
  code: string;
  /** What it calls itself. */
  name: string;
  /** BCP 47, for `lang` and for how days and plurals are said. */
  lang: string;
  /** Whether the site's own font holds its letters; else the machine's own fonts are used (`src/style/citizen/languages.css`). */
  font: 'own' | 'system';
  /** For tests alone: never offered. */
  test?: true;
};

/** Every language of the citizens' site, in the order they are offered. The first is the one texts are written in. */
export const LANGUAGES = [
  { code: 'ja', name: '日本語', lang: 'ja', font: 'own' },
  { code: 'easy', name: 'やさしい日本語', lang: 'ja', font: 'own' },
  { code: 'en', name: 'English', lang: 'en', font: 'own' },
  { code: 'zh', name: '中文', lang: 'zh-Hans', font: 'system' },
  { code: 'ko', name: '한국어', lang: 'ko', font: 'system' },
  { code: 'vi', name: 'Tiếng Việt', lang: 'vi', font: 'system' },
  { code: 'pseudo', name: '⟦Pseudo⟧', lang: 'ja', font: 'own', test: true },
] as const satisfies readonly LanguageFacts[];

export type Language = (typeof LANGUAGES)[number]['code'];

const FACTS = new Map<string, LanguageFacts & { code: Language }>(LANGUAGES.map((one) => [one.code, one]));

/** A language by its code; Japanese where it is none of ours. */
export const languageOf = (code: string | undefined): Language => FACTS.get(code ?? '')?.code ?? 'ja';

export const factsOf = (language: Language): LanguageFacts => FACTS.get(language) ?? LANGUAGES[0];

/** What stands before every address of the site in this language: `/en`; for Japanese nothing. */
export const prefixOf = (language: Language): string => (language === 'ja' ? '' : `/${language}`);

/** The language an address is in, and the address without it: `/en/times?day=…` → `en`, `/times?day=…`. */
export function splitAddress(url: string): { language: Language; rest: string } {
  const [, code, rest = ''] = /^\/([a-z]+)(?=$|[/?#])(.*)$/su.exec(url) ?? [];
  const language = code === 'ja' ? 'ja' : languageOf(code);
  return language === 'ja' ? { language, rest: url } : { language, rest: rest.startsWith('/') ? rest : `/${rest}` };
}
