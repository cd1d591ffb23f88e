import { deskMoment } from '../../../lib/dates/jst.ts';
import { Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { checksLike, type KeptCheck, listTerminals, readCheck } from '../../../site/terminal-checks.ts';
import type { Feature } from '../../feature.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { withRow } from '../../parts/row.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { file, get, post, type SignedAsk, show } from '../../route.ts';
import { checkPage, submitCheck } from './check.tsx';
import { ResultPage, resultPaper, stateWords } from './result.tsx';
import { trialFile } from './trial.ts';

const RIGHT = 'today.see';

function TerminalsPage({ ask, terminals }: { ask: SignedAsk; terminals: readonly KeptCheck[] }) {
  const faulty = terminals.filter(({ faults }) => faults > 0).length;
  return (
    <TitledPage
      ask={ask}
      title="端末の動作確認"
      heading="端末と印刷の動作確認"
      bar={<a href={paths.checkTerminal}>この端末を確認する</a>}
    >
      <Says class="lead">稼働の前と、端末やプリンタを入れ替えたときに、使う端末で確認します。結果は端末ごとに記録されます。</Says>
      {terminals.length > 0 && (
        <p>
          {terminals.length}台　{faulty === 0 ? 'すべてよい' : `問題のある端末 ${faulty}台`}
        </p>
      )}
      <Table
        caption="端末ごとの最後の確認"
        empty="確認した端末は、まだありません。"
        wide
        columns={['設置場所', wholeCol('端末'), wholeCol('結果'), '確認日時', '確認者', 'ブラウザ', '備考']}
        rows={terminals.map((check) => [
          check.officeName ?? '',
          <a href={paths.terminal(check.id)}>{check.terminal}</a>,
          stateWords(check),
          deskMoment(check.at),
          check.staffName,
          check.browser,
          check.remark,
        ])}
      />
    </TitledPage>
  );
}

const withCheck = withRow<KeptCheck>((ask, id) => readCheck(ask.db, id));

export const terminalsFeature: Feature = {
  routes: [
    get(paths.terminals, RIGHT, async (ask) => show(<TerminalsPage ask={ask} terminals={await listTerminals(ask.db)} />)),
    get(paths.checkTerminal, RIGHT, (ask) => checkPage(ask)),
    post(paths.checkTerminal, RIGHT, '端末の動作確認の記録', submitCheck),
    get(
      paths.terminalTrial(':file'),
      RIGHT,
      async (ask) => (await trialFile(ask.params['file'] ?? '')) ?? show(<NotFound ask={ask} />, 404),
    ),
    get(
      paths.terminal(':id'),
      RIGHT,
      withCheck(async (ask, check) => {
        const all = await checksLike(ask.db, check);
        return show(<ResultPage ask={ask} check={check} all={all} kept={ask.query['done'] === 'kept'} />);
      }),
    ),
    get(
      paths.terminalPdf(':id'),
      RIGHT,
      withCheck(async (ask, check) =>
        file(
          'application/pdf',
          '端末の動作確認.pdf',
          await printPdf(resultPaper(check, `${deskMoment(ask.now)} 印刷　${ask.session.name}`)),
        ),
      ),
    ),
  ],
  menu: [{ group: 'lists', href: paths.terminals, words: '端末の動作確認', right: RIGHT }],
};
