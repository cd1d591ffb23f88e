import type { Draft } from '../../../calendar/drafts.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Says, Table } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { BeginChange } from '../../parts/begin-change.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { DRAFT_STATE } from './words.ts';

const columns = [{ head: '名称' }, { head: '状態', whole: true }, { head: '変更', right: true }, { head: '最後に変更した職員' }];

const row = (draft: Draft) => [
  <a href={paths.draft(draft.id)}>{draft.name}</a>,
  DRAFT_STATE[draft.state],
  `${draft.changeCount}件`,
  `${draft.publishedBy ?? draft.changedBy ?? draft.createdBy ?? '自動'}　${deskMoment(draft.publishedAt ?? draft.changedAt)}`,
];

/** Of a draft that is not of the account's offices any more: the city began it, and nothing of theirs is left in it. */
const REMOVED = '変更を取りやめました。変更のなくなった下書きは、作成した職員が扱います。';

/** Drafts still open, and what was published. */
export function DraftsPage({ ask, drafts }: { ask: SignedAsk; drafts: Draft[] }) {
  const open = drafts.filter(({ state }) => state === 'open' || state === 'publishing');
  const over = drafts.filter(({ state }) => state !== 'open' && state !== 'publishing');
  return (
    <TitledPage ask={ask} title="下書きと公開の記録" said={field(ask.query, 'done') === 'removed' ? REMOVED : undefined}>
      <Says class="lead">予約枠の変更は、下書きで準備し、影響を確認してから公開します。</Says>
      <div class="desk-columns">
        <div class="desk-body">
          <h2 class="section">公開していない下書き</h2>
          <Table
            caption="公開していない下書き"
            empty="公開していない下書きは、ありません。"
            columns={columns}
            rows={open.map(row)}
          />
          <h2 class="section">公開した変更と、取りやめた下書き</h2>
          <Table caption="公開した変更と、取りやめた下書き" empty="まだ、ありません。" columns={columns} rows={over.map(row)} />
        </div>
        <aside class="desk-side" aria-label="新しい変更">
          {can(ask.session, 'calendar.edit') && (
            <Section title="新しい変更">
              <BeginChange ask={ask} drafts={[]} about={{}} offered={['days', 'week', 'pattern', 'holiday', 'year']} />
            </Section>
          )}
          <p class="acts">
            <a href={paths.calendar}>予約枠へ戻る</a>
          </p>
        </aside>
      </div>
    </TitledPage>
  );
}
