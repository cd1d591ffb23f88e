import { type Language, textsOf } from '../languages/index.ts';
import { type StaffTexts, staffTexts } from '../languages/staff-texts.ts';
import type { Problem } from '../lib/http/problems.ts';
import { type City, cityNow } from '../site/city.ts';
import { wordingsKnown } from '../site/wordings/follow.ts';
import { Ended } from './parts/ended.tsx';
import { paths } from './paths.ts';
import { renderIn } from './speech.tsx';

const pages = new Map<string, string>();
let drawnFor: { city: City; texts: StaffTexts; wordings: unknown } | undefined;

/** What went wrong and what to do; nothing of what was sent is shown again. Drawn once for a city and language, since it must also be there when nothing else is. */
export function problemPage(problem: Problem, language: Language = 'ja'): string {
  if (drawnFor?.city !== cityNow() || drawnFor.texts !== staffTexts() || drawnFor.wordings !== wordingsKnown()) pages.clear();
  drawnFor = { city: cityNow(), texts: staffTexts(), wordings: wordingsKnown() };
  const key = `${language} ${problem}`;
  const known = pages.get(key);
  if (known !== undefined) return known;
  const words = textsOf(language).problemPages;
  const html = renderIn(
    { language, here: paths.start },
    <Ended {...words[problem]} finish={false} next={[{ text: words.start, href: paths.start }]} />,
  );
  pages.set(key, html);
  return html;
}
