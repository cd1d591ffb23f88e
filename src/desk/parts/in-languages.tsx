import { OTHER_LANGUAGES } from '../../audit/facts.ts';
import { TEXT_PLACES, type TextPlace, textKey } from '../../site/translations.ts';
import { paths, withQuery } from '../paths.ts';

/** Head of the column that `InLanguages` fills. */
export const LANGUAGES_HEAD = { head: 'ほかの言語', whole: true } as const;

/** In how many of the site's other languages a text of staff's is there, leading to where they are typed. `languages`: as `languagesOf` read them. */
export const InLanguages = ({ source, languages }: { source: string; languages: ReadonlyMap<string, number> }) => (
  <a href={paths.translation(textKey(source))}>
    {OTHER_LANGUAGES.length}言語中 {languages.get(source) ?? 0}
    <span class="unseen">：{source}</span>
  </a>
);

/** From the page where some texts are typed to how they are said in other languages. */
export const TextsLink = ({ place }: { place: TextPlace }) => (
  <p class="desk-section">
    <a href={withQuery(paths.list('translations'), { place, which: 'all' })}>{TEXT_PLACES[place]}を、ほかの言語でも表示する</a>
  </p>
);
