import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, ErrorSummary, type FormErrors, Notice, PostForm, Says, Table, TextField } from '../../../lib/html/index.ts';
import { newPassword, type PasswordRefusal, SHORTEST } from '../../../staff/passwords.ts';
import { listOpen, type OpenSession } from '../../../staff/sessions.ts';
import { changePassword } from '../../../staff/sign-in.ts';
import { Page } from '../../frame.tsx';
import { paths } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

export const PASSWORD_WORDS: Record<PasswordRefusal, string> = {
  empty: '新しいパスワードを入力してください。',
  'too-short': `${SHORTEST}文字以上にしてください。`,
  'too-long': '128文字以内にしてください。',
  'too-plain':
    '職員ID、同じ文字の繰り返し、よく使われる言葉や並び（password、1234など）だけのものは使えません。ほかのパスワードにしてください。',
};
export const PASSWORD_HINT = `${SHORTEST}文字以上。|言葉をいくつか|並べると|覚えやすく、|破られにくく|なります。`;

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
    <Page ask={ask} title="パスワードの変更" wrong={Object.keys(errors).length > 0}>
      <h1>パスワードの変更</h1>
      {done && (
        <Notice kind="done" role="status">
          <Says>パスワードを変更しました。ほかの端末は、ログインし直しになります。</Says>
        </Notice>
      )}
      {ask.session.mustChange && (
        <Notice kind="care" title="パスワードを変更してください">
          <Says>お渡ししたパスワードは一度だけのものです。変更するまで、ほかの画面は開きません。</Says>
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      <PostForm action={paths.password} token={ask.token} class="desk-form">
        <TextField
          name="old"
          label="現在のパスワード"
          type="password"
          autoComplete="current-password"
          error={errors['old']}
          size="id"
        />
        <TextField
          name="fresh"
          label="新しいパスワード"
          type="password"
          autoComplete="new-password"
          hint={PASSWORD_HINT}
          error={errors['fresh']}
          size="id"
        />
        <TextField
          name="again"
          label="新しいパスワード（もう一度）"
          type="password"
          autoComplete="new-password"
          error={errors['again']}
          size="id"
        />
        <p class="acts">
          <Button>パスワードを変更する</Button>
        </p>
      </PostForm>
      <section class="desk-section">
        <h2>ログインしている端末</h2>
        <Table
          caption="ログインしている端末"
          wide
          columns={[
            { head: 'ログイン日時', whole: true },
            { head: '最後の操作', whole: true },
            { head: '接続元' },
            { head: 'ブラウザ' },
          ]}
          rows={sessions.map((session) => [
            deskMoment(session.createdAt),
            session.id === ask.session.id ? 'この端末' : deskMoment(session.seenAt),
            session.source,
            session.browser,
          ])}
        />
      </section>
    </Page>
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
  post(paths.password, 'signed-in', async (ask) => {
    const fresh = newPassword(ask.body['fresh'], ask.session.login);
    const errors: FormErrors = {};
    if (!fresh.ok) errors['fresh'] = PASSWORD_WORDS[fresh.reason];
    else if (field(ask.body, 'again') !== fresh.value) errors['again'] = '上のパスワードと同じものを入力してください。';
    if (!fresh.ok || Object.keys(errors).length > 0) return page(ask, errors, 422);
    const result = await changePassword(ask.db, {
      accountId: ask.session.accountId,
      sessionId: ask.session.id,
      old: field(ask.body, 'old').slice(0, 1000),
      fresh: fresh.value,
      requestId: ask.requestId,
      source: ask.source,
    });
    if (result === 'rests')
      return page(ask, { old: '続けて間違えたため、しばらく変更できません。時間をおいて、もう一度入力してください。' }, 429);
    if (result === 'wrong-old') return page(ask, { old: '現在のパスワードが違います。' }, 422);
    if (result === 'same') return page(ask, { fresh: '現在と違うパスワードにしてください。' }, 422);
    return go(`${paths.password}?done=1`);
  }),
];
