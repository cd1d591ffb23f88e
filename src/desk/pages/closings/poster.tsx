import { OTHER_LANGUAGES } from '../../../audit/facts.ts';
import { IconOn } from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { closingPoster } from '../../../lists/poster.ts';
import { chosenLanguage, languageWords } from '../../parts/language.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, file, get, show } from '../../route.ts';
import { withShut } from './shut.tsx';

/** The notice for the door, a sheet a language. */
export const posterRoute = get(
  paths.poster(':id'),
  'calendar.see',
  withShut(false, async (ask, { first }) => {
    // Opened again, it is no news for the door.
    if (first.reopenedAt !== null) return show(<NotFound ask={ask} />, 404);
    const language = chosenLanguage(field(ask.query, 'language'));
    const named = language === 'ja' ? first.from : `${first.from}_${languageWords(language)}`;
    return file('application/pdf', `臨時閉庁_${named}.pdf`, await printPdf(await closingPoster(ask.db, first, language)));
  }),
);

/** Where it is printed: in Japanese, and in each other language of the site. */
export const PosterLinks = ({ id }: { id: number }) => (
  <>
    <li>
      <a href={paths.poster(id)}>
        入口に貼るお知らせを印刷する（PDF）
        <IconOn />
      </a>
    </li>
    {OTHER_LANGUAGES.map(([code, words]) => (
      <li>
        <a href={withQuery(paths.poster(id), { language: code })}>
          {words}のお知らせを印刷する（PDF）
          <IconOn />
        </a>
      </li>
    ))}
    <li class="sub">訳のない理由と名称は、日本語のまま印刷します。</li>
  </>
);
