import { partsChanged } from '../../../../languages/planned.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { Says, Table } from '../../../../lib/html/index.ts';
import { linesFor, type PapersByNeed } from '../../../../services/needs.ts';
import { papersTexts } from '../../../../services/papers-texts.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import type { Plan } from '../../../../site/planned.ts';
import { EachLanguage, inEachLanguage } from '../../../parts/each-language.tsx';
import type { Ahead } from '../../../parts/plan.ts';
import { ComingToo } from '../../../parts/planned.tsx';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { PreviewPress } from '../../../parts/text-preview.tsx';
import { paths } from '../../../paths.ts';
import { type Answer, field, type SignedAsk, show } from '../../../route.ts';
import { CASES } from './conditions.ts';
import { PAPER_LABELS, papersForm, papersOf, type Typed } from './papers-form.ts';

/** The way back from the pages of papers. */
export const around = (service: ServiceRecord) => [
  { href: paths.services, words: '手続き' },
  { href: paths.service(service.id), words: service.facts.name },
];

type Looked = { value: Typed; kept: PapersByNeed; plans: readonly Plan[]; ahead?: Ahead };

/** What each kind of visitor will bring, and what is added in each language, before anybody is told so. */
export async function lookAtPapers(
  ask: SignedAsk,
  service: ServiceRecord,
  { value, kept, plans, ahead }: Looked,
): Promise<Answer> {
  const { bring, bringUnder15 } = service.facts;
  const papers = papersOf(service, value);
  const added = [...new Set(Object.values(papers).flatMap(({ add }) => add))];
  return show(
    <SettingsPage ask={ask} title="持ち物の表示を確かめる" crumbs={around(service)}>
      <Says class="lead">
        {ahead === undefined
          ? 'まだ登録していません。来庁者の持ち物は、次のようになります。'
          : `まだ登録していません。${deskMoment(ahead.since)}から、来庁者の持ち物は、次のようになります。それまでは、変わりません。`}
      </Says>
      {ahead === undefined && (
        <ComingToo parts={partsChanged(papersTexts(kept), papersTexts(papers))} plans={plans} labels={PAPER_LABELS} />
      )}
      <Table
        caption="来庁者ごとの持ち物"
        wide
        columns={['来庁者', '持ち物']}
        rows={CASES.map(({ label, under15, needs }) => [
          label,
          <ul class="lines">
            {linesFor([...bring, ...(under15 ? bringUnder15 : [])], papers, needs).map((line) => (
              <li>{line}</li>
            ))}
          </ul>,
        ])}
      />
      {added.length > 0 && (
        <EachLanguage {...(await inEachLanguage(ask.db, '追加の持ち物の、言語ごとの表示', { ja: added.join('\n') }))} />
      )}
      <Says>訳がない言語では、日本語の文を表示します。訳は、登録した後に「ほかの言語」から入力できます。</Says>
      <PreviewPress
        ask={ask}
        action={paths.papersByNeed(service.id)}
        typed={{ ...papersForm(service).boxes(value), ...ahead?.boxes, seen: field(ask.body, 'seen') }}
        submit={ahead === undefined ? '保存する' : '予定を登録する'}
      />
    </SettingsPage>,
  );
}
