import {
  countMatters,
  decideMatter,
  listMatters,
  type Matter,
  readMatter,
  withdrawApproval,
} from '../../../../approvals/acts.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { type FormErrors, Pager, Says, Table, wholeCol } from '../../../../lib/html/index.ts';
import { readForm } from '../../../parts/form.tsx';
import { pageAsked } from '../../../parts/pages.ts';
import { withRow } from '../../../parts/row.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { decideForm, KINDS, MatterPage, stateWords, withdrawForm } from './matter.tsx';

const A_PAGE = 50;

function doneWords(ask: SignedAsk): string | undefined {
  const number = field(ask.query, 'number');
  switch (field(ask.query, 'done')) {
    case 'restore':
      return `復元の承認を記録しました。番号は ${/^\d{1,9}$/u.test(number) ? number : ''} です。運用の担当に伝えてください。`;
    case 'decided':
      return '市の判断を記録しました。';
    case 'withdrawn':
      return '承認を取りやめました。';
    case 'not-open':
      return 'この承認は、取りやめられません。すでに、取りやめたか、適用または復元を終えています。';
    case 'already':
      return 'ほかの職員が、先に判断を記録していました。';
    default:
      return undefined;
  }
}

function ApprovalsPage({ ask, matters, page: at, pages }: { ask: SignedAsk; matters: Matter[]; page: number; pages: number }) {
  return (
    <SettingsPage ask={ask} title="市の承認" said={doneWords(ask)}>
      <Says class="lead">
        システムの変更は、内容の説明を受け、市が承認してから適用します。バックアップからの復元も、市の承認を記録してから行います。
      </Says>
      <Table
        caption="説明と承認の記録"
        empty="説明や承認の記録は、ありません。"
        columns={[{ head: '番号', right: true, whole: true }, '件名', wholeCol('説明した日時'), wholeCol('状態'), '承認した方']}
        rows={matters.map((matter) => [
          matter.id,
          <>
            <a href={paths.approval(matter.id)}>{matter.title}</a>
            {matter.kind === 'change' && <span class="sub">{KINDS.change}</span>}
          </>,
          deskMoment(matter.presentedAt),
          stateWords(matter),
          matter.approver ?? '',
        ])}
      />
      <Pager page={at} pages={pages} href={(to) => withQuery(paths.approvals, { page: to })} />
    </SettingsPage>
  );
}

const withMatter = withRow((ask, id) => readMatter(ask.db, id));
const page = (ask: SignedAsk, matter: Matter, errors: FormErrors = {}, status = 200): Answer =>
  show(<MatterPage ask={ask} matter={matter} errors={errors} />, status);

/** What the city approved before it was done (§9(1)②, 9(3)). */
export const approvalRoutes: readonly Route[] = [
  get(paths.approvals, RIGHT, async (ask) => {
    const { page: at, pages, ...stretch } = pageAsked(ask, await countMatters(ask.db), A_PAGE);
    return show(<ApprovalsPage ask={ask} matters={await listMatters(ask.db, stretch)} page={at} pages={pages} />);
  }),
  get(
    paths.approval(':id'),
    RIGHT,
    withMatter(async (ask, matter) => page(ask, matter)),
  ),
  post(
    paths.approval(':id'),
    RIGHT,
    '市の承認の記録',
    withMatter(async (ask, matter) => {
      const typed = readForm(ask, decideForm);
      if (!typed.ok) return page(ask, matter, typed.errors, 422);
      const { decision, approver, note } = typed.value;
      const decided = await decideMatter(ask.db, ask.actor, matter.id, {
        approved: decision === 'yes',
        approver,
        note: note ?? '',
      });
      return go(withQuery(paths.approvals, { done: decided.ok ? 'decided' : 'already' }));
    }),
  ),
  post(
    paths.withdrawApproval(':id'),
    RIGHT,
    '市の承認の取りやめ',
    withMatter(async (ask, matter) => {
      const typed = readForm(ask, withdrawForm);
      if (!typed.ok) return page(ask, matter, typed.errors, 422);
      const withdrawn = await withdrawApproval(ask.db, ask.actor, matter.id, typed.value.why);
      return go(withQuery(paths.approvals, { done: withdrawn.ok ? 'withdrawn' : 'not-open' }));
    }),
  ),
];
