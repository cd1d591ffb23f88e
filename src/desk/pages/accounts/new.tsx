import { FormFields } from '../../../lib/form/index.ts';
import { type FormErrors, LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import type { Office } from '../../../offices/read.ts';
import { DeskForm, stateOf } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { accountForm, loginForm, type Role } from './form.ts';

export type AccountParts = { offices: Office[]; roles: Role[] };
export type FormProps = AccountParts & { ask: SignedAsk; errors: FormErrors };

export function NewAccountPage({ ask, errors, offices, roles }: FormProps) {
  return (
    <TitledPage ask={ask} title="アカウントを作成する" errors={errors}>
      <DeskForm
        ask={ask}
        form={accountForm(offices, roles)}
        action={paths.newAccount}
        values={{ role: ['counter'] }}
        errors={errors}
        submit="作成する"
        back={{ href: paths.accounts, words: 'やめる' }}
      >
        <FormFields form={loginForm} state={stateOf(ask, {}, errors)} />
      </DeskForm>
    </TitledPage>
  );
}

/** Shown once: a link or a password to hand over. It is kept nowhere in this form. */
export function HandOverPage({
  ask,
  account,
  link,
  password,
}: {
  ask: SignedAsk;
  account: { id: number; name: string; login: string };
  link?: string;
  password?: string;
}) {
  return (
    <TitledPage ask={ask} title="本人に渡すもの" heading={link === undefined ? '仮のパスワード' : '初回設定用URL'}>
      <p class="lead">
        {account.name}さん（職員ID <span class="code">{account.login}</span>）に渡してください。
      </p>
      <Notice kind="care" title="この画面を閉じると、二度と表示できません">
        {link !== undefined && (
          <>
            <Says>3日のあいだ、1回だけ使えます。開くと、本人がパスワードを設定します。</Says>
            <p class="hand-over code">{link}</p>
          </>
        )}
        {password !== undefined && (
          <>
            <Says>最初のログインで、本人がパスワードを変更します。開いていた端末は、ログインし直しになります。</Says>
            <p class="hand-over code">{password}</p>
          </>
        )}
      </Notice>
      <p class="acts">
        <LinkButton href={paths.account(account.id)} kind="second">
          アカウントに戻る
        </LinkButton>
      </p>
    </TitledPage>
  );
}
