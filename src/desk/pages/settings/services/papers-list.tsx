import { Table } from '../../../../lib/html/index.ts';
import { PAPER_CONDITIONS, type PapersByNeed } from '../../../../services/needs.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import { ComesAt } from '../../../parts/planned.tsx';
import { paths } from '../../../paths.ts';
import { conditionWords } from './conditions.ts';

type Props = { service: ServiceRecord; papers: PapersByNeed; comes: Date | undefined };

/** The papers that depend on somebody's answers, below the form of their service. `comes`: when they become others. */
export function PapersByNeedList({ service, papers, comes }: Props) {
  const rows = PAPER_CONDITIONS.flatMap((on) => {
    const part = papers[on];
    return part === undefined ? [] : [[conditionWords(on), part.add.join('、'), part.without.join('、')]];
  });
  return (
    <section class="desk-section" aria-labelledby="papers">
      <div class="bar">
        <h2 id="papers">来庁の事情による持ち物</h2>
        <p class="bar-right">
          <a href={paths.papersByNeed(service.id)}>事情による持ち物を変更する</a>
        </p>
      </div>
      <ComesAt at={comes} />
      <Table
        caption="来庁の事情による持ち物の一覧"
        wide
        empty="事情による持ち物は、ありません。代理の方や、はがきを紛失した方にも、同じ持ち物を案内します。"
        columns={['来庁の事情', '追加', '不要']}
        rows={rows}
      />
    </section>
  );
}
