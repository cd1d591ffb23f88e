import { approveRestore } from '../../../../approvals/acts.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { form, line, moment, paragraph, select } from '../../../../lib/form/index.ts';
import { type FormErrors, Says } from '../../../../lib/html/index.ts';
import { listTaken, type TakenBackup } from '../../../../recovery/read.ts';
import { DeskForm, readForm } from '../../../parts/form.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';

const NEWEST = 'newest';

type Typed = { backup: string; until: Temporal.Instant | null; approver: string; reason: string };

const approveForm = (taken: readonly TakenBackup[]) =>
  form<Typed>({
    backup: select('復元に使うバックアップ', [
      { value: NEWEST, label: '最新のもの' },
      ...taken.filter(({ state }) => state === 'good').map(({ name, beganAt }) => ({ value: name, label: deskMoment(beganAt) })),
    ]),
    until: moment('戻す時点', {
      lies: 'behind',
      box: 'until',
      hint: '空欄のときは、残っている記録をすべて戻します。日だけのときは、その日の午前0時に戻します。',
    }).optional(),
    approver: line('承認した方（所属・氏名）', 60),
    reason: paragraph('理由', 300),
  });

async function page(ask: SignedAsk, errors: FormErrors = {}, status = 200) {
  const taken = await listTaken(ask.db);
  return show(
    <SettingsPage
      ask={ask}
      title="復元を承認する"
      crumbs={[{ href: paths.recovery, words: 'バックアップと復元' }]}
      errors={errors}
    >
      <Says class="lead">
        バックアップからの復元は、市の承認を記録してから行います。記録すると番号が付き、運用の担当は、その番号で一度だけ復元できます。
      </Says>
      <DeskForm
        ask={ask}
        form={approveForm(taken)}
        action={paths.approveRestore}
        values={{ backup: NEWEST }}
        errors={errors}
        submit="承認を記録する"
        back={{ href: paths.recovery, words: 'やめる' }}
      />
    </SettingsPage>,
    status,
  );
}

/** The city approves a restore before it is done (§9(1)②). */
export const approveRoutes: readonly Route[] = [
  get(paths.approveRestore, RIGHT, (ask) => page(ask)),
  post(paths.approveRestore, RIGHT, '復元の承認', async (ask) => {
    const typed = readForm(ask, approveForm(await listTaken(ask.db)));
    if (!typed.ok) return page(ask, typed.errors, 422);
    const { backup, ...rest } = typed.value;
    const id = await approveRestore(ask.db, ask.actor, { ...rest, backup: backup === NEWEST ? '' : backup });
    return go(withQuery(paths.approvals, { done: 'restore', number: String(id) }));
  }),
];
