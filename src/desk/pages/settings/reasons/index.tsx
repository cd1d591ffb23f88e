import type { Actor } from '../../../../audit/actor.ts';
import type { ChangeRefusal } from '../../../../audit/change.ts';
import { listReturnReasons, setReturnReasons } from '../../../../cards/returned.ts';
import { listReasons, setReasons } from '../../../../counter/incomplete.ts';
import type { Db, Tx } from '../../../../lib/db/db.ts';
import { form, list } from '../../../../lib/form/index.ts';
import { type FormErrors, Says } from '../../../../lib/html/index.ts';
import type { Outcome } from '../../../../lib/outcome.ts';
import { DeskForm, readForm, seenOf } from '../../../parts/form.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';

/** A list of reasons that the city words and a clerk chooses from. */
type Reasons = {
  path: string;
  title: string;
  kept: string;
  lead: string;
  list: (tx: Tx) => Promise<string[]>;
  set: (db: Db, actor: Actor, seen: string, reasons: readonly string[]) => Promise<Outcome<'changed' | 'same', ChangeRefusal>>;
};

const INCOMPLETE: Reasons = {
  path: paths.incompleteReasons,
  title: '不備の理由',
  kept: '不備の理由の変更',
  lead: '窓口で「不備」を記録するときに選ぶ理由です。記録済みの理由は変わりません。',
  list: listReasons,
  set: setReasons,
};
const RETURNED: Reasons = {
  path: paths.returnReasons,
  title: '返戻の理由',
  kept: '返戻の理由の変更',
  lead: '交付通知書が返戻されたことを記録するときに選ぶ理由です。記録済みの理由は変わりません。',
  list: listReturnReasons,
  set: setReturnReasons,
};

const MOST = { lines: 20, each: 100, rows: 10 };

const reasonsForm = form<{ reasons: readonly string[] }>({
  reasons: list('理由', MOST, {
    hint: `1行に1件、表示する順に。${MOST.lines}件まで。「その他」は常に最後に表示します。`,
  }),
});

async function page(
  ask: SignedAsk,
  of: Reasons,
  { errors = {}, meanwhile, status = 200 }: { errors?: FormErrors; meanwhile?: string[]; status?: number } = {},
) {
  const kept = { reasons: await of.list(ask.db) };
  const said = ask.query['done'] === 'changed' ? `${of.title}を保存しました。` : undefined;
  return show(
    <SettingsPage ask={ask} title={of.title} errors={errors} said={said}>
      <Says class="lead">{of.lead}</Says>
      {meanwhile !== undefined && <Meanwhile kept={kept} typed={{ reasons: meanwhile }} />}
      <DeskForm
        ask={ask}
        form={reasonsForm}
        action={of.path}
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

async function save(ask: SignedAsk, of: Reasons) {
  const typed = readForm(ask, reasonsForm);
  if (!typed.ok) return page(ask, of, { errors: typed.errors, status: 422 });
  const reasons = [...new Set(typed.value.reasons)];
  const changed = await of.set(ask.db, ask.actor, field(ask.body, 'seen'), reasons);
  if (!changed.ok) return page(ask, of, { meanwhile: reasons, status: 409 });
  return go(withQuery(of.path, { done: 'changed' }));
}

/** The reasons a clerk chooses from: when a visit ends 不備, when a notice comes back. */
export const reasonRoutes: readonly Route[] = [INCOMPLETE, RETURNED].flatMap((of) => [
  get(of.path, RIGHT, (ask) => page(ask, of)),
  post(of.path, RIGHT, of.kept, (ask) => save(ask, of)),
]);
