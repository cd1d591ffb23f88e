import { OTHER_LANGUAGES } from '../../audit/facts.ts';
import type { ByLanguage } from '../../languages/by-language.ts';
import { factsOf, languageOf } from '../../languages/index.ts';
import type { Db } from '../../lib/db/db.ts';
import { Table, wholeCol } from '../../lib/html/index.ts';
import { rubyInLine } from '../../lib/language/ruby.ts';
import { bodiesOf } from '../../site/translations.ts';

type Line = { text: string; translated: boolean };

/** A telephone or a postal code is the same in every language. */
const SAYS = /\p{Letter}/u;

/** A text of several lines in a language: its own where it has one, else each line as it was translated, else in Japanese. */
async function linesIn(db: Db, by: ByLanguage, language: string): Promise<Line[]> {
  const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  const own = by[language];
  if (own !== undefined) return linesOf(own).map((text) => ({ text, translated: true }));
  const lines = linesOf(by['ja'] ?? '');
  return Promise.all(
    lines.map(async (line) => {
      const said = (await bodiesOf(db, line))[language];
      return { text: said ?? line, translated: said !== undefined || !SAYS.test(line) };
    }),
  );
}

const LANGUAGES = [['ja', '日本語'], ...OTHER_LANGUAGES] as const;

/** A text as it is read in each language of the site. */
type Spoken = { label: string; rows: { code: string; name: string; lines: Line[] }[] };

export const inEachLanguage = async (db: Db, label: string, by: ByLanguage): Promise<Spoken> => ({
  label,
  rows: await Promise.all(LANGUAGES.map(async ([code, name]) => ({ code, name, lines: await linesIn(db, by, code) }))),
});

/** A table of what a reader of each language will see. */
export const EachLanguage = ({ label, rows }: Spoken) => (
  <Table
    caption={label}
    wide
    columns={[wholeCol('言語'), { head: label }]}
    rows={rows.map(({ code, name, lines }) => [
      name,
      <>
        <div lang={factsOf(languageOf(code)).lang}>
          {lines.length === 0 ? '（表示しません）' : lines.map(({ text }) => <p>{rubyInLine(text)}</p>)}
        </div>
        {code !== 'ja' && lines.some(({ translated }) => !translated) && (
          <span class="sub">訳がない文は、日本語で表示します</span>
        )}
      </>,
    ])}
  />
);
