import { Button, ErrorSummary, type FormErrors, PostForm, Says, TextField } from '../../../lib/html/index.ts';
import { lookAtLink, useLink } from '../../../staff/links.ts';
import { newPassword } from '../../../staff/passwords.ts';
import { looksLikeSecret } from '../../../staff/secrets.ts';
import { BarePage } from '../../frame.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, field, open, type Route, show } from '../../route.ts';
import { PASSWORD_HINT, PASSWORD_WORDS } from '../password/index.tsx';

const Over = () => (
  <BarePage title="無効なURL">
    <h1>このURLは無効です</h1>
    <Says>すでに使用されたか、期限（3日）を過ぎています。管理者の職員に、新しい初回設定用URLを依頼してください。</Says>
  </BarePage>
);

function Welcome({
  ask,
  link,
  login,
  name,
  errors,
}: {
  ask: Ask;
  link: string;
  login: string;
  name: string;
  errors: FormErrors;
}) {
  return (
    <BarePage title="初回のログイン" wrong={Object.keys(errors).length > 0}>
      <h1>パスワードを設定する</h1>
      <p class="lead">
        <b>{name}</b>さん（職員ID <span class="code">{login}</span>）
      </p>
      <ErrorSummary errors={errors} />
      <PostForm action={paths.welcome(link)} token={ask.token}>
        <TextField
          name="fresh"
          label="新しいパスワード"
          type="password"
          autoComplete="new-password"
          hint={PASSWORD_HINT}
          error={errors['fresh']}
        />
        <TextField
          name="again"
          label="新しいパスワード（もう一度）"
          type="password"
          autoComplete="new-password"
          error={errors['again']}
        />
        <p class="acts">
          <Button wide>設定してログインする</Button>
        </p>
      </PostForm>
    </BarePage>
  );
}

const handle = async (ask: Ask, posted: boolean): Promise<Answer> => {
  const link = ask.params['secret'];
  const owner = await lookAtLink(ask.db, link);
  if (owner === undefined || !looksLikeSecret(link)) return show(<Over />, 410);
  if (!posted) return show(<Welcome ask={ask} link={link} {...owner} errors={{}} />);
  const errors: FormErrors = {};
  const fresh = newPassword(ask.body['fresh'], owner.login);
  if (!fresh.ok) errors['fresh'] = PASSWORD_WORDS[fresh.reason];
  else if (field(ask.body, 'again') !== fresh.value) errors['again'] = '上のパスワードと同じものを入力してください。';
  if (!fresh.ok || Object.keys(errors).length > 0) return show(<Welcome ask={ask} link={link} {...owner} errors={errors} />, 422);
  const used = await useLink(ask.db, {
    link,
    password: fresh.value,
    source: ask.source,
    browser: ask.browser,
    requestId: ask.requestId,
  });
  return used === undefined ? show(<Over />, 410) : { kind: 'go', to: paths.home, signIn: used.secret };
};

/** One-time links: opening one changes nothing (mail scanners open links), its button does. */
export const welcomeRoutes: readonly Route[] = [
  open('GET', paths.welcome(':secret'), (ask) => handle(ask, false)),
  open('POST', paths.welcome(':secret'), (ask) => handle(ask, true)),
];
