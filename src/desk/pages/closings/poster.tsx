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

/** Where a notice for a door is printed: in Japanese, and in each other language of the site. `of`: whose door, where there are several. */
export const PosterOf = ({ href, query = {}, of }: { href: string; query?: Record<string, string>; of?: string }) => (
  <>
    {[['ja', '入口に貼る'] as const, ...OTHER_LANGUAGES.map(([code, words]) => [code, `${words}の`] as const)].map(
      ([code, words]) => (
        <li>
          <a href={withQuery(href, { ...query, language: code === 'ja' ? '' : code })}>
            {words}お知らせを印刷する（PDF）
            {of !== undefined && <span class="unseen">：{of}</span>}
            <IconOn />
          </a>
        </li>
      ),
    )}
  </>
);

export const PosterLinks = ({ id }: { id: number }) => (
  <>
    <PosterOf href={paths.poster(id)} />
    <li class="sub">訳のない理由と名称は、日本語のまま印刷します。</li>
  </>
);
