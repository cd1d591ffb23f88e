import { OTHER_LANGUAGES } from '../../audit/facts.ts';
import type { ByLanguage } from '../../languages/by-language.ts';
import { factsOf, languageOf } from '../../languages/index.ts';
import { partsChanged } from '../../languages/planned.ts';
import { deskMoment } from '../../lib/dates/jst.ts';
import type { Db } from '../../lib/db/db.ts';
import { Notice, Says, Table, wholeCol } from '../../lib/html/index.ts';
import { rubyInLine } from '../../lib/language/ruby.ts';
import type { Plan } from '../../site/planned.ts';
import { bodiesOf } from '../../site/translations.ts';
import type { Ahead } from '../parts/plan.ts';
import { SettingsPage } from '../parts/settings-page.tsx';
import { PreviewPress } from '../parts/text-preview.tsx';
import type { PartLabels } from '../parts/texts-body.tsx';
import { type Answer, field, type SignedAsk, show } from '../route.ts';
import type { Named, RecordKind, RecordRow } from './kind.ts';

/** The parts that citizens would read otherwise, of those whose texts are kept. */
export const readsOtherwise = <V extends Named, R extends string>(
  { texts }: RecordKind<V, R>,
  row: RecordRow<V>,
  value: V,
): string[] => (texts === undefined ? [] : partsChanged(texts.of(row).texts(row.facts), texts.of(row).texts(value)));

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

/** What holds from when, before it is kept; and what is planned of the same parts. */
function When({
  ahead,
  parts,
  plans,
  labels,
}: {
  ahead?: Ahead | undefined;
  parts: string[];
  plans: readonly Plan[];
  labels: PartLabels;
}) {
  const later = plans.flatMap(({ since, said }) =>
    Object.keys(said.texts)
      .filter((part) => parts.includes(part))
      .map((part) => `「${labels[part] ?? part}」は、${deskMoment(since)}から、予定している文に切り替わります。`),
  );
  return (
    <>
      <Says class="lead">
        {ahead === undefined
          ? 'まだ保存していません。予約サイトとメールでは、次のように表示されます。'
          : `まだ登録していません。${deskMoment(ahead.since)}から、予約サイトとメールでは、次のように表示されます。それまでは、変わりません。`}
      </Says>
      {ahead === undefined && later.length > 0 && (
        <Notice kind="care" title="予定している変更があります">
          <Says>{`${later.join('')}予定の文は、前の画面の「予定している変更」で変更できます。`}</Says>
        </Notice>
      )}
    </>
  );
}

/** What citizens will read of a record, in each language, before it is kept. */
export async function recordPreview<V extends Named, R extends string>(
  ask: SignedAsk,
  kind: RecordKind<V, R>,
  row: RecordRow<V>,
  value: V,
  { plans, ahead }: { plans: readonly Plan[]; ahead?: Ahead },
): Promise<Answer> {
  const { paths, words } = kind;
  const texts = kind.texts?.of(row);
  const typed = { ...kind.form(row).boxes(value), ...ahead?.boxes, seen: field(ask.body, 'seen') };
  const is = texts?.texts(value) ?? {};
  const changed = ahead === undefined ? readsOtherwise(kind, row, value) : [...ahead.parts];
  const parts = await Promise.all(
    changed.map(async (part) => ({
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
      <When ahead={ahead} parts={changed} plans={plans} labels={texts?.labels ?? {}} />
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
        {ahead === undefined
          ? '名称の訳は前の画面で、ほかの文の訳は、保存した後に「ほかの言語でも表示する」から入力できます。前に入力した訳がある文は、その訳で表示します。'
          : '名称の訳は前の画面で、ほかの文の訳は、予定を登録した後に「ほかの言語でも表示する」から入力できます。使い始める日時までに入力してください。'}
      </Says>
      <PreviewPress
        ask={ask}
        action={paths.one(row.id)}
        typed={typed}
        submit={ahead === undefined ? '保存する' : '予定を登録する'}
      />
    </SettingsPage>,
  );
}
