import { carried } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, type FormErrors, hasErrors, Says } from '../../../lib/html/index.ts';
import { lookAtLink, useLink } from '../../../staff/links.ts';
import { looksLikeSecret } from '../../../staff/secrets.ts';
import { BarePage } from '../../frame.tsx';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { knownOf, passwordForm } from '../../parts/new-password.ts';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, open, type Route, show } from '../../route.ts';

/** Nothing was before it. */
const firstForm = (ask: Ask, owner: { login: string; name: string }) => passwordForm(knownOf(owner, ask.origin), carried(''));

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
    <BarePage title="初回のログイン" wrong={hasErrors(errors)}>
      <h1>パスワードを設定する</h1>
      <p class="lead">
        <b>{name}</b>さん（職員ID <span class="code">{login}</span>）
      </p>
      <ErrorSummary errors={errors} />
      <DeskForm
        ask={ask}
        form={firstForm(ask, { login, name })}
        action={paths.welcome(link)}
        values={{}}
        errors={errors}
        class=""
        submit={<Button wide>設定してログインする</Button>}
      />
    </BarePage>
  );
}

const handle = async (ask: Ask, posted: boolean): Promise<Answer> => {
  const link = ask.params['secret'];
  const owner = await lookAtLink(ask.db, link);
  if (owner === undefined || !looksLikeSecret(link)) return show(<Over />, 410);
  if (!posted) return show(<Welcome ask={ask} link={link} {...owner} errors={{}} />);
  const typed = readForm(ask, firstForm(ask, owner));
  if (!typed.ok) return show(<Welcome ask={ask} link={link} {...owner} errors={typed.errors} />, 422);
  const used = await useLink(ask.db, {
    link,
    password: typed.value.fresh,
    source: ask.source,
    browser: ask.browser,
    requestId: ask.requestId,
  });
  if (used === undefined) return show(<Over />, 410);
  if (used.to === 'second') return { kind: 'go', to: paths.signInCode, half: used.secret };
  return { kind: 'go', to: paths.home, signIn: used.secret };
};

/** One-time links: opening one changes nothing (mail scanners open links), its button does. */
export const welcomeRoutes: readonly Route[] = [
  open('GET', paths.welcome(':secret'), (ask) => handle(ask, false)),
  open('POST', paths.welcome(':secret'), (ask) => handle(ask, true)),
];
