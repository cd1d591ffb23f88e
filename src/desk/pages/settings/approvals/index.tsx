import { decideMatter, listMatters, type Matter, readMatter } from '../../../../approvals/acts.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { form, line, paragraph, radios } from '../../../../lib/form/index.ts';
import { type FormErrors, Says, Table, wholeCol } from '../../../../lib/html/index.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { withRow } from '../../../parts/row.tsx';
import { Section } from '../../../parts/section.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';

const KINDS: Record<Matter['kind'], string> = { change: 'システムの変更', restore: 'バックアップからの復元' };

function stateWords({ approved, usedAt, kind }: Matter): string {
  if (approved === null) return '承認待ち';
  if (!approved) return '承認しない';
  if (usedAt === null) return '承認済';
  return kind === 'change' ? '適用済' : '復元済';
}

function doneWords(ask: SignedAsk): string | undefined {
  const number = field(ask.query, 'number');
  switch (field(ask.query, 'done')) {
    case 'restore':
      return `復元の承認を記録しました。番号は ${/^\d{1,9}$/u.test(number) ? number : ''} です。運用の担当に伝えてください。`;
    case 'decided':
      return '市の判断を記録しました。';
    case 'already':
      return 'ほかの職員が、先に判断を記録していました。';
    default:
      return undefined;
  }
}

function ApprovalsPage({ ask, matters }: { ask: SignedAsk; matters: Matter[] }) {
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
    </SettingsPage>
  );
}

type Typed = { decision: string; approver: string; note: string | null };
const decideForm = form<Typed>({
  decision: radios('市の判断', [
    { value: 'yes', label: '承認する' },
    { value: 'no', label: '承認しない' },
  ]),
  approver: line('判断した方（所属・氏名）', 60),
  note: paragraph('付記', 300, { hint: '条件や、承認しない理由など。' }).optional(),
});

function MatterPage({ ask, matter, errors }: { ask: SignedAsk; matter: Matter; errors: FormErrors }) {
  const { title, body, presentedAt, decidedAt, approver, note, usedAt, kind, subject, until } = matter;
  const rows: [string, string][] = [
    ['種類', KINDS[kind]],
    ['状態', stateWords(matter)],
    ['説明した日時', deskMoment(presentedAt)],
    ...(kind === 'restore'
      ? ([
          ['バックアップ', subject === '' ? '最新のもの' : subject],
          ['戻す時点', until === null ? '残っている記録のすべて' : deskMoment(until)],
        ] satisfies [string, string][])
      : []),
    ...(decidedAt === null
      ? []
      : ([
          ['判断した日時', deskMoment(decidedAt)],
          ['判断した方', approver ?? ''],
        ] satisfies [string, string][])),
    ...(note === null || note === '' ? [] : ([['付記', note]] satisfies [string, string][])),
    ...(usedAt === null
      ? []
      : ([[kind === 'change' ? '適用した日時' : '復元した日時', deskMoment(usedAt)]] satisfies [string, string][])),
  ];
  return (
    <SettingsPage ask={ask} title={title} crumbs={[{ href: paths.approvals, words: '市の承認' }]} errors={errors}>
      {body.split('\n').map((one) => (
        <p>{one}</p>
      ))}
      <Table caption={title} columns={['項目', '内容']} rows={rows} />
      {decidedAt === null && (
        <Section id="decide" title="市の判断を記録する">
          <DeskForm
            ask={ask}
            form={decideForm}
            action={paths.approval(matter.id)}
            values={{}}
            errors={errors}
            submit="記録する"
            back={{ href: paths.approvals, words: '戻る' }}
          />
        </Section>
      )}
    </SettingsPage>
  );
}

const withMatter = withRow((ask, id) => readMatter(ask.db, id));
const page = (ask: SignedAsk, matter: Matter, errors: FormErrors = {}, status = 200): Answer =>
  show(<MatterPage ask={ask} matter={matter} errors={errors} />, status);

/** What the city approved before it was done (§9(1)②, 9(3)). */
export const approvalRoutes: readonly Route[] = [
  get(paths.approvals, RIGHT, async (ask) => show(<ApprovalsPage ask={ask} matters={await listMatters(ask.db)} />)),
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
];
