import { deskMoment } from '../../../lib/dates/jst.ts';
import { LinkButton, Notice, Says, SummaryList, Table, wholeCol } from '../../../lib/html/index.ts';
import type { ListPaper } from '../../../lib/pdf/paper.ts';
import { cityNow } from '../../../site/city.ts';
import { CHECK_ITEMS, checkItems, type KeptCheck, OCCASIONS, RESULTS } from '../../../site/terminal-checks.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { LOOK_AT } from './words.ts';

export const stateWords = ({ faults }: KeptCheck): string => (faults === 0 ? 'すべてよい' : `問題あり ${faults}項目`);
const whereWords = ({ officeName, terminal }: KeptCheck): string =>
  officeName === null ? terminal : `${officeName}　${terminal}`;

const factsOf = (check: KeptCheck): [string, string][] => [
  ['端末', whereWords(check)],
  ['確認日時', deskMoment(check.at)],
  ['確認者', check.staffName],
  ['確認の区分', OCCASIONS[check.occasion]],
  ['ブラウザ', check.browser],
  ['画面', check.screen === '' ? '記録なし' : check.screen],
  ['備考', check.remark === '' ? 'なし' : check.remark],
];

const resultOf = (check: KeptCheck, item: (typeof checkItems)[number]): string => {
  const result = check.results[item];
  return result === undefined ? '' : RESULTS[result];
};

export function ResultPage({
  ask,
  check,
  all,
  kept,
}: {
  ask: SignedAsk;
  check: KeptCheck;
  all: readonly KeptCheck[];
  kept: boolean;
}) {
  return (
    <TitledPage
      ask={ask}
      title="動作確認の結果"
      heading={`動作確認の結果：${stateWords(check)}`}
      bar={<a href={paths.terminalPdf(check.id)}>結果を印刷する</a>}
    >
      {kept && (
        <Notice kind="done" role="status">
          <Says>結果を記録しました。</Says>
        </Notice>
      )}
      <SummaryList rows={factsOf(check).map(([term, value]) => ({ term, value }))} />
      <Table
        caption="項目ごとの結果"
        columns={['項目', '確認すること', wholeCol('結果')]}
        rows={checkItems.map((item) => [CHECK_ITEMS[item], LOOK_AT[item], resultOf(check, item)])}
      />
      {all.length > 1 && (
        <Table
          caption="この端末の確認の記録"
          columns={['確認日時', '区分', '結果', '確認者']}
          rows={all.map((one) => [
            one.id === check.id ? deskMoment(one.at) : <a href={paths.terminal(one.id)}>{deskMoment(one.at)}</a>,
            OCCASIONS[one.occasion],
            stateWords(one),
            one.staffName,
          ])}
        />
      )}
      <p class="acts">
        <LinkButton href={withQuery(paths.checkTerminal, { terminal: check.terminal, office: check.officeId })} kind="second">
          もう一度確認する
        </LinkButton>
        <LinkButton href={paths.terminals} kind="second">
          一覧に戻る
        </LinkButton>
      </p>
    </TitledPage>
  );
}

/** The result for the papers of going live, with lines to sign. */
export const resultPaper = (check: KeptCheck, printed: string): ListPaper => ({
  kind: 'list',
  above: `${cityNow().name} 窓口予約`,
  title: `端末と印刷の動作確認　${whereWords(check)}`,
  printed: [printed],
  facts: factsOf(check)
    .filter(([term]) => term !== '端末' && term !== '備考')
    .map(([term, value]) => ({ term, value })),
  columns: [
    { head: '項目', width: 18 },
    { head: '確認すること', width: 62 },
    { head: '結果', width: 14 },
  ],
  rows: [
    ...checkItems.map((item) => [
      { text: CHECK_ITEMS[item], bold: true },
      { text: LOOK_AT[item] },
      { text: resultOf(check, item), bold: true },
    ]),
    [{ text: '備考', bold: true }, { text: check.remark }, { text: '' }],
    [{ text: '確認者（署名）', bold: true }, 'blank', { text: '' }],
    [{ text: '市担当者（署名）', bold: true }, 'blank', { text: '' }],
  ],
  empty: '',
  foot: '端末と印刷の動作確認',
});
