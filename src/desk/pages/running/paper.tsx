import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, PostForm, Says, Table } from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { tellOtherwise } from '../../../running/faults.ts';
import { type Handed, handedTo, readPaper, type SentPaper, versionOf, versionsOf } from '../../../running/papers.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { withRow } from '../../parts/row.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, file, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { BOOK, crumbOf, ReportView, reportPaper } from './parts.tsx';
import { Versions } from './versions.tsx';

const DONE: Record<string, string> = {
  sent: '市への報告を記録しました。報告先が設定されているときは、メールを順に送ります。',
  told: '電話か紙で伝えたことを記録しました。',
  submitted: '提出しました。',
};

const STATES: Record<NonNullable<Handed['state']>, string> = {
  waiting: '送信待ち',
  sending: '送信中',
  sent: '送信済',
  dropped: '送信しませんでした',
  dead: '不達',
};

/** To whom the mails of a report went; where none left, that it is not told yet, and how to say that it was told otherwise. */
function HandedTo({ ask, paper, handed }: { ask: SignedAsk; paper: SentPaper; handed: readonly Handed[] }) {
  return (
    <Section title="市への報告">
      <Table
        caption="報告先のメールアドレス"
        columns={['報告先', '状態']}
        rows={handed.map(({ to, state }) => [to, state === null ? '保存期間を過ぎました' : STATES[state]])}
      />
      {paper.toldAt !== null && <Says>{`${deskMoment(paper.toldAt)}に、電話か紙で伝えたことを記録しました。`}</Says>}
      {!paper.reached && (
        <PostForm action={paths.paperTold(paper.id)} token={ask.token}>
          <Says>
            メールは、まだ1件も送られていません。メールを送れない障害のときは、電話か印刷した紙で市へ伝え、記録してください。
          </Says>
          <p class="acts">
            <Button>電話・紙で伝えたことを記録する</Button>
          </p>
        </PostForm>
      )}
    </Section>
  );
}

type Shown = { paper: SentPaper; handed: readonly Handed[]; versions: readonly SentPaper[] };

/** A report as it was handed over: it never changes. */
function PaperPage({ ask, paper, handed, versions }: Shown & { ask: SignedAsk }) {
  const { content, entryId } = paper;
  return (
    <TitledPage
      ask={ask}
      title={content.title}
      crumbs={entryId === null ? [{ href: paths.months, words: '月次報告' }] : [BOOK, crumbOf({ id: entryId })]}
      said={DONE[field(ask.query, 'done')]}
    >
      <p class="lead">
        {deskMoment(paper.at)}　{paper.by ?? ''}
      </p>
      <p class="acts">
        <LinkButton href={paths.paperPdf(paper.id)} kind="second">
          印刷（PDF）
        </LinkButton>
      </p>
      <Versions ask={ask} paper={paper} versions={versions} />
      {handed.length > 0 && <HandedTo ask={ask} paper={paper} handed={handed} />}
      <ReportView content={content} />
    </TitledPage>
  );
}

const withPaper = withRow((ask, id) => readPaper(ask.db, id));

export const paperRoutes: readonly Route[] = [
  get(
    paths.paper(':id'),
    'running.see',
    withPaper(async (ask, paper) => {
      const of = versionOf(paper);
      const [handed, versions] = await Promise.all([handedTo(ask.db, paper.id), of === undefined ? [] : versionsOf(ask.db, of)]);
      return show(<PaperPage ask={ask} paper={paper} handed={handed} versions={versions} />);
    }),
  ),
  post(
    paths.paperTold(':id'),
    'running.write',
    '市への報告の記録',
    withPaper(async (ask, paper) =>
      (await tellOtherwise(ask.db, ask.actor, paper.id)).ok
        ? go(withQuery(paths.paper(paper.id), { done: 'told' }))
        : show(<NotFound ask={ask} />, 404),
    ),
  ),
  get(
    paths.paperPdf(':id'),
    'running.see',
    withPaper(async (_ask, paper) =>
      file(
        'application/pdf',
        `${paper.content.title}_${cityDay(paper.at)}.pdf`,
        await printPdf(reportPaper(paper.content, paper)),
      ),
    ),
  ),
];
