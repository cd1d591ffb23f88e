import { type AffectedRow, listedFor } from '../../../closing/affected.ts';
import { can } from '../../../staff/rights.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { AffectedTable, type Here } from './table.tsx';
import type { Shown } from './words.tsx';

/** How many were affected, and where they stand now. */
export function Figures({ rows }: { rows: AffectedRow[] }) {
  const count = (standing: AffectedRow['standing']) => rows.filter((row) => row.standing === standing).length;
  const figures: [string, number][] = [
    ['予約', rows.length],
    ['要振替', count('waiting')],
    ['振替済', count('moved')],
    ['取消済', count('cancelled')],
    ['この日時のまま', count('kept')],
    ...(count('reopened') > 0 ? [['予約どおり', count('reopened')] as [string, number]] : []),
    ...(count('came') > 0 ? [['来庁', count('came')] as [string, number]] : []),
  ];
  return (
    <dl class="figures closing-figures">
      {figures.map(([words, number]) => (
        <div>
          <dt>{words}</dt>
          <dd>
            {number}
            <small>組</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

type ListProps = { ask: SignedAsk; rows: AffectedRow[]; shown: Shown; here: Here & { href: string } };

/** Everyone affected, those 要振替, or those to call: three tabs over one table. */
export function AffectedList({ ask, rows: all, shown, here }: ListProps) {
  if (!can(ask.session, 'people.see')) return null;
  const rows = listedFor(all);
  const waiting = rows.filter(({ standing }) => standing === 'waiting');
  const tabs: [Shown, string][] = [
    ['all', `すべて（${rows.length}）`],
    ['waiting', `要振替（${waiting.length}）`],
    ['phone', `電話する方（${rows.filter(({ leftToCall }) => leftToCall).length}）`],
  ];
  // Where something was typed stays in sight, also if it belongs to another tab meanwhile.
  const typed = ({ id }: AffectedRow) => here.notes?.typed.has(id) === true;
  const list = rows.filter(
    (row) => shown === 'all' || typed(row) || (shown === 'waiting' ? row.standing === 'waiting' : row.mustCall),
  );
  return (
    <>
      <h2 id="list" class="closing-list">
        予約のあった方
      </h2>
      <Tabs
        label="一覧の絞り込み"
        tabs={tabs.map(([value, words]) => ({
          href: withQuery(here.href, { show: value === 'all' ? '' : value }, 'list'),
          words,
          here: value === shown,
        }))}
      />
      <AffectedTable ask={ask} here={here} rows={list} shown={shown} />
    </>
  );
}
