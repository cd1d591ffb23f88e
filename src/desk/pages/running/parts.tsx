import { deskMoment } from '../../../lib/dates/jst.ts';
import { type Column, IconDone, IconHere, IconIncomplete, IconYet, Table } from '../../../lib/html/index.ts';
import type { ReportPaper } from '../../../lib/pdf/paper.ts';
import { endsInSum, figureColumns } from '../../../lib/values/numbers.ts';
import type { Content } from '../../../running/content.ts';
import type { Entry } from '../../../running/entries.ts';
import { STATES } from '../../../running/kinds.ts';
import { cityNow } from '../../../site/city.ts';
import { Section } from '../../parts/section.tsx';
import { State } from '../../parts/state.tsx';
import { paths } from '../../paths.ts';

export const BOOK = { href: paths.running, words: '運用の記録' };
export const crumbOf = ({ id }: Pick<Entry, 'id'>) => ({ href: paths.entry(id), words: `記録 ${id}` });

/** Where an entry stands, by shape and word. */
export function EntryStateMark({ entry }: { entry: Pick<Entry, 'state' | 'overdue'> }) {
  if (entry.overdue)
    return (
      <State icon={<IconIncomplete />} look="few">
        {STATES[entry.state]}・期限超過
      </State>
    );
  const icon = entry.state === 'completed' ? <IconDone /> : entry.state === 'answered' ? <IconHere /> : <IconYet />;
  return (
    <State icon={icon} {...(entry.state === 'completed' ? { look: 'plain' } : {})}>
      {STATES[entry.state]}
    </State>
  );
}

/** Figures stand at the right. */
function columnsOf({ columns, rows }: NonNullable<Content['sections'][number]['table']>): Column[] {
  const figures = figureColumns(columns, rows);
  return columns.map((head, at) => ({ head, right: figures[at] === true }));
}

/** A report as it is or was handed over. */
export function ReportView({ content }: { content: Content }) {
  return (
    <>
      <dl class="mailing-facts">
        {content.facts.map(({ term, value }) => (
          <div>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {content.sections.map(({ heading, text, table }) => (
        <Section title={heading}>
          {text !== undefined && <p class="mailing-body">{text === '' ? '（未入力）' : text}</p>}
          {table !== undefined && (
            <Table
              caption={heading}
              wide
              empty={table.empty}
              columns={columnsOf(table)}
              sum={endsInSum(table.rows)}
              rows={table.rows.map((row) => [...row])}
            />
          )}
        </Section>
      ))}
    </>
  );
}

/** The same on A4. `at`: when it was handed over, and by whom; null: a draft. */
export const reportPaper = (content: Content, handed: { at: Date; by: string | null } | null): ReportPaper => ({
  kind: 'report',
  above: `${cityNow().name}　窓口予約システム`,
  title: handed === null ? `${content.title}（案）` : content.title,
  printed: handed === null ? ['提出していません'] : [`${deskMoment(handed.at)} 報告`, handed.by ?? ''],
  facts: content.facts,
  sections: content.sections,
  foot: `${cityNow().name}　窓口予約システム　${content.title}`,
});
