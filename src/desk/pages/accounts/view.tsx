import { deskMoment } from '../../../lib/dates/jst.ts';
import { FormFields } from '../../../lib/form/index.ts';
import {
  Button,
  type FormErrors,
  LinkButton,
  Notice,
  PostForm,
  rightCol,
  Says,
  Table,
  wholeCol,
} from '../../../lib/html/index.ts';
import type { Office } from '../../../offices/read.ts';
import { type Account, type AccountFacts, factsOf } from '../../../staff/accounts.ts';
import type { AnySession } from '../../../staff/sessions.ts';
import { DeskForm, seenOf, stateOf } from '../../parts/form.tsx';
import { Meanwhile } from '../../parts/settings-page.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { SAME } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { accountForm, loginForm, type Role } from './form.ts';
import { Sessions } from './sessions.tsx';

const stateWords = (account: Account): string => {
  if (account.retiredAt !== null) return '停止中';
  if (account.lockedUntil !== null) return `${deskMoment(account.lockedUntil)}まで制限中`;
  return account.mustChange ? '初回設定前' : '有効';
};

/** What ends with one press: terminals that are signed in, a link that was handed over, or both. */
const endWords = ({ sessions, linkUntil }: Account): string => {
  if (sessions === 0) return '使っていない初回設定用URLを無効にする';
  return linkUntil === null
    ? `${sessions}台の端末のログインを終わらせる`
    : `${sessions}台の端末のログインと、初回設定用URLを終わらせる`;
};

export function AccountsPage({ ask, accounts }: { ask: SignedAsk; accounts: Account[] }) {
  return (
    <TitledPage
      ask={ask}
      title="アカウント"
      heading="職員アカウント"
      bar={
        <>
          <a href={paths.roles}>役割と権限</a>
          {'　'}
          <a href={paths.newAccount}>アカウントを作成する</a>
        </>
      }
    >
      <Table
        caption="職員アカウント"
        columns={[
          wholeCol('氏名'),
          wholeCol('職員ID'),
          '所属',
          '役割',
          '状態',
          '二段階認証',
          rightCol('端末'),
          wholeCol('最終操作'),
        ]}
        rows={accounts.map((account) => [
          <a href={paths.account(account.id)}>{account.name}</a>,
          <span class="code">{account.login}</span>,
          account.officeName ?? '',
          account.roleNames.join('・'),
          stateWords(account),
          account.second ? '設定済み' : '',
          String(account.sessions),
          account.lastSeen === null ? '' : deskMoment(account.lastSeen),
        ])}
      />
    </TitledPage>
  );
}

export type AccountParts = { offices: Office[]; roles: Role[] };
type FormProps = AccountParts & { ask: SignedAsk; errors: FormErrors };

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

const DONE: Record<string, string> = {
  changed: 'アカウントを変更しました。',
  same: SAME,
  retired: 'アカウントを停止しました。',
  restored: 'アカウントを有効に戻しました。',
  lifted: 'ログインの制限を解除しました。',
  second: '二段階認証を解除しました。開いていた端末は、ログインし直しになります。使っていない初回設定用URLは、無効になりました。',
  none: '二段階認証は、設定されていません。',
  'none-open': 'ログインしている端末は、ありませんでした。使っていない初回設定用URLがあれば、無効になりました。',
  'in-use': 'アカウントは、すでに有効です。',
  'ended-one': '端末のログインを終わらせました。ほかの端末は、そのままです。',
  'not-open': 'その端末のログインは、すでに終わっています。',
  ended: '端末のログインを、すべて終わらせました。使っていない初回設定用URLも、無効になりました。',
};

const REFUSED: Record<string, string> = {
  last_administrator:
    'アカウント、設定、市の設定のどれかを管理できる職員が、ほかにいなくなります。先に、ほかの職員を管理者にしてください。',
  retired: 'このアカウントは停止中です。有効に戻してから、渡してください。何も作成していません。',
  own: '自分のアカウントには、行えません。ほかの管理者に依頼してください。',
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

/** `meanwhile`: what was typed into a page that was out of date. */
export function AccountPage(props: FormProps & { account: Account; sessions: readonly AnySession[]; meanwhile?: AccountFacts }) {
  const { ask, account, errors, offices, roles, meanwhile, sessions } = props;
  const done = DONE[field(ask.query, 'done')];
  return (
    <TitledPage
      ask={ask}
      title="アカウント"
      heading={
        <>
          {account.name} <span class="code">{account.login}</span>
        </>
      }
      said={done}
      refused={REFUSED[field(ask.query, 'refused')]}
      errors={errors}
    >
      <p class="lead">
        {stateWords(account)}
        {account.second ? '・二段階認証を設定済み' : ''}
        {account.linkUntil === null ? '' : `・使っていない初回設定用URL（${deskMoment(account.linkUntil)}まで）`}
      </p>
      <div class="desk-columns">
        <div class="desk-body">
          {meanwhile !== undefined && <Meanwhile kept={factsOf(account)} typed={meanwhile} />}
          <DeskForm
            ask={ask}
            form={accountForm(offices, roles)}
            action={paths.account(account.id)}
            values={{
              name: account.name,
              office: account.officeId === null ? '' : String(account.officeId),
              role: account.roles,
            }}
            errors={errors}
            seen={seenOf(ask, factsOf(account), meanwhile !== undefined)}
            submit="保存する"
            back={{ href: paths.accounts, words: '一覧に戻る' }}
          />
        </div>
        <aside class="desk-side" aria-labelledby="may">
          <h2 id="may">操作</h2>
          {account.retiredAt === null ? (
            <>
              <Act ask={ask} account={account} act="link" words="初回設定用URLを作成する" />
              <Act ask={ask} account={account} act="reset" words="仮のパスワードを渡す" />
              {account.second && account.id !== ask.session.accountId && (
                <Act ask={ask} account={account} act="second" words="二段階認証を解除する" />
              )}
              {account.lockedUntil !== null && <Act ask={ask} account={account} act="lift" words="ログインの制限を解除する" />}
              {(account.sessions > 0 || account.linkUntil !== null) && (
                <Act ask={ask} account={account} act="end" words={endWords(account)} />
              )}
              {account.id !== ask.session.accountId && (
                <Act ask={ask} account={account} act="retire" words="アカウントを停止する" kind="stop" />
              )}
            </>
          ) : (
            <Act ask={ask} account={account} act="restore" words="有効に戻す" />
          )}
        </aside>
      </div>
      <Sessions ask={ask} accountId={account.id} sessions={sessions} />
    </TitledPage>
  );
}
