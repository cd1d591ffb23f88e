import { changesOf } from '../../audit/change.ts';
import { OTHER_LANGUAGES } from '../../audit/facts.ts';
import type { ByLanguage } from '../../languages/by-language.ts';
import { factsOf, languageOf } from '../../languages/index.ts';
import type { Db } from '../../lib/db/db.ts';
import { Says, Table, wholeCol } from '../../lib/html/index.ts';
import { rubyInLine } from '../../lib/language/ruby.ts';
import { bodiesOf } from '../../site/translations.ts';
import { type WordingVersion, wordingVersions } from '../../site/wordings/acts.ts';
import { SettingsPage } from '../parts/settings-page.tsx';
import { PreviewPress } from '../parts/text-preview.tsx';
import { type Answer, field, type SignedAsk, show } from '../route.ts';
import type { Named, RecordKind, RecordRow } from './kind.ts';

/** Every text a record had, the newest first; of a kind whose texts are not kept none. */
export const recordVersions = <V extends Named, R extends string>(
  { db }: SignedAsk,
  { texts }: RecordKind<V, R>,
  { id }: RecordRow<V>,
): Promise<WordingVersion[]> => (texts === undefined ? Promise.resolve([]) : wordingVersions(db, texts.name(id)));

/** The parts that citizens would read otherwise. */
function partsChanged<V extends Named, R extends string>({ texts }: RecordKind<V, R>, before: V, after: V): string[] {
  if (texts === undefined) return [];
  const [was, is] = [texts.of(before), texts.of(after)];
  return Object.keys(texts.labels).filter(
    (part) => Object.keys(changesOf({ [part]: was[part] ?? {} }, { [part]: is[part] ?? {} })).length > 0,
  );
}

export const readsOtherwise = <V extends Named, R extends string>(kind: RecordKind<V, R>, before: V, after: V): boolean =>
  partsChanged(kind, before, after).length > 0;

/** A text of several lines in a language: its own where it has one, else each line as it was translated, else in Japanese. */
async function linesIn(db: Db, by: ByLanguage, language: string): Promise<{ text: string; translated: boolean }[]> {
  const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  const own = by[language];
  if (own !== undefined) return linesOf(own).map((text) => ({ text, translated: true }));
  const lines = linesOf(by['ja'] ?? '');
  return Promise.all(
    lines.map(async (line) => {
      const said = (await bodiesOf(db, line))[language];
      return { text: said ?? line, translated: said !== undefined };
    }),
  );
}

const LANGUAGES = [['ja', '日本語'], ...OTHER_LANGUAGES] as const;

/** What citizens will read of a record, in each language, before it is kept. */
export async function recordPreview<V extends Named, R extends string>(
  ask: SignedAsk,
  kind: RecordKind<V, R>,
  row: RecordRow<V>,
  value: V,
): Promise<Answer> {
  const { texts, paths, words } = kind;
  const typed = { ...kind.form(row).boxes(value), seen: field(ask.body, 'seen') };
  const is = texts?.of(value) ?? {};
  const parts = await Promise.all(
    partsChanged(kind, row.facts, value).map(async (part) => ({
      label: texts?.labels[part] ?? part,
      rows: await Promise.all(
        LANGUAGES.map(async ([code, name]) => ({ code, name, lines: await linesIn(ask.db, is[part] ?? {}, code) })),
      ),
    })),
  );
  return show(
    <SettingsPage
      ask={ask}
      title={`表示を確かめる：${row.facts.name}`}
      crumbs={[
        { href: paths.list, words: words.title },
        { href: paths.one(row.id), words: row.facts.name },
      ]}
    >
      <Says class="lead">まだ保存していません。予約サイトとメールでは、次のように表示されます。</Says>
      {parts.map(({ label, rows }) => (
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
      ))}
      <Says>
        名称の訳は前の画面で、ほかの文の訳は、保存した後に「ほかの言語でも表示する」から入力できます。前に入力した訳がある文は、その訳で表示します。
      </Says>
      <PreviewPress ask={ask} action={paths.one(row.id)} typed={typed} submit="保存する" />
    </SettingsPage>,
  );
}
