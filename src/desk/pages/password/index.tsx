import { deskMoment } from '../../../lib/dates/jst.ts';
import { password } from '../../../lib/form/index.ts';
import { type FormErrors, Notice, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { listOpen, type OpenSession } from '../../../staff/sessions.ts';
import { changePassword } from '../../../staff/sign-in.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { knownOf, passwordForm } from '../../parts/new-password.ts';
import { ownTabs } from '../../parts/own-tabs.ts';
import { selfOf, UNPROVED } from '../../parts/proved.ts';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { get, go, NEVER_KEPT, post, type Route, type SignedAsk, show } from '../../route.ts';
import { browserName } from '../terminals/words.ts';

const changeForm = ({ session, origin }: SignedAsk) =>
  passwordForm(knownOf(session, origin), password('現在のパスワード', 'current-password'));

function PasswordPage({
  ask,
  errors,
  sessions,
  done,
}: {
  ask: SignedAsk;
  errors: FormErrors;
  sessions: OpenSession[];
  done: boolean;
}) {
  return (
    <TitledPage
      ask={ask}
      title="パスワードの変更"
      {...ownTabs(ask, 'password')}
      said={done ? 'パスワードを変更しました。ほかの端末は、ログインし直しになります。' : undefined}
      errors={errors}
    >
      {ask.session.mustChange && (
        <Notice kind="care" title="パスワードを変更してください">
          <Says>お渡ししたパスワードは一度だけのものです。変更するまで、ほかの画面は開きません。</Says>
        </Notice>
      )}
      <DeskForm
        ask={ask}
        form={changeForm(ask)}
        action={paths.password}
        values={{}}
        errors={errors}
        submit="パスワードを変更する"
      />
      <Section title="ログインしている端末">
        <Table
          caption="ログインしている端末"
          wide
          columns={[wholeCol('ログイン日時'), wholeCol('最後の操作'), '接続元', 'ブラウザ']}
          rows={sessions.map((session) => [
            deskMoment(session.createdAt),
            session.id === ask.session.id ? 'この端末' : deskMoment(session.seenAt),
            session.source,
            browserName(session.browser),
          ])}
        />
      </Section>
    </TitledPage>
  );
}

const page = async (ask: SignedAsk, errors: FormErrors, status = 200) =>
  show(
    <PasswordPage
      ask={ask}
      errors={errors}
      sessions={await listOpen(ask.db, ask.session.accountId)}
      done={ask.query['done'] === '1'}
    />,
    status,
  );

export const passwordRoutes: readonly Route[] = [
  get(paths.password, 'signed-in', (ask) => page(ask, {})),
  post(paths.password, 'signed-in', NEVER_KEPT, async (ask) => {
    const typed = readForm(ask, changeForm(ask));
    if (!typed.ok) return page(ask, typed.errors, 422);
    const result = await changePassword(ask.db, { ...selfOf(ask), old: typed.value.old, fresh: typed.value.fresh });
    if (result === 'rests' || result === 'wrong') return page(ask, { old: UNPROVED[result].said }, UNPROVED[result].status);
    if (result === 'same') return page(ask, { fresh: '現在と違うパスワードにしてください。' }, 422);
    return go(`${paths.password}?done=1`);
  }),
];
