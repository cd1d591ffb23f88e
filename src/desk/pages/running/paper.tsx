import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { LinkButton } from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { readPaper, type SentPaper } from '../../../running/papers.ts';
import { withRow } from '../../parts/row.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { field, file, get, type Route, type SignedAsk, show } from '../../route.ts';
import { BOOK, crumbOf, ReportView, reportPaper } from './parts.tsx';

const DONE: Record<string, string> = {
  sent: '市への報告を記録しました。報告先が設定されているときは、メールを順に送ります。',
  submitted: '提出しました。',
};

/** A report as it was handed over: it never changes. */
function PaperPage({ ask, paper }: { ask: SignedAsk; paper: SentPaper }) {
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
        {paper.kind === 'fault-notice' && `　メール ${paper.mailed}件`}
      </p>
      <p class="acts">
        <LinkButton href={paths.paperPdf(paper.id)} kind="second">
          印刷（PDF）
        </LinkButton>
      </p>
      <ReportView content={content} />
    </TitledPage>
  );
}

const withPaper = withRow((ask, id) => readPaper(ask.db, id));

export const paperRoutes: readonly Route[] = [
  get(
    paths.paper(':id'),
    'running.see',
    withPaper(async (ask, paper) => show(<PaperPage ask={ask} paper={paper} />)),
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
