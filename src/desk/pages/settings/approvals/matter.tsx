import { canWithdraw, type Matter } from '../../../../approvals/acts.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { form, line, paragraph, radios } from '../../../../lib/form/index.ts';
import { Button, type FormErrors, Says, Table } from '../../../../lib/html/index.ts';
import { DeskForm } from '../../../parts/form.tsx';
import { Section } from '../../../parts/section.tsx';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { paths } from '../../../paths.ts';
import type { SignedAsk } from '../../../route.ts';

export const KINDS: Record<Matter['kind'], string> = { change: 'システムの変更', restore: 'バックアップからの復元' };

export function stateWords({ approved, usedAt, withdrawnAt, kind }: Matter): string {
  if (approved === null) return '承認待ち';
  if (!approved) return '承認しない';
  if (usedAt === null) return withdrawnAt === null ? '承認済' : '承認の取りやめ';
  return kind === 'change' ? '適用済' : '復元済';
}

type Typed = { decision: string; approver: string; note: string | null };
export const decideForm = form<Typed>({
  decision: radios('市の判断', [
    { value: 'yes', label: '承認する' },
    { value: 'no', label: '承認しない' },
  ]),
  approver: line('判断した方（所属・氏名）', 60),
  note: paragraph('付記', 300, { hint: '条件や、承認しない理由など。' }).optional(),
});

export const withdrawForm = form<{ why: string }>({ why: paragraph('取りやめる理由', 300) });

/** What a matter's page shows of it. */
function factsOf(matter: Matter): [string, string][] {
  const { presentedAt, decidedAt, approver, note, usedAt, withdrawnAt, withdrawnWhy, kind, subject, until } = matter;
  return [
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
    ...(withdrawnAt === null
      ? []
      : ([
          ['取りやめた日時', deskMoment(withdrawnAt)],
          ['取りやめた理由', withdrawnWhy ?? ''],
        ] satisfies [string, string][])),
    ...(usedAt === null
      ? []
      : ([[kind === 'change' ? '適用した日時' : '復元した日時', deskMoment(usedAt)]] satisfies [string, string][])),
  ];
}

/** An approval that nothing was done by yet can be taken back. */
function Withdraw({ ask, matter, errors }: { ask: SignedAsk; matter: Matter; errors: FormErrors }) {
  if (!canWithdraw(matter)) return null;
  return (
    <Section id="withdraw" title="承認を取りやめる">
      <Says>
        {matter.kind === 'restore'
          ? '取りやめると、この番号では復元できません。復元するときは、もう一度承認を記録します。'
          : '取りやめると、この変更は適用できません。適用するときは、運用の担当がもう一度説明し、市が承認します。'}
      </Says>
      <DeskForm
        ask={ask}
        form={withdrawForm}
        action={paths.withdrawApproval(matter.id)}
        values={{}}
        errors={errors}
        submit={<Button kind="stop">承認を取りやめる</Button>}
        back={{ href: paths.approvals, words: '戻る' }}
      />
    </Section>
  );
}

/** What was put before the city, and what it decided. */
export function MatterPage({ ask, matter, errors }: { ask: SignedAsk; matter: Matter; errors: FormErrors }) {
  const { title, body, decidedAt } = matter;
  return (
    <SettingsPage ask={ask} title={title} crumbs={[{ href: paths.approvals, words: '市の承認' }]} errors={errors}>
      {body.split('\n').map((one) => (
        <p>{one}</p>
      ))}
      <Table caption={title} columns={['項目', '内容']} rows={factsOf(matter)} />
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
      <Withdraw ask={ask} matter={matter} errors={errors} />
    </SettingsPage>
  );
}
