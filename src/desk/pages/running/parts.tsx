import type { ComponentChildren } from 'preact';
import { deskMoment } from '../../../lib/dates/jst.ts';
import {
  ErrorSummary,
  type FormErrors,
  hasErrors,
  IconDone,
  IconHere,
  IconIncomplete,
  IconYet,
  Notice,
  Says,
  Table,
} from '../../../lib/html/index.ts';
import type { ReportPaper } from '../../../lib/pdf/paper.ts';
import type { Content } from '../../../running/content.ts';
import type { Entry } from '../../../running/entries.ts';
import { STATES } from '../../../running/kinds.ts';
import { cityNow } from '../../../site/city.ts';
import { Page } from '../../frame.tsx';
import { State } from '../../parts/state.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

type Crumb = { href: string; words: string };

/** A page of the running of the service: where it belongs, what was just done, what was refused. */
export function RunningPage({
  ask,
  title,
  heading = title,
  crumbs = [],
  said,
  refused,
  errors = {},
  bar,
  children,
}: {
  ask: SignedAsk;
  title: string;
  heading?: string;
  crumbs?: readonly Crumb[];
  said?: string | undefined;
  refused?: string | undefined;
  errors?: FormErrors;
  bar?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <Page ask={ask} title={title} wrong={hasErrors(errors)}>
      {crumbs.length > 0 && (
        <nav class="crumbs" aria-label="現在の場所">
          <ol>
            {crumbs.map(({ href, words }) => (
              <li>
                <a href={href}>{words}</a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div class="bar">
        <h1>{heading}</h1>
        {bar !== undefined && <p class="bar-right">{bar}</p>}
      </div>
      {said !== undefined && (
        <Notice kind="done" role="status">
          <Says>{said}</Says>
        </Notice>
      )}
      {refused !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{refused}</Says>
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      {children}
    </Page>
  );
}

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
        <section class="desk-section">
          <h2>{heading}</h2>
          {text !== undefined && <p class="mailing-body">{text === '' ? '（未入力）' : text}</p>}
          {table !== undefined && (
            <Table
              caption={heading}
              wide
              empty={table.empty}
              columns={table.columns.map((head) => ({ head }))}
              rows={table.rows.map((row) => [...row])}
            />
          )}
        </section>
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
