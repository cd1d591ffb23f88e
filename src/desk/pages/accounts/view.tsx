import { deskMoment } from '../../../lib/dates/jst.ts';
import {
  Button,
  Checkbox,
  ErrorSummary,
  type FormErrors,
  LinkButton,
  Notice,
  PostForm,
  Says,
  Select,
  Table,
  TextField,
} from '../../../lib/html/index.ts';
import type { Office } from '../../../offices/read.ts';
import type { Account } from '../../../staff/accounts.ts';
import { Page } from '../../frame.tsx';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';

export type Role = { code: string; name: string };

const stateWords = (account: Account): string => {
  if (account.retiredAt !== null) return '止めています';
  if (account.lockedUntil !== null) return `${deskMoment(account.lockedUntil)}まで制限中`;
  return account.mustChange ? 'パスワードを決める前' : '使えます';
};

export function AccountsPage({ ask, accounts }: { ask: SignedAsk; accounts: Account[] }) {
  return (
    <Page ask={ask} title="アカウント">
      <div class="bar">
        <h1>職員アカウント</h1>
        <p class="bar-right">
          <a href={paths.newAccount}>アカウントを作る</a>
        </p>
      </div>
      <Table
        caption="職員アカウント"
        columns={[
          { head: '氏名', whole: true },
          { head: '職員ID', whole: true },
          { head: '所属' },
          { head: '役割' },
          { head: '状態' },
          { head: '端末', right: true },
          { head: '最後の操作', whole: true },
        ]}
        rows={accounts.map((account) => [
          <a href={paths.account(account.id)}>{account.name}</a>,
          <span class="code">{account.login}</span>,
          account.officeName ?? '',
          account.roleNames.join('・'),
          stateWords(account),
          String(account.sessions),
          account.lastSeen === null ? '' : deskMoment(account.lastSeen),
        ])}
      />
    </Page>
  );
}

type FormProps = { ask: SignedAsk; offices: Office[]; roles: Role[]; errors: FormErrors; account: Account | undefined };

/** Name, office and roles; the same boxes for a new account and an old one. */
function Fields({ ask, offices, roles, errors, account }: FormProps) {
  const posted = Object.keys(errors).length > 0;
  const value = (name: string, otherwise: string) => (posted ? field(ask.body, name) : otherwise);
  const chosen = (code: string) => (posted ? ask.body[`role-${code}`] === 'yes' : (account?.roles ?? ['counter']).includes(code));
  return (
    <>
      <TextField name="name" label="氏名" error={errors['name']} value={value('name', account?.name ?? '')} />
      <Select
        name="office"
        label="所属"
        value={value('office', account?.officeId === null || account === undefined ? '' : String(account.officeId))}
        options={[{ value: '', label: '（なし）' }, ...offices.map(({ id, name }) => ({ value: String(id), label: name }))]}
      />
      <fieldset class={`field${errors['roles'] === undefined ? '' : ' field-wrong'}`}>
        <legend class="label">役割</legend>
        {roles.map(({ code, name }) => (
          <Checkbox name={`role-${code}`} label={name} checked={chosen(code)} />
        ))}
      </fieldset>
    </>
  );
}

export function NewAccountPage(props: FormProps) {
  const { ask, errors } = props;
  return (
    <Page ask={ask} title="アカウントを作る" wrong={Object.keys(errors).length > 0}>
      <h1>アカウントを作る</h1>
      <ErrorSummary errors={errors} />
      <PostForm action={paths.newAccount} token={ask.token} class="desk-form">
        <TextField
          name="login"
          label="職員ID"
          size="id"
          hint="半角の英小文字・数字・点・ハイフン、3文字から32文字"
          error={errors['login']}
          value={field(ask.body, 'login')}
        />
        <Fields {...props} />
        <p class="acts">
          <Button>作る</Button>
          <LinkButton href={paths.accounts} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>
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
    <Page ask={ask} title="お渡しするもの">
      <h1>{link === undefined ? '仮のパスワード' : '一度だけ使えるリンク'}</h1>
      <p class="lead">
        {account.name}さん（職員ID <span class="code">{account.login}</span>）に渡してください。
      </p>
      <Notice kind="care" title="この画面を閉じると、二度と表示できません">
        {link !== undefined && (
          <>
            <Says>3日のあいだ、1回だけ使えます。開くと、本人がパスワードを決めます。</Says>
            <p class="hand-over code">{link}</p>
          </>
        )}
        {password !== undefined && (
          <>
            <Says>最初のサインインで、本人がパスワードを変えます。開いていた端末は、サインインし直しになります。</Says>
            <p class="hand-over code">{password}</p>
          </>
        )}
      </Notice>
      <p class="acts">
        <LinkButton href={paths.account(account.id)} kind="second">
          アカウントに戻る
        </LinkButton>
      </p>
    </Page>
  );
}

const DONE: Record<string, string> = {
  changed: 'アカウントを変えました。',
  retired: 'アカウントを止めました。',
  restored: 'アカウントを使えるように戻しました。',
  lifted: 'サインインの制限を解除しました。',
  ended: '端末のサインインを、すべて終わらせました。',
};

function Act({
  ask,
  account,
  act,
  words,
  kind = 'second',
}: {
  ask: SignedAsk;
  account: Account;
  act: string;
  words: string;
  kind?: 'second' | 'stop';
}) {
  return (
    <PostForm action={paths.accountAct(account.id, act)} token={ask.token} class="account-act">
      <Button kind={kind} wide>
        {words}
      </Button>
    </PostForm>
  );
}

export function AccountPage(props: FormProps & { account: Account }) {
  const { ask, account, errors } = props;
  const done = DONE[field(ask.query, 'done')];
  return (
    <Page ask={ask} title="アカウント" wrong={Object.keys(errors).length > 0}>
      <h1>
        {account.name} <span class="code">{account.login}</span>
      </h1>
      {done !== undefined && (
        <Notice kind="done" role="status">
          <Says>{done}</Says>
        </Notice>
      )}
      {ask.query['refused'] === 'last_administrator' && (
        <Notice kind="stop" role="alert">
          <Says>アカウントを管理できる職員が、ほかにいなくなります。先に、ほかの職員を管理者にしてください。</Says>
        </Notice>
      )}
      <p class="lead">{stateWords(account)}</p>
      <ErrorSummary errors={errors} />
      <div class="desk-columns">
        <div class="desk-body">
          <PostForm action={paths.account(account.id)} token={ask.token} class="desk-form">
            <Fields {...props} />
            <p class="acts">
              <Button>変える</Button>
              <LinkButton href={paths.accounts} kind="second">
                一覧に戻る
              </LinkButton>
            </p>
          </PostForm>
        </div>
        <aside class="desk-side" aria-labelledby="may">
          <h2 id="may">いま、できること</h2>
          {account.retiredAt === null ? (
            <>
              <Act ask={ask} account={account} act="link" words="一度だけ使えるリンクを作る" />
              <Act ask={ask} account={account} act="reset" words="仮のパスワードを渡す" />
              {account.lockedUntil !== null && <Act ask={ask} account={account} act="lift" words="サインインの制限を解除する" />}
              {account.sessions > 0 && (
                <Act ask={ask} account={account} act="end" words={`${account.sessions}台の端末のサインインを終わらせる`} />
              )}
              {account.id !== ask.session.accountId && (
                <Act ask={ask} account={account} act="retire" words="アカウントを止める" kind="stop" />
              )}
            </>
          ) : (
            <Act ask={ask} account={account} act="restore" words="使えるように戻す" />
          )}
        </aside>
      </div>
    </Page>
  );
}
