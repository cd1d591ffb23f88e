import { factsOf, formatsOf, type Language, textsOf } from '../languages/index.ts';
import { type Named, saidIn } from '../languages/names.ts';
import type { Tx } from '../lib/db/db.ts';
import { rubyInLine } from '../lib/language/ruby.ts';
import { plain, put } from '../lib/language/text.ts';
import type { PosterPaper } from '../lib/pdf/paper.ts';
import { showPhone } from '../lib/values/contact.ts';
import { cityNow } from '../site/city.ts';
import { bodiesOf } from '../site/translations.ts';

export type PosterLine = PosterPaper['lines'][number];

/** Of paper no reading stands above a word: behind it. */
const shown = (text: string): string => rubyInLine(plain(text));

export const posterLine = (text: string, size: number, more: Partial<PosterLine> = {}): PosterLine => ({
  text: shown(text),
  size,
  ...more,
});

/** 12月5日（土）, as the language says a day on a notice. */
export function posterDay(language: Language, day: string): string {
  const say = formatsOf(language);
  return put(textsOf(language).poster.day, { date: say.date(day), weekday: say.weekday(day) });
}

/** What staff wrote, with its translations. */
export const namedText = async (tx: Tx, name: string): Promise<Named> => ({ name, names: await bodiesOf(tx, name) });

export type PosterOffice = { name: string; names: Readonly<Record<string, string>>; phone: string };

/** A notice for the door of an office, in a language: its lines between the title and who says so. */
export async function doorPoster(
  tx: Tx,
  language: Language,
  { name, names, phone: own }: PosterOffice,
  { title, lines }: { title: string; lines: readonly PosterLine[] },
): Promise<PosterPaper> {
  const words = textsOf(language).poster;
  const city = saidIn(language, await namedText(tx, cityNow().name)).text;
  const office = saidIn(language, { name, names }).text;
  const phone = own === '' ? cityNow().phone : showPhone(own);
  return {
    kind: 'poster',
    lang: factsOf(language).lang,
    title: shown(title),
    lines,
    foot: [shown(put(words.by, { city, office })), shown(put(words.phone, { phone }))],
  };
}
