import { listReasons, setReasons } from '../../../../counter/incomplete.ts';
import { form, list } from '../../../../lib/form/index.ts';
import { type FormErrors, Says } from '../../../../lib/html/index.ts';
import { DeskForm, readForm, seenOf } from '../../../parts/form.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';

const MOST = { lines: 20, each: 100, rows: 10 };

const reasonsForm = form<{ reasons: readonly string[] }>({
  reasons: list('理由', MOST, {
    hint: `1行に1件、表示する順に。${MOST.lines}件まで。「その他」は常に最後に表示します。`,
  }),
});

async function page(ask: SignedAsk, errors: FormErrors = {}, meanwhile: string[] | undefined = undefined, status = 200) {
  const kept = { reasons: await listReasons(ask.db) };
  const said = ask.query['done'] === 'changed' ? '不備の理由を保存しました。' : undefined;
  return show(
    <SettingsPage ask={ask} title="不備の理由" errors={errors} said={said}>
      <Says class="lead">窓口で「不備」を記録するときに選ぶ理由です。記録済みの理由は変わりません。</Says>
      {meanwhile !== undefined && <Meanwhile kept={kept} typed={{ reasons: meanwhile }} />}
      <DeskForm
        ask={ask}
        form={reasonsForm}
        action={paths.incompleteReasons}
        values={kept}
        errors={errors}
        seen={seenOf(ask, kept, meanwhile !== undefined)}
        submit="保存する"
        back={{ href: paths.settings, words: 'やめる' }}
      />
    </SettingsPage>,
    status,
  );
}

/** The reasons a clerk chooses from when a visit ends 不備. */
export const incompleteReasonRoutes: readonly Route[] = [
  get(paths.incompleteReasons, RIGHT, (ask) => page(ask)),
  post(paths.incompleteReasons, RIGHT, async (ask) => {
    const typed = readForm(ask, reasonsForm);
    if (!typed.ok) return page(ask, typed.errors, undefined, 422);
    const reasons = [...new Set(typed.value.reasons)];
    const changed = await setReasons(ask.db, ask.actor, field(ask.body, 'seen'), reasons);
    if (!changed.ok) return page(ask, {}, reasons, 409);
    return go(withQuery(paths.incompleteReasons, { done: 'changed' }));
  }),
];
