import { factsOf, OFFERED, prefixOf } from '../../languages/index.ts';
import { withPrefix } from '../../lib/language/links.ts';
import { type Speech, useSpeech } from '../speech.tsx';

/** The page in every language it is offered in. Nothing where it is one of none, or the only one. */
export const otherAddresses = ({ here }: Speech): { lang: string; href: string }[] =>
  here === undefined || OFFERED.length < 2
    ? []
    : OFFERED.map((language) => ({
        lang: language === 'easy' ? 'ja-x-easy' : factsOf(language).lang,
        href: withPrefix(prefixOf(language), here),
      }));

/** The way to this very page in another language, each named in itself. */
export function LanguageStrip() {
  const { language, here } = useSpeech();
  if (here === undefined || OFFERED.length < 2) return null;
  return (
    <nav class="languages no-print" aria-label="Language">
      <div class="wrap">
        <ul>
          {OFFERED.map((code) => {
            const { name, lang } = factsOf(code);
            return (
              <li>
                {code === language ? (
                  <span class="languages-now" lang={lang} aria-current="true">
                    {name}
                  </span>
                ) : (
                  <a href={withPrefix(prefixOf(code), here)} lang={lang} hreflang={lang} data-prefix={prefixOf(code)}>
                    {name}
                  </a>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </nav>
  );
}
