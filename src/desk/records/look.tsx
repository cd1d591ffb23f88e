import type { ComponentChildren } from 'preact';
import { partsChanged } from '../../languages/planned.ts';
import { deskMoment } from '../../lib/dates/jst.ts';
import { Says } from '../../lib/html/index.ts';
import type { Plan } from '../../site/planned.ts';
import { EachLanguage, inEachLanguage } from '../parts/each-language.tsx';
import type { Ahead } from '../parts/plan.ts';
import { ComingToo } from '../parts/planned.tsx';
import { SettingsPage } from '../parts/settings-page.tsx';
import { PreviewPress } from '../parts/text-preview.tsx';
import { type Answer, field, type SignedAsk, show } from '../route.ts';
import type { Named, RecordKind, RecordRow } from './kind.ts';

/** The parts that citizens would read otherwise, of those whose texts are kept. */
export const readsOtherwise = <V extends Named, R extends string>(
  { texts }: RecordKind<V, R>,
  row: RecordRow<V>,
  value: V,
): string[] => (texts === undefined ? [] : partsChanged(texts.of(row).texts(row.facts), texts.of(row).texts(value)));

/** What citizens will read of a record, in each language, and what else its change comes to (`foreseen`), before it is kept. */
export async function recordPreview<V extends Named, R extends string>(
  ask: SignedAsk,
  kind: RecordKind<V, R>,
  row: RecordRow<V>,
  value: V,
  { plans, ahead, foreseen }: { plans: readonly Plan[]; ahead?: Ahead; foreseen?: ComponentChildren },
): Promise<Answer> {
  const { paths, words } = kind;
  const texts = kind.texts?.of(row);
  const typed = { ...kind.form(row).boxes(value), ...ahead?.boxes, seen: field(ask.body, 'seen') };
  const is = texts?.texts(value) ?? {};
  const changed = ahead === undefined ? readsOtherwise(kind, row, value) : [...ahead.parts];
  const parts = await Promise.all(changed.map((part) => inEachLanguage(ask.db, texts?.labels[part] ?? part, is[part] ?? {})));
  return show(
    <SettingsPage
      ask={ask}
      title={`表示を確かめる：${row.facts.name}`}
      crumbs={[
        { href: paths.list, words: words.title },
        { href: paths.one(row.id), words: row.facts.name },
      ]}
    >
      <Says class="lead">
        {ahead === undefined
          ? `まだ保存していません。${parts.length === 0 ? '' : '予約サイトとメールでは、次のように表示されます。'}`
          : `まだ登録していません。${deskMoment(ahead.since)}から、予約サイトとメールでは、次のように表示されます。それまでは、変わりません。`}
      </Says>
      {ahead === undefined && <ComingToo parts={changed} plans={plans} labels={texts?.labels ?? {}} />}
      {parts.map((part) => (
        <EachLanguage {...part} />
      ))}
      {parts.length > 0 && (
        <Says>
          {ahead === undefined
            ? '名称の訳は前の画面で、ほかの文の訳は、保存した後に「ほかの言語でも表示する」から入力できます。前に入力した訳がある文は、その訳で表示します。'
            : '名称の訳は前の画面で、ほかの文の訳は、予定を登録した後に「ほかの言語でも表示する」から入力できます。使い始める日時までに入力してください。'}
        </Says>
      )}
      {foreseen}
      <PreviewPress
        ask={ask}
        action={paths.one(row.id)}
        typed={typed}
        submit={ahead === undefined ? '保存する' : '予定を登録する'}
      />
    </SettingsPage>,
  );
}
